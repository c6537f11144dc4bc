-- When a voice of the chat was used last, and when its owner was told that it will be erased.
alter table chats add column used_at bigint;
alter table chats add column told_at bigint;
