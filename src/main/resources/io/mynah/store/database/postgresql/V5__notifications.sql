-- A candidate is named by its job too; those without are made again.
delete from blobs where name like 'candidate/%' and name not like 'candidate/%/%';

-- What the processes tell each other when a transaction is committed, so that nobody has to look often.
create function notify_jobs() returns trigger language plpgsql as $$
begin
  perform pg_notify('mynah_jobs', tg_argv[0]);
  return null;
end $$;

create trigger waiting after insert on scheduled_tasks
  for each row execute function notify_jobs('waiting');

create trigger stopped after update on jobs
  for each row when (old.state = 'RUNNING' and new.state = 'CANCELLED')
  execute function notify_jobs('stopped');

create trigger erased after delete on jobs
  for each row when (old.state = 'RUNNING')
  execute function notify_jobs('stopped');

create trigger ended after update on jobs
  for each row when (old.state <> new.state and new.state in ('DONE', 'FAILED'))
  execute function notify_jobs('ended');
