-- A person forgotten, as the history keeps it: who asked for it and who agreed, whose data is held, and what a chain proves of events that lost their words.

create table public.legal_holds (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, reason text not null check (trim(reason) <> ''), set_by uuid not null references public.staff,
  set_at timestamptz not null, lifted_by uuid references public.staff, lifted_at timestamptz, lift_reason text, created_at timestamptz not null default now(),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)));
create unique index legal_holds_standing on public.legal_holds (trader_id) where lifted_at is null;
create index legal_holds_trader on public.legal_holds (trader_id);
create index legal_holds_set_by on public.legal_holds (set_by);
create index legal_holds_lifted_by on public.legal_holds (lifted_by);
comment on table public.legal_holds is 'Whose data may not be erased now, because a court or a quarrel needs it; who said so, and who lifted it.';
alter table public.legal_holds enable row level security;
create policy "staff see whose data is held" on public.legal_holds for select to authenticated using ((select private.is_staff()));

create table public.trader_erasures (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, reason text not null check (trim(reason) <> ''),
  state text not null default 'asked' check (state in ('asked', 'agreed', 'withdrawn', 'stopped', 'erased')), asked_by uuid not null references public.staff, asked_at timestamptz not null,
  decided_by uuid references public.staff, decided_at timestamptz, decision_reason text, stopped_by jsonb, erased_at timestamptz, went jsonb, event_id bigint, sign_in_left uuid,
  created_at timestamptz not null default now(), constraint who_agrees_did_not_ask check (state in ('asked', 'withdrawn') or decided_by <> asked_by),
  check ((state = 'erased') = (erased_at is not null)));
create unique index trader_erasures_once on public.trader_erasures (trader_id) where state in ('asked', 'agreed', 'erased');
create index trader_erasures_trader on public.trader_erasures (trader_id);
create index trader_erasures_asked_by on public.trader_erasures (asked_by);
create index trader_erasures_decided_by on public.trader_erasures (decided_by);
comment on table public.trader_erasures is 'Persons to be forgotten: who asked and why, who agreed, and how many rows of which kind went. Says nothing of who it was.';
alter table public.trader_erasures enable row level security;
create policy "staff see what was erased" on public.trader_erasures for select to authenticated using ((select private.is_staff()));

-- An event that lost its words keeps its hash, so every link and every head put away outside still holds. What it says now is proven by the digest in the event that tells of the erasure, which the
-- chain holds like any other. The number of the request, which nobody can guess, goes with the words: what is gone cannot be guessed against the hash that stays.
create table private.forgotten_events (
  event_id bigint references public.events, erasure_id uuid references public.trader_erasures, left_hash bytea not null, created_at timestamptz not null default now(), primary key (event_id, erasure_id));
create index forgotten_events_erasure on private.forgotten_events (erasure_id);
comment on table private.forgotten_events is 'Which events lost their words by which erasure, and the digest of what they say since.';
alter table private.forgotten_events enable row level security;
create function private.forgotten_digest(p_erasure uuid) returns text language sql stable security definer set search_path = '' as $$
  select encode(sha256(coalesce(string_agg(convert_to(f.event_id::text || ' ', 'UTF8') || e.hash || f.left_hash, ''::bytea order by f.event_id), ''::bytea)), 'hex')
  from private.forgotten_events f join public.events e on e.id = f.event_id where f.erasure_id = p_erasure $$;
create function private.proven_erasures() returns setof uuid language sql stable security definer set search_path = '' as $$
  select r.id from public.trader_erasures r join public.events e on e.id = r.event_id and e.kind = 'trader.erased' and e.data ->> 'erasure_id' = r.id::text
  where e.data ->> 'digest' = private.forgotten_digest(r.id) $$;
-- Asked only of events whose hash does not fit what they say.
create function private.is_forgotten(e public.events, p_proven uuid[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from private.forgotten_events f where f.event_id = e.id and f.left_hash = private.event_hash(e) and f.erasure_id = any (p_proven)) $$;
