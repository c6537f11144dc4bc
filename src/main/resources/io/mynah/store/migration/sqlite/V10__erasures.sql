-- What somebody said yes to be erased, until all of it is: a person or a chat, by its id, or, with
-- the target 0, everything.
create table erasures (
  owner text not null,
  kind text not null,
  target bigint not null,
  primary key (owner, kind, target)
) without rowid;

-- Whose voices learned from somebody who is erased, until they wait to be trained again.
create table relearners (
  person_id bigint not null primary key references people (id) on delete cascade
);
