-- What an administrator has set for one person: how many of their trainings may wait or run, and how
-- many messages and megabytes may be kept for them. 0 means no limit, null what holds for everybody.
create table user_limits (
  owner text collate "C" not null primary key,
  trainings integer,
  messages integer,
  megabytes integer
);

-- Who was put out, until what is under way for them has ended and, if erases, all is erased that is
-- kept for them.
create table removals (
  owner text collate "C" not null primary key,
  erases boolean not null,
  removed_at bigint not null
);
