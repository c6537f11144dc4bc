-- Times are milliseconds since 1970-01-01 UTC. Ids are never used twice.

create table counters (
  name text not null primary key,
  value bigint not null
);

-- Updates acknowledged to the channel; without a body they are handled and kept as an id alone.
create table inbox (
  sequence integer primary key autoincrement,
  epoch bigint not null,
  update_id bigint not null,
  lane text not null,
  body text,
  received_at bigint not null,
  unique (epoch, update_id)
);
create index inbox_pending on inbox (sequence) where body is not null;

create table chats (
  id integer primary key autoincrement,
  owner text not null,
  source_key text not null,
  title text not null,
  title_at bigint not null,
  imported_at bigint not null,
  unique (owner, source_key)
);

create table people (
  id integer primary key autoincrement,
  chat_id bigint not null references chats (id) on delete cascade,
  person_key text not null,
  name text not null,
  name_at bigint not null,
  messages integer not null,
  first_at bigint not null,
  last_at bigint not null,
  unique (chat_id, person_key)
);

create table aliases (
  person_id bigint not null references people (id) on delete cascade,
  position integer not null,
  alias text not null,
  primary key (person_id, position)
) without rowid;

-- A message without a person was written by nobody: a deleted account, say.
create table messages (
  chat_id bigint not null references chats (id) on delete cascade,
  source_id bigint not null,
  person_id bigint references people (id) on delete cascade,
  sent_at bigint not null,
  reply_to bigint,
  text text not null,
  primary key (chat_id, source_id)
) without rowid;
create index messages_person on messages (person_id, sent_at);

create table jobs (
  id integer primary key autoincrement,
  owner text not null,
  person_id bigint not null references people (id) on delete cascade,
  effort text not null,
  state text not null,
  fraction double precision not null,
  failure text,
  notice_address text,
  notice_message text,
  created_at bigint not null,
  ended_at bigint,
  -- Counts the starts of all jobs: the owner whose newest is lowest was served least recently.
  served bigint,
  candidate_stage text,
  candidate_bits double precision
);
create unique index jobs_open on jobs (person_id) where state in ('QUEUED', 'RUNNING');
create index jobs_person on jobs (person_id, id);
create index jobs_owner on jobs (owner, served);
create index jobs_notice on jobs (notice_address, notice_message);

create table personas (
  person_id bigint not null primary key references people (id) on delete cascade,
  stage text not null,
  validation_bits double precision not null,
  trained_messages integer not null,
  trained_at bigint not null
);

create table preferences (
  owner text not null primary key,
  temperature double precision not null,
  length text not null,
  effort text not null
);

create table admissions (
  owner text not null primary key,
  admitted_at bigint not null
);

create table dialogues (
  owner text not null,
  address text not null,
  expectation text not null,
  until_at bigint not null,
  primary key (owner, address)
);

create table uploads (
  id integer primary key autoincrement,
  owner text not null,
  address text not null,
  state text not null,
  files text not null,
  survey text,
  notice_address text,
  notice_message text,
  expires_at bigint not null
);
create index uploads_owner on uploads (owner, address);

-- The table of db-scheduler.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data blob,
  execution_time bigint not null,
  picked boolean not null,
  picked_by text,
  last_success bigint,
  last_failure bigint,
  consecutive_failures integer,
  last_heartbeat bigint,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
