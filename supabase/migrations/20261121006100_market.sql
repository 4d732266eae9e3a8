-- What rules must know of the world beside the accounts: instruments, the news calendar, exchange rates, market holidays. Everything
-- here has one version, which turns whenever any of it changes, so that a process may keep what it has read and never mix two.

create table public.market_imports (
  id uuid primary key default gen_random_uuid(), kind text not null check (kind in ('news', 'rates', 'holidays')), source text not null check (source ~ '^[a-z0-9.-]{2,60}$'),
  calendar text, covers_from timestamptz, covers_to timestamptz, added int not null, changed int not null, withdrawn int not null, imported_by uuid references public.staff,
  created_at timestamptz not null default now(), check (covers_from <= covers_to), check (kind = 'rates' or (covers_from is not null and covers_to is not null)),
  check ((calendar is not null) = (kind = 'holidays')));
create index market_imports_imported_by on public.market_imports (imported_by);
comment on table public.market_imports is 'What was taken in and for which span it is complete: outside every span a calendar says nothing.';
alter table public.market_imports enable row level security;
create policy "staff see what was imported" on public.market_imports for select to authenticated using ((select private.is_staff()));

create table public.news_events (
  id uuid primary key default gen_random_uuid(), source text not null check (source ~ '^[a-z0-9.-]{2,60}$'), key text not null check (length(key) between 1 and 200),
  at timestamptz not null, currency text not null check (currency ~ '^[A-Z]{3}$'), impact text not null check (impact in ('low', 'medium', 'high')),
  title text not null check (length(title) between 1 and 200), event text check (event ~ '^[A-Z0-9_]{2,40}$'), withdrawn_at timestamptz, created_at timestamptz not null default now(),
  unique (source, key));
create index news_events_at on public.news_events (at);
comment on table public.news_events is 'Releases of the news calendar. One that its source no longer lists is withdrawn and kept.';
comment on column public.news_events.event is 'The name rule sets know it by; where none is given, its title is.';
alter table public.news_events enable row level security;
create policy "everybody signed in sees the news calendar" on public.news_events for select to authenticated using (true);

create table public.fx_rates (
  id uuid primary key default gen_random_uuid(), source text not null check (source ~ '^[a-z0-9.-]{2,60}$'), base text not null check (base ~ '^[A-Z]{3,5}$'),
  quote text not null check (quote ~ '^[A-Z]{3,5}$'), rate numeric not null check (rate > 0), at timestamptz not null, created_at timestamptz not null default now(),
  unique (source, base, quote, at), check (base <> quote));
create index fx_rates_at on public.fx_rates (at);
comment on table public.fx_rates is 'One unit of base in units of quote, from its instant until the next one.';
alter table public.fx_rates enable row level security;
create policy "everybody signed in sees the rates" on public.fx_rates for select to authenticated using (true);

create table public.market_holidays (
  id uuid primary key default gen_random_uuid(), source text not null check (source ~ '^[a-z0-9.-]{2,60}$'), calendar text not null check (calendar ~ '^[a-z0-9-]{2,40}$' and calendar <> 'none'),
  day date not null, closes_at time, title text not null default '' check (length(title) <= 200), withdrawn_at timestamptz, created_at timestamptz not null default now(),
  unique (source, calendar, day));
create index market_holidays_day on public.market_holidays (day);
comment on table public.market_holidays is 'Days without a session, or with a short one where it closes at a wall time of its own.';
alter table public.market_holidays enable row level security;
create policy "everybody signed in sees the holidays" on public.market_holidays for select to authenticated using (true);

create table private.market_state (is_only boolean primary key default true check (is_only), version bigint not null default 1, created_at timestamptz not null default now());
comment on table private.market_state is 'One row: the version of everything the judge reads about the market.';
alter table private.market_state enable row level security;
insert into private.market_state default values;

create function private.market_version() returns bigint language sql stable security definer set search_path = '' as $$ select m.version from private.market_state m $$;

-- Before the statement, so that writers wait for each other here and each sees what the one before it wrote.
create function private.turn_market() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update private.market_state set version = version + 1;
  return null;
end $$;
create trigger turn_market before insert or update or delete or truncate on public.symbols for each statement execute function private.turn_market();
create trigger turn_market before insert or update or delete or truncate on public.news_events for each statement execute function private.turn_market();
create trigger turn_market before insert or update or delete or truncate on public.fx_rates for each statement execute function private.turn_market();
create trigger turn_market before insert or update or delete or truncate on public.market_holidays for each statement execute function private.turn_market();
create trigger turn_market before insert or update or delete or truncate on public.market_imports for each statement execute function private.turn_market();

create function private.epoch_ms(p timestamptz) returns bigint language sql immutable set search_path = '' as $$ select floor(extract(epoch from p) * 1000)::bigint $$;

-- One statement and so one snapshot: a version, and exactly what it held. Null where that version is no longer the present one.
create function public.load_market(p_version bigint, p_since timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('version', m.version,
    'symbols', (select coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'class', s.class, 'contract_size', s.contract_size::text, 'aliases', s.aliases,
      'quote_currency', s.quote_currency, 'is_micro', s.is_micro, 'calendar', s.calendar) order by s.code), '[]') from public.symbols s),
    'releases', (select coalesce(jsonb_agg(jsonb_build_object('event', coalesce(n.event, n.title), 'title', n.title, 'at', private.epoch_ms(n.at), 'source', n.source) order by n.at, n.source, n.key), '[]')
      from public.news_events n where n.withdrawn_at is null and n.at >= p_since),
    'rates', (select coalesce(jsonb_agg(jsonb_build_object('base', r.base, 'quote', r.quote, 'rate', r.rate::text, 'at', private.epoch_ms(r.at), 'source', r.source)
      order by r.at, r.source), '[]') from public.fx_rates r where r.at >= p_since),
    'holidays', (select coalesce(jsonb_agg(jsonb_build_object('calendar', h.calendar, 'day', h.day) order by h.calendar, h.day), '[]')
      from (select distinct x.calendar, x.day from public.market_holidays x where x.withdrawn_at is null and x.closes_at is null) h),
    'covers', (select coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'calendar', i.calendar, 'from', private.epoch_ms(i.covers_from), 'to', private.epoch_ms(i.covers_to))
      order by i.covers_from, i.kind, i.calendar, i.id), '[]') from public.market_imports i where i.kind <> 'rates'))
  from private.market_state m where m.version = p_version $$;

-- p = { accounts: [load spec] } for messages, or { judge: [account ids] } for a batch.
create function public.load_assessment(p jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
  select case when p ? 'judge' then private.told_book(p) else private.load_accounts(p -> 'accounts') || jsonb_build_object('market_version', private.market_version()) end $$;
create function public.receive_inbox(p jsonb) returns jsonb language sql volatile security definer set search_path = '' as
$$ select private.receive_message(p) || jsonb_build_object('market_version', private.market_version()) $$;
