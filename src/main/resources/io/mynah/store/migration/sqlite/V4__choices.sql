-- How replies come, and in which language Mynah speaks; without one, in that of the person's app.
alter table preferences add column bursts boolean not null default true;
alter table preferences add column delays boolean not null default true;
alter table preferences add column language text;
