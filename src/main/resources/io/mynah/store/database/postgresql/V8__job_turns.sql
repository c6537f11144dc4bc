-- Whose turn it is: of each owner with jobs, how many wait that somebody asked for, how many that
-- nobody did, how many run, and the number of the newest start. Before the first start, that is a
-- negative number, lower for those who were here earlier. Triggers count at the end of each
-- transaction: whoever changes jobs locks these rows last, so that nobody waits in a circle.
create table job_turns (
  owner text collate "C" not null primary key,
  asked integer not null,
  unasked integer not null,
  running integer not null,
  served bigint not null
);
create index job_turns_next on job_turns ((asked = 0), running, served) where asked + unasked > 0;

create function count_job_turns() returns trigger language plpgsql as $$
begin
  insert into job_turns as turn (owner, asked, unasked, running, served)
  values (
    coalesce(new.owner, old.owner),
    coalesce(cast(new.state = 'QUEUED' and new.notice_address is not null as integer), 0)
      - coalesce(cast(old.state = 'QUEUED' and old.notice_address is not null as integer), 0),
    coalesce(cast(new.state = 'QUEUED' and new.notice_address is null as integer), 0)
      - coalesce(cast(old.state = 'QUEUED' and old.notice_address is null as integer), 0),
    coalesce(cast(new.state = 'RUNNING' as integer), 0)
      - coalesce(cast(old.state = 'RUNNING' as integer), 0),
    coalesce(new.served, new.id - 1000000000000000, 0))
  on conflict (owner) do update
  set asked = turn.asked + excluded.asked, unasked = turn.unasked + excluded.unasked,
    running = turn.running + excluded.running,
    served = case when excluded.served > 0 then greatest(turn.served, excluded.served)
      else turn.served end;
  if tg_op = 'DELETE' then
    delete from job_turns where owner = old.owner and asked + unasked + running = 0
      and not exists (select 1 from jobs where jobs.owner = old.owner);
  end if;
  return null;
end $$;

create constraint trigger job_turns_of_others after insert or delete on jobs
  deferrable initially deferred for each row execute function count_job_turns();
create constraint trigger job_turns_of_changed after update on jobs
  deferrable initially deferred for each row
  when (old.state <> new.state
    or (old.notice_address is null) <> (new.notice_address is null))
  execute function count_job_turns();

insert into job_turns (owner, asked, unasked, running, served)
select owner,
  count(*) filter (where state = 'QUEUED' and notice_address is not null),
  count(*) filter (where state = 'QUEUED' and notice_address is null),
  count(*) filter (where state = 'RUNNING'),
  coalesce(max(served), min(id) - 1000000000000000)
from jobs group by owner;
