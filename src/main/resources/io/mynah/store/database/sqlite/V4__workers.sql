-- The process that runs a job.
alter table jobs add column worker text;
