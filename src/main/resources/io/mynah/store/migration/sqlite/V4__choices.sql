-- How replies come, and in which language Mynah speaks; without one, in that of the person's app.
alter table preferences add column bursts boolean not null default true;
alter table preferences add column delays boolean not null default true;
alter table preferences add column language text;

-- The language of an owner's app, as last heard: for what is said without being asked.
create table app_languages (
  owner text not null primary key,
  language text not null
);

-- Groups where people are shared. Told is when the group heard that replies are made up; left, when
-- Mynah was put out of it.
create table groups (
  id integer primary key autoincrement,
  address text not null unique,
  title text not null,
  told_at bigint,
  left_at bigint
);

-- Whom the members of a group may let speak, and whether real messages may be shown to them.
create table shares (
  group_id bigint not null references groups (id) on delete cascade,
  person_id bigint not null references people (id) on delete cascade,
  real_messages boolean not null default false,
  shared_at bigint not null,
  primary key (group_id, person_id)
) without rowid;
create index shares_person on shares (person_id);
