-- Links that let one person in each, by digests of their codes. Those that were opened stay for a
-- while, so that whoever opens one again is told.
create table invitations (
  code blob not null primary key,
  made_at bigint not null,
  used_at bigint
) without rowid;

-- What the channel calls the bot, for links that are made outside its process.
create table bot_name (
  id integer not null primary key check (id = 1),
  name text not null
);
