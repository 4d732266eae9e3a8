-- The ground: who works here, who trades, what is sold, under which rules, and what was traded and found broken.
-- Everything starts closed: nothing is granted by default, so a table or function added later is unreachable until it is granted by name.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;

-- The range stays inside JavaScript's safe integers, so no amount is rounded on its way to the judge.
create domain public.money_cents as bigint check (value between -9000000000000000 and 9000000000000000);

create table public.staff (
  id uuid primary key, email text not null, full_name text not null default '',
  role text not null check (role in ('viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor')),
  is_active boolean not null default true, last_login_at timestamptz, created_at timestamptz not null default now());
create unique index staff_email on public.staff (lower(email));
comment on table public.staff is 'People of the firm; the id is that of their sign-in in the auth schema.';

create table public.traders (
  id uuid primary key default gen_random_uuid(), auth_user_id uuid unique, email text not null, full_name text not null default '', country text,
  kyc_status text not null default 'none' check (kyc_status in ('none', 'pending', 'retry', 'approved', 'rejected', 'expired')),
  is_active boolean not null default true, disabled_reason text, created_at timestamptz not null default now(),
  disabled_at timestamptz, banned_at timestamptz, last_login_at timestamptz,
  erased_at timestamptz);
create unique index traders_email on public.traders (lower(email));
comment on table public.traders is 'Customers. The e-mail address is readable through functions that check the role, never by column.';
comment on column public.traders.banned_at is 'Set with the end of all access and the block of every living account; lifted only by hand.';
comment on column public.traders.erased_at is 'When everything that says who this was went, for good: the row stays for the money and the verdicts that name it.';

-- Auth servers set the caller's id in one of two ways; both are read here, so nothing depends on which one stands in front.
-- These are written in plpgsql because its plans are kept: a list that masks a column asks them once per row.
create function private.uid() returns uuid language plpgsql stable security definer set search_path = '' as
$$ begin return coalesce(auth.uid(), nullif(auth.jwt() ->> 'sub', '')::uuid); end $$;
-- A session that was ended counts no longer, although its token has not run out yet. Where the auth server keeps its sessions to itself,
-- the token's short life is what is left.
do $$
begin
  if to_regclass('auth.sessions') is not null and has_table_privilege('auth.sessions', 'select') and has_table_privilege('auth.sessions', 'delete') then
    execute $f$ create function private.session_is_alive() returns boolean language plpgsql stable security definer set search_path = '' as $b$
      begin return coalesce(auth.jwt() ->> 'session_id', '') = '' or exists (select from auth.sessions s where s.id = (auth.jwt() ->> 'session_id')::uuid); end $b$ $f$;
    execute $f$ create function private.end_sessions(p_user uuid) returns void language sql security definer set search_path = '' as $b$
      delete from auth.sessions where user_id = p_user $b$ $f$;
    execute $f$ create function private.open_sessions(p_user uuid, p_now timestamptz) returns int language sql stable security definer set search_path = '' as $b$
      select count(*)::int from auth.sessions s where s.user_id = p_user and (s.not_after is null or s.not_after > p_now) $b$ $f$;
  else
    execute $f$ create function private.session_is_alive() returns boolean language sql stable set search_path = '' as $b$ select true $b$ $f$;
    execute $f$ create function private.end_sessions(p_user uuid) returns void language sql set search_path = '' as $b$ select $b$ $f$;
    execute $f$ create function private.open_sessions(p_user uuid, p_now timestamptz) returns int language sql stable set search_path = '' as $b$ select null::int $b$ $f$;
  end if;
end $$;

-- The look-ups read the tables and never the token's metadata, which its owner could edit.
create function private.staff_role() returns text language plpgsql stable security definer set search_path = '' as
$$ declare me uuid := private.uid(); begin return (select s.role from public.staff s where s.id = me and s.is_active and private.session_is_alive()); end $$;
create function private.is_staff() returns boolean language plpgsql stable security definer set search_path = '' as
$$ declare me uuid := private.uid(); begin return me is not null and exists (select from public.staff s where s.id = me and s.is_active) and private.session_is_alive(); end $$;
create function private.trader_id() returns uuid language plpgsql stable security definer set search_path = '' as
$$ declare me uuid := private.uid(); begin return (select t.id from public.traders t where t.auth_user_id = me and t.is_active and private.session_is_alive()); end $$;
grant execute on function private.uid(), private.staff_role(), private.is_staff(), private.trader_id() to authenticated;

