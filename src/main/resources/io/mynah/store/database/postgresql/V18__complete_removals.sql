-- Removals are kept for a while after they are complete, for the other bots that share the owner.
alter table removals add column done_at bigint;
