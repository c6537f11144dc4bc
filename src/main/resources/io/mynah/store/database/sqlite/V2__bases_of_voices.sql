-- The base that a voice speaks on: null if there is none, or it is not known.
alter table voices add column base text;
alter table voices add column base_shipped boolean;
alter table voices add column base_licence text;
