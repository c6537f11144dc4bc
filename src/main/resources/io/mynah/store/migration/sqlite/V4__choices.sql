-- How replies come, and in which language Mynah speaks; without one, in that of the person's app.
alter table preferences add column bursts boolean not null default true;
alter table preferences add column delays boolean not null default true;
alter table preferences add column language text;

-- The language of an owner's app, as last heard: for what is said without being asked.
create table app_languages (
  owner text not null primary key,
  language text not null
);
