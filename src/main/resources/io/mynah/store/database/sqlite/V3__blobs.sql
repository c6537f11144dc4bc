-- Models, checkpoints and uploads: the name of each, and which file holds it now.
create table blobs (
  name text not null primary key,
  version text not null unique,
  size integer not null
);
