-- In which message a correction was written, so that who changes the message changes the
-- correction, and of which message it stands in place, so that this may be rated again when the
-- correction is taken back. Whether it was said since.
alter table corrections add column address text;
alter table corrections add column message text;
alter table corrections add column instead text;
alter table corrections add column given boolean not null default true;
create index corrections_message on corrections (address, message);
