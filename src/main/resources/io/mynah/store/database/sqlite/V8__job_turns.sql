-- Whose turn it is: of each owner with jobs, how many wait that somebody asked for, how many that
-- nobody did, how many run, and the number of the newest start. Before the first start, that is a
-- negative number, lower for those who were here earlier. Triggers count.
create table job_turns (
  owner text not null primary key,
  asked integer not null,
  unasked integer not null,
  running integer not null,
  served bigint not null
);
create index job_turns_next on job_turns (asked = 0, running, served) where asked + unasked > 0;
create index jobs_queued on jobs (owner, notice_address is null, id) where state = 'QUEUED';
create index jobs_served on jobs (served);

create trigger job_turns_of_new after insert on jobs begin
  insert into job_turns (owner, asked, unasked, running, served)
  select new.owner, 0, 0, 0, new.id - 1000000000000000
  where not exists (select 1 from job_turns where owner = new.owner);
  update job_turns
  set asked = asked + (new.state = 'QUEUED' and new.notice_address is not null),
    unasked = unasked + (new.state = 'QUEUED' and new.notice_address is null),
    running = running + (new.state = 'RUNNING'),
    served = max(served, coalesce(new.served, served))
  where owner = new.owner;
end;

create trigger job_turns_of_changed after update on jobs
when old.state <> new.state or (old.notice_address is null) <> (new.notice_address is null) begin
  update job_turns
  set asked = asked + (new.state = 'QUEUED' and new.notice_address is not null)
      - (old.state = 'QUEUED' and old.notice_address is not null),
    unasked = unasked + (new.state = 'QUEUED' and new.notice_address is null)
      - (old.state = 'QUEUED' and old.notice_address is null),
    running = running + (new.state = 'RUNNING') - (old.state = 'RUNNING'),
    served = max(served, coalesce(new.served, served))
  where owner = new.owner;
end;

create trigger job_turns_of_deleted after delete on jobs begin
  update job_turns
  set asked = asked - (old.state = 'QUEUED' and old.notice_address is not null),
    unasked = unasked - (old.state = 'QUEUED' and old.notice_address is null),
    running = running - (old.state = 'RUNNING')
  where owner = old.owner;
  delete from job_turns
  where owner = old.owner and not exists (select 1 from jobs where owner = old.owner);
end;

insert into job_turns (owner, asked, unasked, running, served)
select owner,
  count(*) filter (where state = 'QUEUED' and notice_address is not null),
  count(*) filter (where state = 'QUEUED' and notice_address is null),
  count(*) filter (where state = 'RUNNING'),
  coalesce(max(served), min(id) - 1000000000000000)
from jobs group by owner;