alter table public.staff enable row level security;
create policy "staff see their colleagues" on public.staff for select to authenticated using ((select private.is_staff()));
alter table public.traders enable row level security;
create policy "staff see every trader, a trader sees themselves" on public.traders for select to authenticated
  using ((select private.is_staff()) or id = (select private.trader_id()));

create table public.connections (
  id uuid primary key default gen_random_uuid(), slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind text not null check (kind in ('neutral', 'broker', 'checkout', 'kyc', 'payout', 'mail')), platform text not null default 'other',
  server text not null default '', server_zone text, resync_url text, signing_secrets jsonb not null default '[]', credentials jsonb,
  confirm_grace_seconds int not null default 900 check (confirm_grace_seconds >= 0), rate_limit int not null default 600 check (rate_limit > 0),
  cursor jsonb, complete_through timestamptz, last_event_at timestamptz,
  status text not null default 'active' check (status in ('active', 'paused', 'disabled')), created_at timestamptz not null default now(),
  orders_url text, order_grace_seconds int not null default 60 check (order_grace_seconds between 1 and 86400), last_pull jsonb,
  quiet_after_seconds int default 900 check (quiet_after_seconds between 60 and 604800), stale_since timestamptz,
  stale_cause text check (stale_cause in ('silent', 'not-complete')), credentials_set jsonb, secret_set_at timestamptz not null default now(),
  constraint "name-kept" check (server not like 'scale:%' or slug = replace(server, ':', '-')),
  constraint stale_has_a_cause check ((stale_since is null) = (stale_cause is null)));
comment on table public.connections is 'Outside parties that post to us. Secrets are sealed before they come here; their columns are granted to nobody.';
comment on column public.connections.orders_url is 'Where orders to the platform are posted, signed; none where nobody listens and logins are issued here.';
comment on column public.connections.order_grace_seconds is 'How long an order to the platform may stay unanswered before staff are told.';
comment on column public.connections.last_pull is 'What the last pull of this feed found, or why it found nothing.';
comment on column public.connections.quiet_after_seconds is 'How long a feed may be silent, or incomplete, before what is judged on it is called stale; none: silence says nothing.';
comment on column public.connections.stale_since is 'Since when nothing is known of this feed. While it stands, no breach is confirmed by a machine.';
comment on column public.connections.credentials_set is 'Which credentials are kept, since when, by whom and under which key; never what they are.';
alter table public.connections enable row level security;
create policy "staff see the connections" on public.connections for select to authenticated using ((select private.is_staff()));

create table public.challenge_types (
  id uuid primary key default gen_random_uuid(), title text not null, steps int not null check (steps between 1 and 3),
  kind text not null check (kind in ('goat', 'classic', 'no_time_limit')), product_id text,
  account_size_cents public.money_cents not null check (account_size_cents > 0), currency text not null default 'USD',
  price_cents public.money_cents not null default 0, profit_split_bps int not null default 8000 check (profit_split_bps between 0 and 10000),
  is_archived boolean not null default false, created_at timestamptz not null default now(),
  connection_id uuid references public.connections, archived_at timestamptz, version bigint not null default 1);
create unique index challenge_types_product on public.challenge_types (product_id) where not is_archived;
comment on table public.challenge_types is 'What the firm sells; archived, never deleted.';
alter table public.challenge_types enable row level security;
create policy "everybody signed in sees the catalogue" on public.challenge_types for select to authenticated using (true);

create table public.phases (
  id uuid primary key default gen_random_uuid(), challenge_type_id uuid not null references public.challenge_types,
  position int not null check (position > 0), name text not null, is_live boolean not null default false,
  created_at timestamptz not null default now(), version bigint not null default 1, unique (challenge_type_id, position));
comment on table public.phases is 'The steps of a challenge, in order; the live one is the funded account.';
alter table public.phases enable row level security;
create policy "everybody signed in sees the phases" on public.phases for select to authenticated using (true);

