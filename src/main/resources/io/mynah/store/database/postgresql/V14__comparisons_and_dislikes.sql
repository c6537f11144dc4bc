-- How often an owner compared what versions of a voice answered, and preferred one of them.
create table voice_comparisons (
  person_id bigint not null references people (id) on delete cascade,
  version bigint not null,
  preferred integer not null,
  compared integer not null,
  primary key (person_id, version)
);

-- What an owner dislikes of a voice is kept beside what they like.
alter table liked_messages add column disliked boolean not null default false;
