-- Whether an owner's reports come as tables.
alter table preferences add column tables boolean not null default false;