create table public.rule_sets (
  id uuid primary key default gen_random_uuid(), phase_id uuid not null references public.phases, code text not null, version int not null check (version > 0),
  currency text not null default 'USD', initial_balance_cents public.money_cents not null check (initial_balance_cents >= 0),
  rules jsonb not null, checksum text not null default '', state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  effective_from timestamptz, published_at timestamptz, published_by uuid references public.staff, second_person uuid references public.staff,
  published_via text not null default 'sql' check (published_via in ('office', 'sql')), note text not null default '',
  firm text generated always as (code) stored, account_type text generated always as (rules ->> 'account_type') stored,
  effective_date date generated always as ((effective_from at time zone 'UTC')::date) stored,
  created_by uuid references public.staff, created_at timestamptz not null default now(), unique (phase_id, version),
  check (state = 'draft' or (effective_from is not null and published_at is not null)),
  constraint office_publishing_takes_two_people check (state = 'draft' or published_via = 'sql'
    or (published_by is not null and second_person is not null and published_by <> second_person)));
create unique index rule_sets_effective on public.rule_sets (phase_id, effective_from) where state = 'published';
create index rule_sets_published_by on public.rule_sets (published_by);
create index rule_sets_second_person on public.rule_sets (second_person);
create index rule_sets_created_by on public.rule_sets (created_by);
comment on table public.rule_sets is 'One row per version of the rules of a phase; immutable once published, which is why it may be cached for ever.';
alter table public.rule_sets enable row level security;
create policy "staff see every version, a trader the published ones" on public.rule_sets for select to authenticated
  using ((select private.is_staff()) or (state <> 'draft' and (select private.trader_id()) is not null));

create table public.accounts (
  id uuid primary key default gen_random_uuid(), connection_id uuid not null references public.connections, platform text not null,
  server text not null default '', login text not null, trader_id uuid not null references public.traders,
  challenge_type_id uuid not null references public.challenge_types, phase_id uuid not null references public.phases,
  rule_set_id uuid not null references public.rule_sets,
  status text not null default 'pending' check (status in ('pending', 'active', 'passed', 'failed', 'blocked', 'live', 'closed')),
  initial_balance_cents public.money_cents not null check (initial_balance_cents >= 0), currency text not null,
  profit_split_bps int not null check (profit_split_bps between 0 and 10000),
  data_source text not null default 'webhook' check (data_source in ('webhook', 'api', 'csv')), copy_flag boolean not null default false,
  trading_off_reason text, trading_off_until timestamptz, blocked_from text check (blocked_from in ('active', 'live')),
  opened_from_account_id uuid unique references public.accounts, activated_at timestamptz, closed_at timestamptz, closure_reason text,
  version bigint not null default 1, created_at timestamptz not null default now(),
  opening_key text unique, pass_held_until timestamptz, unique (platform, server, login),
  check (closed_at >= activated_at), check ((status = 'blocked') = (blocked_from is not null)),
  check (trading_off_until is null or trading_off_reason is not null));
create index accounts_trader on public.accounts (trader_id);
create index accounts_connection on public.accounts (connection_id);
create index accounts_challenge_type on public.accounts (challenge_type_id);
create index accounts_phase on public.accounts (phase_id, status);
create index accounts_rule_set on public.accounts (rule_set_id);
create index accounts_status on public.accounts (status, created_at desc, id);
comment on table public.accounts is 'Trading accounts: the pinned terms they were sold under and where they stand in their lifecycle.';
comment on column public.accounts.pass_held_until is 'A pass was turned down and the account let go on: until then the target met is no news.';
alter table public.accounts enable row level security;
create policy "staff see every account, a trader sees their own" on public.accounts for select to authenticated
  using ((select private.is_staff()) or trader_id = (select private.trader_id()));

create table public.trades (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, external_id text not null, ticket_number text not null,
  position_id text not null, symbol text not null, type text not null check (type in ('buy', 'sell')), lots numeric not null check (lots >= 0),
  volume_unit text not null default 'lot' check (volume_unit in ('lot', 'contract', 'unit')), contract_size numeric,
  open_price numeric not null, close_price numeric not null, stop_loss numeric, take_profit numeric, open_time timestamptz, close_time timestamptz not null,
  profit_loss_cents public.money_cents not null, commission_cents public.money_cents not null default 0,
  swap_cents public.money_cents not null default 0, fee_cents public.money_cents not null default 0,
  net_profit_cents bigint generated always as (profit_loss_cents::bigint + commission_cents::bigint + swap_cents::bigint + fee_cents::bigint) stored,
  booked_cents public.money_cents not null, magic_number text, comment text, close_reason text, is_final_slice boolean, is_late boolean not null default false,
  reverses_id uuid references public.trades, supersedes_id uuid references public.trades, inbox_id uuid, created_at timestamptz not null default now(),
  unique (account_id, external_id), check (open_time is null or close_time >= open_time));
