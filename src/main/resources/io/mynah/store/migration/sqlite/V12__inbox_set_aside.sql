-- Updates that cannot be opened are set aside, so that the others need not wait for them.
alter table inbox add column set_aside boolean not null default false;
