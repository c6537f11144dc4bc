-- People who are one person for their owner: whom each of them is joined with, the main one, and
-- whether they had a voice of their own before. Nobody is joined with somebody who is joined.
create table joined_people (
  person_id bigint not null primary key references people (id) on delete cascade,
  main_id bigint not null references people (id) on delete cascade,
  voiced boolean not null,
  joined_at bigint not null
) without rowid;
create index joined_people_main on joined_people (main_id);
