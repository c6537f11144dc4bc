-- Several bots may share a database. Each row is of one of them; that without a name was there first.
alter table inbox add column bot text not null default '';
alter table invitations add column bot text not null default '';

create table bot_names (
  bot text not null primary key,
  name text not null
);
insert into bot_names (bot, name) select '', name from bot_name;
drop table bot_name;
