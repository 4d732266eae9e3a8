-- Raw first: what outside parties sent stands untouched before anyone interprets it. And the one way SQL adds a job.
create table public.inbox (
  id uuid primary key default gen_random_uuid(), connection_id uuid not null references public.connections, webhook_id text not null, body text,
  body_base64 text, body_sha256 text not null, headers jsonb not null default '{}', auth text not null check (auth in ('signature', 'bearer', 'import', 'pull')),
  state text not null default 'received' check (state in ('received', 'settled', 'parked', 'rejected')), attempts int not null default 0, last_error text,
  answer jsonb, received_at timestamptz not null, settled_at timestamptz, created_at timestamptz not null default now(),
  -- Kept back: the answer itself says so, so the mark can never differ from what the sender was told.
  held text generated always as (case when state = 'parked' then 'parked' when state = 'rejected' then 'rejected'
    when answer ->> 'body' like '%"outcome":"quarantined"%' then 'quarantined' when answer ->> 'body' like '%"outcome":"refused"%' then 'refused' end) stored, unique (connection_id, webhook_id),
  check (body is not null or body_base64 is not null));
create index inbox_open on public.inbox (received_at) where state in ('received', 'parked');
create index inbox_received on public.inbox (received_at desc, id);
comment on table public.inbox is 'Every authentic message, byte for byte, with the first answer it was given.';
alter table public.inbox enable row level security;

-- Whoever sells need not read what buyers write: messages of shops, identity, payout and mail providers carry addresses.
create policy "those who settle, audit or help read raw messages" on public.inbox for select to authenticated
  using ((select private.staff_role()) in ('risk', 'admin', 'auditor', 'support') or ((select private.staff_role()) = 'config'
    and connection_id not in (select c.id from public.connections c where c.kind in ('checkout', 'kyc', 'payout', 'mail'))));

create table public.inbox_conflicts (
  id uuid primary key default gen_random_uuid(), inbox_id uuid not null references public.inbox, body text, body_base64 text, body_sha256 text not null,
  headers jsonb not null default '{}', received_at timestamptz not null, created_at timestamptz not null default now(), unique (inbox_id, body_sha256));
comment on table public.inbox_conflicts is 'A known message id that came again with another body: refused, and kept.';
create trigger inbox_conflicts_are_append_only before update or delete on public.inbox_conflicts for each row execute function private.refuse();
create trigger inbox_conflicts_are_never_truncated before truncate on public.inbox_conflicts for each statement execute function private.refuse();
alter table public.inbox_conflicts enable row level security;
create policy "whoever reads a message reads what contradicts it" on public.inbox_conflicts for select to authenticated
  using (exists (select from public.inbox i where i.id = inbox_id));

-- The message is untouched once stored; only its state, attempts and first answer are written, and the answer once.
create function private.guard_inbox() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then raise exception 'raw messages are never deleted here'; end if;
  if (new.connection_id, new.webhook_id, new.body, new.body_base64, new.body_sha256, new.headers, new.auth, new.received_at)
     is distinct from (old.connection_id, old.webhook_id, old.body, old.body_base64, old.body_sha256, old.headers, old.auth, old.received_at) then
    raise exception 'a raw message never changes'; end if;
  if old.answer is not null and old.state in ('settled', 'rejected') and new.answer is distinct from old.answer then
    raise exception 'the first answer stands'; end if;
  return new;
end $$;
create trigger guard_inbox before update or delete on public.inbox for each row execute function private.guard_inbox();

create table private.ingest_counters (slug text not null, code text not null, total bigint not null default 0, created_at timestamptz not null default now(), primary key (slug, code));
comment on table private.ingest_counters is 'Messages turned away before anything was stored, by code.';
alter table private.ingest_counters enable row level security;
create table private.worker_beats (worker_id text primary key, beat_at timestamptz not null, created_at timestamptz not null default now());
comment on table private.worker_beats is 'When each worker was last heard; the jobs of a silent one are released.';
alter table private.worker_beats enable row level security;

-- The queue's schema is installed by the worker, not by these migrations, so it is looked up when a job is added.
-- A job is tried as often as whoever adds it says; a stored message five times, then a person is asked. Else the queue's own number holds.
create function private.add_job(name text, payload jsonb, run_at timestamptz, job_key text, queue text, attempts int default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if to_regnamespace('graphile_worker') is null then
    raise exception 'the job queue is not installed: run the worker once (graphile_worker is missing)' using errcode = '55000';
  end if;
  execute 'select graphile_worker.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, job_key => $5, max_attempts => $6)'
    using name, payload, queue, run_at, job_key, coalesce(attempts, case name when 'settle-message' then 5 else 25 end);
end $$;
create function private.remove_job(job_key text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if to_regnamespace('graphile_worker') is null then return; end if;
  execute 'select graphile_worker.remove_job($1)' using job_key;
end $$;
