-- What was sent of an answer that is not whole, so that giving it again after the process ended
-- sends only the rest. Without a message, it was tried and the outcome is unknown.
create table replies (
  answer text not null,
  position integer not null,
  attempts integer not null,
  address text,
  message text,
  noted_at bigint not null,
  primary key (answer, position)
) without rowid;

-- Updates that became an upload, which goes on by itself.
create table uploaded (
  sequence bigint not null primary key
);
