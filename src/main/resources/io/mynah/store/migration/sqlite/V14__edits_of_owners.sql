-- Whose chat a message is in that is to be changed; null in groups, and where it is not known.
alter table edits add column owner text;
