-- Where a deed came from stands beside it.
alter table public.events add column address inet;
comment on column public.events.address is 'Where the request came from, as our own server saw it; empty for jobs and for whoever called the API past the office.';