create index trades_account_close on public.trades (account_id, close_time desc, id);

-- The list of trades begins with the newest, nulls last and ties by id downwards, as every list of the office is sorted: the index that serves ranges of time serves it too.
create index trades_close on public.trades (close_time desc nulls last, id desc);
create index trades_position on public.trades (account_id, position_id);
create index trades_symbol on public.trades (symbol, close_time desc);
-- A search among millions of trades takes a ticket whole: anything within would have every trade read.
create index trades_ticket on public.trades (ticket_number);
create index trades_reverses on public.trades (reverses_id) where reverses_id is not null;
create index trades_supersedes on public.trades (supersedes_id) where supersedes_id is not null;
comment on table public.trades is 'Closing slices of positions, immutable: a correction is a reversal row and a new row.';
alter table public.trades enable row level security;
create policy "staff but config see every trade, a trader their own" on public.trades for select to authenticated
  using ((select private.staff_role()) <> 'config' or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));

create table public.positions (
  account_id uuid not null references public.accounts, position_id text not null, symbol text not null, side text not null check (side in ('buy', 'sell')),
  lots numeric not null, volume_unit text not null default 'lot', open_price numeric not null, stop_loss numeric, take_profit numeric,
  opened_at timestamptz, floating_cents public.money_cents, swap_cents public.money_cents, reported_at timestamptz not null,
  created_at timestamptz not null default now(), primary key (account_id, position_id));
create index positions_symbol on public.positions (symbol);
comment on table public.positions is 'Open positions as last reported.';
alter table public.positions enable row level security;
create policy "staff see every position, a trader their own" on public.positions for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));

create table public.risk_violations (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, rule text not null, instance int not null default 0,
  subject text not null default '', outcome text not null check (outcome in ('warn', 'breach', 'unknown')),
  consequence text not null check (consequence in ('fail', 'block', 'pause', 'flag', 'payout_gate')),
  severity text not null check (severity in ('info', 'warning', 'critical', 'breach')),
  state text not null default 'provisional' check (state in ('provisional', 'confirmed', 'withdrawn', 'contested')),
  measured_value numeric, threshold_value numeric, unit text not null check (unit in ('cents', 'bps', 'lots', 'seconds', 'count')), percentage_bps bigint,
  breached_at timestamptz not null, detected_at timestamptz not null, raised_key text collate "C" not null default '', until timestamptz,
  rule_set_id uuid not null references public.rule_sets, evidence jsonb not null default '[]', message text not null default '', trade_ticket text,
  confirm_after timestamptz, resolved_at timestamptz, resolved_by uuid references public.staff, resolution text,
  created_at timestamptz not null default now(),
  engine text check (engine ~ '^judge/[0-9]+$'), unique (account_id, rule, instance, subject, breached_at, rule_set_id));
create index risk_violations_detected on public.risk_violations (detected_at desc, id);
create index risk_violations_account on public.risk_violations (account_id, raised_key);
create index risk_violations_open on public.risk_violations (state, detected_at desc) where state in ('provisional', 'contested');
create index risk_violations_rule_set on public.risk_violations (rule_set_id);
create index risk_violations_resolved_by on public.risk_violations (resolved_by);
comment on table public.risk_violations is 'Recorded verdicts: what was measured against which limit, with evidence. SQL stores them and never derives one.';
comment on column public.risk_violations.engine is 'The version of the judge that came to the verdict; empty for those recorded before it was kept.';
alter table public.risk_violations enable row level security;
create policy "staff see every violation, a trader their own" on public.risk_violations for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));

create table public.daily_stats (
  account_id uuid not null references public.accounts, trading_day date not null, starts_at timestamptz, ends_at timestamptz,
  start_balance_cents public.money_cents not null, start_equity_cents public.money_cents, pnl_cents public.money_cents not null default 0,
  trades int not null default 0, wins int not null default 0, losses int not null default 0, largest_win_cents public.money_cents not null default 0,
  largest_loss_cents public.money_cents not null default 0, lots numeric not null default 0, floors jsonb not null default '{}',
  is_breached boolean not null default false, created_at timestamptz not null default now(), primary key (account_id, trading_day));
create index daily_stats_day on public.daily_stats (trading_day, account_id);
comment on table public.daily_stats is 'What each trading day of an account came to, by the reset of its rule set.';
alter table public.daily_stats enable row level security;
create policy "staff see every day, a trader their own" on public.daily_stats for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
