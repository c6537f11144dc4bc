-- Whose voice answers what an owner writes at an address, until they end it. Not what is said.
create table talks (
  owner text not null,
  address text not null,
  person_id bigint not null references people (id) on delete cascade,
  primary key (owner, address)
);
create index talks_person on talks (person_id);

-- As whom messages of Mynah's were said. Not what was said.
create table sayings (
  address text not null,
  message text not null,
  owner text not null,
  person_id bigint not null references people (id) on delete cascade,
  rated boolean not null default false,
  said_at bigint not null,
  primary key (address, message)
) without rowid;
create index sayings_person on sayings (person_id);
create index sayings_said_at on sayings (said_at);

-- What a person would have said instead; learned with their messages.
create table corrections (
  id integer primary key autoincrement,
  person_id bigint not null references people (id) on delete cascade,
  said_to text,
  text text not null,
  made_at bigint not null
);
create index corrections_person on corrections (person_id, id);

-- How many messages said as this person were liked.
alter table people add column liked integer not null default 0;
