-- Messages of a person's voice that its owner likes, the last ones.
create table liked_messages (
  id integer primary key autoincrement,
  person_id bigint not null references people (id) on delete cascade,
  text blob not null,
  liked_at bigint not null
);
create index liked_messages_person on liked_messages (person_id, id);
