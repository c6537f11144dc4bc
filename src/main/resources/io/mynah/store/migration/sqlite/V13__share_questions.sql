-- Owners who are asked in private whom a group may hear, until they choose.
create table share_questions (
  group_id bigint not null references groups (id) on delete cascade,
  owner text not null,
  asked_at bigint not null,
  primary key (group_id, owner)
) without rowid;
