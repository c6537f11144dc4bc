-- A version of a voice is what one training published last. It is numbered by the id of that
-- training, or 0 if that is not known. A card is of the version with its number.
alter table voices add column version bigint not null default 0;
alter table report_cards add column version bigint not null default 0;

-- The versions that are not in use, each with its card if there was one.
create table voice_versions (
  person_id bigint not null references people (id) on delete cascade,
  version bigint not null,
  stage text collate "C" not null,
  validation_bits double precision not null,
  trained_messages integer not null,
  trained_at bigint not null,
  preparation integer not null,
  base text collate "C",
  base_shipped boolean,
  base_licence text collate "C",
  card bytea,
  primary key (person_id, version)
);
