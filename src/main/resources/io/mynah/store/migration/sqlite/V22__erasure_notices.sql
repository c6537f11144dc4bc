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
