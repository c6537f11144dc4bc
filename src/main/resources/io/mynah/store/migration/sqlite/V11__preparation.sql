-- How the texts were prepared that a model learned from; 0 is before secrets were masked in them.
alter table personas add column preparation integer not null default 0;
alter table jobs add column candidate_preparation integer not null default 0;
