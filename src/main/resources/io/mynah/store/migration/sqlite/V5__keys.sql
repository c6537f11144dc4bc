-- Each key is sealed by the one above it: those of chats and uploads by their owner's, those of
-- owners and that of the store by the master key, which is not here. What a key is gone for can be
-- read by nobody.
create table store_keys (
  id integer not null primary key,
  wrapped blob not null
);

create table owner_keys (
  owner text not null primary key,
  wrapped blob not null
);

create table chat_keys (
  chat_id bigint not null primary key references chats (id) on delete cascade,
  wrapped blob not null
) without rowid;

alter table uploads add column wrapped_key blob;

-- From the next migration on these columns hold what is sealed, as blobs, whatever type they were
-- declared with: inbox.body, groups.title, chats.source_key, chats.title, people.person_key,
-- people.name, aliases.alias, messages.text, corrections.said_to, corrections.text,
-- report_cards.card, uploads.files, uploads.survey.
