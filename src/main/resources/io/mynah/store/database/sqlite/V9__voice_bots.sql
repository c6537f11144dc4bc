-- Bots that speak as one person only: their ids on Telegram, Mynah's bot whose process runs them (its
-- name), their user names and tokens, sealed, and whether others than the owner may use them.
create table voice_bots (
  id bigint not null primary key,
  person_id bigint not null references people (id) on delete cascade,
  home text not null,
  username blob not null,
  token blob not null,
  managed boolean not null,
  shared boolean not null,
  active boolean not null
);
create unique index voice_bots_person on voice_bots (person_id);
