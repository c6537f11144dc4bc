-- Groups whose members' messages go to a chat of an owner. After the end, whoever opts out is
-- erased from that chat all the same. Told is when the group was last told of it.
create table learning_groups (
  chat_id bigint not null primary key references chats (id) on delete cascade,
  address text not null,
  told_at bigint not null,
  ended_at bigint,
  left_at bigint
) without rowid;
create index learning_groups_address on learning_groups (address);

-- Who is never learned from in groups.
create table opt_outs (
  person text not null primary key,
  opted_out_at bigint not null
) without rowid;

-- How many messages came one by one since the person's last training that they led to.
alter table people add column learned integer not null default 0;
