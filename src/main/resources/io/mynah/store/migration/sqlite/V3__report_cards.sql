-- How long a job was trained, the time between two runs left out.
alter table jobs add column spent_millis bigint not null default 0;

-- How good the models of a job were, one after the other.
create table curve_points (
  job_id bigint not null references jobs (id) on delete cascade,
  position integer not null,
  seconds double precision not null,
  stage text not null,
  bits double precision not null,
  primary key (job_id, position)
) without rowid;

-- A card goes with its model. Due is what has not been shown yet.
create table report_cards (
  person_id bigint not null primary key references personas (person_id) on delete cascade,
  card text not null,
  due boolean not null
);

-- How often players told a person's messages from those of the person's model.
create table guesses (
  person_id bigint not null references people (id) on delete cascade,
  player text not null,
  asked integer not null,
  told integer not null,
  primary key (person_id, player)
) without rowid;
create index guesses_player on guesses (player);
