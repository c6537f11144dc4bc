-- Times are milliseconds since 1970-01-01 UTC. Ids are never used twice. Columns of type blob hold
-- what is sealed, unless something else is said.

create table counters (
  name text not null primary key,
  value bigint not null
);

-- Wrapped keys lie behind so much padding that they are on pages of their own. SQLite copies the
-- beginnings of rows from page to page as its trees change, and may leave copies behind in free
-- space; a page that holds the end of a long row is never copied, and is zeroed when the row goes
-- (https://sqlite.org/fileformat2.html, "Cell Payload Overflow Pages"; pragma secure_delete).
-- Each key is wrapped by the one above it: those of chats and uploads by their owner's, those of
-- owners and that of the store by the master key, which is not here.
create table store_keys (
  id integer not null primary key,
  wrapped blob not null
);

create table owner_keys (
  owner text not null primary key,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);

-- A chat whose first import has not ended has the time 0; so has one that is being erased, which
-- has no owner (''). Added counts the messages of an import that has not ended. Used is when a
-- voice of the chat was used last, told when its owner heard that it will be erased.
create table chats (
  id integer primary key autoincrement,
  owner text not null,
  source_key blob not null,
  title blob not null,
  title_at bigint not null,
  imported_at bigint not null,
  added bigint not null default 0,
  used_at bigint,
  told_at bigint,
  unique (owner, source_key)
);

create table chat_keys (
  chat_id integer not null primary key references chats (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);

-- The key before, while what it sealed is being sealed with the new one.
create table former_chat_keys (
  chat_id integer not null primary key references chats (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);

-- A person who is being forgotten has -1 messages, one whose first import has not ended has -2.
-- Liked counts the messages of the person's voice that were.
create table people (
  id integer primary key autoincrement,
  chat_id bigint not null references chats (id) on delete cascade,
  person_key blob not null,
  name blob not null,
  name_at bigint not null,
  messages integer not null,
  first_at bigint not null,
  last_at bigint not null,
  liked integer not null default 0,
  unique (chat_id, person_key)
);

create table aliases (
  person_id bigint not null references people (id) on delete cascade,
  position integer not null,
  alias blob not null,
  primary key (person_id, position)
) without rowid;

-- A message without a person was written by nobody: a deleted account, say.
create table messages (
  chat_id bigint not null references chats (id) on delete cascade,
  source_id bigint not null,
  person_id bigint references people (id) on delete cascade,
  sent_at bigint not null,
  reply_to bigint,
  text blob not null,
  primary key (chat_id, source_id)
) without rowid;
create index messages_person on messages (person_id, sent_at);

-- Updates acknowledged to the channel; without a body they are handled and kept as an id alone.
-- Those that cannot be opened are set aside, so that the others need not wait for them.
create table inbox (
  sequence integer primary key autoincrement,
  epoch bigint not null,
  update_id bigint not null,
  lane text not null,
  body blob,
  received_at bigint not null,
  set_aside boolean not null default false,
  unique (epoch, update_id)
);
create index inbox_pending on inbox (sequence) where body is not null;

-- What came of an update that is not done: its effect and this row are one transaction.
create table effects (
  sequence bigint not null,
  name text not null,
  outcome text not null,
  primary key (sequence, name)
) without rowid;

-- What was sent of an answer that is not whole, so that giving it again after the process ended
-- sends only the rest. Without a message, it was tried and the outcome is unknown.
create table sent_replies (
  answer text not null,
  position integer not null,
  attempts integer not null,
  address text,
  message text,
  noted_at bigint not null,
  primary key (answer, position)
) without rowid;

-- What messages are still to be changed to, the newest change of each. The note counts the changes
-- of a message, so that one which was made does not do away with a newer one. The owner is whose
-- chat the message is in; null in groups, and where it is not known.
create table pending_edits (
  address text not null,
  message text not null,
  reply blob not null,
  note bigint not null,
  owner text,
  primary key (address, message)
) without rowid;

create table uploads (
  id integer primary key autoincrement,
  owner text not null,
  address text not null,
  state text not null,
  files blob not null,
  survey blob,
  notice_address text,
  notice_message text,
  expires_at bigint not null
);
create index uploads_owner on uploads (owner, address);

create table upload_keys (
  upload_id integer not null primary key references uploads (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);

-- Updates that became an upload, which goes on by itself.
create table uploaded (
  sequence bigint not null primary key
);

-- Spent is how long a job was trained, the time between two runs left out. Preparation is how the
-- texts were prepared that a candidate, or a voice, learned from.
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
  spent_millis bigint not null default 0,
  candidate_stage text,
  candidate_bits double precision,
  candidate_preparation integer not null default 0
);
create unique index jobs_open on jobs (person_id) where state in ('QUEUED', 'RUNNING');
create index jobs_person on jobs (person_id, id);
create index jobs_owner on jobs (owner, served);
create index jobs_notice on jobs (notice_address, notice_message);

-- How good the models of a job were, one after the other.
create table curve_points (
  job_id bigint not null references jobs (id) on delete cascade,
  position integer not null,
  seconds double precision not null,
  stage text not null,
  bits double precision not null,
  primary key (job_id, position)
) without rowid;

create table voices (
  person_id bigint not null primary key references people (id) on delete cascade,
  stage text not null,
  validation_bits double precision not null,
  trained_messages integer not null,
  trained_at bigint not null,
  preparation integer not null default 0
);

-- A card goes with its voice. Due is what has not been shown yet.
create table report_cards (
  person_id bigint not null primary key references voices (person_id) on delete cascade,
  card blob not null,
  due boolean not null
);

-- Whose voice answers what an owner writes at an address, until they end it. Not what is said.
create table chat_sessions (
  owner text not null,
  address text not null,
  person_id bigint not null references people (id) on delete cascade,
  primary key (owner, address)
);
create index chat_sessions_person on chat_sessions (person_id);

-- As whom messages of Mynah's were said. Not what was said.
create table spoken_messages (
  address text not null,
  message text not null,
  owner text not null,
  person_id bigint not null references people (id) on delete cascade,
  rated boolean not null default false,
  said_at bigint not null,
  primary key (address, message)
) without rowid;
create index spoken_messages_person on spoken_messages (person_id);
create index spoken_messages_said_at on spoken_messages (said_at);

-- What a person would have said instead; learned with their messages. The address and the message
-- say it, so that who changes the message changes the correction. It stands in place of another
-- message, which may be rated again when the correction is taken back. Given is whether it was said
-- since it was made or changed.
create table corrections (
  id integer primary key autoincrement,
  person_id bigint not null references people (id) on delete cascade,
  said_to blob,
  text blob not null,
  address text not null,
  message text not null,
  instead text not null,
  given boolean not null,
  made_at bigint not null
);
create index corrections_person on corrections (person_id, id);
create index corrections_message on corrections (address, message);

-- How often players told a person's messages from those of the person's model.
create table guess_scores (
  person_id bigint not null references people (id) on delete cascade,
  player text not null,
  asked integer not null,
  told integer not null,
  primary key (person_id, player)
) without rowid;
create index guess_scores_player on guess_scores (player);

-- What is waited for from somebody at an address.
create table expectations (
  owner text not null,
  address text not null,
  expectation text not null,
  until_at bigint not null,
  primary key (owner, address)
);

-- What owners set. Without a language, Mynah speaks that of the person's app.
create table preferences (
  owner text not null primary key,
  temperature double precision not null,
  length text not null,
  effort text not null,
  bursts boolean not null default true,
  delays boolean not null default true,
  language text
);

-- The language of an owner's app, as last heard: for what is said without being asked.
create table app_languages (
  owner text not null primary key,
  language text not null
);

create table admitted_users (
  owner text not null primary key,
  admitted_at bigint not null
);

-- Links that let one person in each, by digests of their codes. Those that were opened stay for a
-- while, so that whoever opens one again is told.
create table invitations (
  code blob not null primary key,
  made_at bigint not null,
  used_at bigint
) without rowid;

-- Who was given a menu of their own: they keep one, also when they have no more commands than others.
create table personal_menus (
  owner text not null primary key
);

-- What the channel calls the bot, for links that are made outside its process.
create table bot_name (
  id integer not null primary key check (id = 1),
  name text not null
);

-- Groups where people are shared. Told is when the group heard that replies are made up; left, when
-- Mynah was put out of it.
create table groups (
  id integer primary key autoincrement,
  address text not null unique,
  title blob not null,
  told_at bigint,
  left_at bigint
);

-- Whom the members of a group may let speak, and whether real messages may be shown to them.
create table shares (
  group_id bigint not null references groups (id) on delete cascade,
  person_id bigint not null references people (id) on delete cascade,
  real_messages boolean not null default false,
  shared_at bigint not null,
  primary key (group_id, person_id)
) without rowid;
create index shares_person on shares (person_id);

-- Owners who are asked in private whom a group may hear, until they choose.
create table share_questions (
  group_id bigint not null references groups (id) on delete cascade,
  owner text not null,
  asked_at bigint not null,
  primary key (group_id, owner)
) without rowid;

-- What somebody said yes to be erased, until all of it is: a person or a chat, by its id, or, with
-- the target 0, everything.
create table erasures (
  owner text not null,
  kind text not null,
  target bigint not null,
  primary key (owner, kind, target)
) without rowid;

-- Messages that show trainings which are stopped as something is erased, until they say so, and the
-- language in which their owner reads them, which may be erased with the rest.
create table erasure_notices (
  owner text not null,
  kind text not null,
  target bigint not null,
  notice_address text not null,
  notice_message text not null,
  language text not null,
  primary key (owner, kind, target, notice_address, notice_message)
) without rowid;

-- Whose voices learned from somebody who is erased, until they wait to be trained again.
create table relearners (
  person_id bigint not null primary key references people (id) on delete cascade
);

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
