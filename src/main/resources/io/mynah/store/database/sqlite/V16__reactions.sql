-- How often a person reacted to messages of others, of how many that they could have reacted to; from
-- the export with the most of these. Emoji has how often each was used.
create table reactions (
  person_id bigint not null primary key references people (id) on delete cascade,
  messages integer not null,
  reacted integer not null,
  emoji blob not null
) without rowid;

-- Whether a bot that speaks as one person reacts to messages as the person did.
alter table voice_bots add column reacts boolean not null default true;
