-- What messages are still to be changed to, the newest change of each, sealed. The note counts the
-- changes of a message, so that one which was made does not do away with a newer one.
create table edits (
  address text not null,
  message text not null,
  reply blob not null,
  note bigint not null,
  primary key (address, message)
) without rowid;
