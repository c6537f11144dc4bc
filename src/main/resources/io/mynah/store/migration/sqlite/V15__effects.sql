-- What came of an update that is not done: its effect and this row are one transaction.
create table effects (
  sequence bigint not null,
  name text not null,
  outcome text not null,
  primary key (sequence, name)
) without rowid;
