-- Wrapped keys lie behind so much padding that they are on pages of their own. SQLite copies the
-- beginnings of rows from page to page as its trees change, and may leave copies behind in free
-- space; a page that holds the end of a long row is never copied, and is zeroed when the row goes
-- (https://sqlite.org/fileformat2.html, "Cell Payload Overflow Pages"; pragma secure_delete).
create table padded_owner_keys (
  owner text not null primary key,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);
insert into padded_owner_keys (owner, wrapped) select owner, wrapped from owner_keys;
drop table owner_keys;
alter table padded_owner_keys rename to owner_keys;

create table padded_chat_keys (
  chat_id integer not null primary key references chats (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);
insert into padded_chat_keys (chat_id, wrapped) select chat_id, wrapped from chat_keys;
drop table chat_keys;
alter table padded_chat_keys rename to chat_keys;

-- The key before, while what it sealed is being sealed with the new one.
create table former_chat_keys (
  chat_id integer not null primary key references chats (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);

create table upload_keys (
  upload_id integer not null primary key references uploads (id) on delete cascade,
  padding blob not null default (zeroblob(4096)),
  wrapped blob not null
);
insert into upload_keys (upload_id, wrapped)
  select id, wrapped_key from uploads where wrapped_key is not null;
alter table uploads drop column wrapped_key;

-- Messages that an import added which has not ended. A chat whose first import has not ended has
-- the time 0; so has one that is being erased, which has no owner (''). A person who is being
-- forgotten has -1 messages, one whose first import has not ended has -2.
alter table chats add column added bigint not null default 0;

insert into counters (name, value) values ('scrubbing.due', 1) on conflict (name) do nothing;
