-- Whether a voice answers in a group where somebody names its bot, and whether it says something
-- there unasked now and then.
alter table shares add column mentions boolean not null default false;
alter table shares add column unprompted boolean not null default false;

-- When it says something unasked next, unless that is still to be planned, and how often it did so
-- since somebody last answered.
alter table shares add column unprompted_at bigint;
alter table shares add column unanswered integer not null default 0;
