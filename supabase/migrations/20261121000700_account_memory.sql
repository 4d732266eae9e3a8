-- What an account remembers: its events in order, the facts folded from them, and what people query.

create table public.account_events (
  account_id uuid not null references public.accounts,
  kind text not null check (kind in ('trade', 'balance', 'snapshot', 'reversal', 'position-opened', 'position-changed', 'payout', 'payout-taken-back', 'unblock', 'migration')),
  external_id text not null, order_key text collate "C" not null, occurred_at timestamptz not null, received_at timestamptz not null, source text not null,
  inbox_id uuid, content_sha256 text not null, data jsonb not null, outcome jsonb, created_at timestamptz not null default now(),
  primary key (account_id, kind, external_id));
create index account_events_order on public.account_events (account_id, order_key);
create index account_events_inbox on public.account_events (inbox_id) where inbox_id is not null;
comment on table public.account_events is 'Normalised events of an account, append-only: what every refold reads. The first answer given for each stands beside it.';
create trigger account_events_are_append_only before update or delete on public.account_events for each row execute function private.refuse();
create trigger account_events_are_never_truncated before truncate on public.account_events for each statement execute function private.refuse();
create trigger trades_are_immutable before update or delete on public.trades for each row execute function private.refuse();
create trigger trades_are_never_truncated before truncate on public.trades for each statement execute function private.refuse();

create table public.account_facts (
  account_id uuid primary key references public.accounts, balance_cents public.money_cents not null, equity_cents public.money_cents,
  high_water_cents public.money_cents not null, cumulative_profit_cents public.money_cents not null default 0, trading_day date,
  day_start_balance_cents public.money_cents, day_start_equity_cents public.money_cents, headroom_cents public.money_cents,
  allowance_cents public.money_cents, used_bps bigint,
  risk_state text not null default 'unknown' check (risk_state in ('safe', 'caution', 'critical', 'violated', 'unknown')), nearest_rule text,
  rule_states jsonb not null default '[]', facts jsonb, facts_version bigint not null default 0, last_event_at timestamptz, last_event_key text collate "C",
  updated_at timestamptz, created_at timestamptz not null default now(), standing_print text,
  standing_of text, standing_until timestamptz)
  -- A row of facts and states is wider than the usual two kilobytes, and would be compressed and read back each time it is judged.
  with (toast_tuple_target = 8160);
create index account_facts_headroom on public.account_facts (headroom_cents, account_id);
create index account_facts_state on public.account_facts (risk_state);
comment on table public.account_facts is 'Where the fold stands. Null facts mean: fold again from the start at the next check.';
comment on column public.account_facts.standing_of is 'What the last batch judged: the version of the judge, of the account and of its facts, its rules and its pause. Another one is judged anew.';
comment on column public.account_facts.standing_until is 'No rule says anything else before this instant, as long as standing_of is the same; null: ask the judge.';
comment on column public.account_facts.standing_print is
  'What the last batch wrote here, digested, with the facts_version it was written for: a batch that finds the same again has nothing to write.';

create table public.account_checkpoints (
  account_id uuid not null references public.accounts, trading_day date not null, order_key text collate "C" not null, facts jsonb not null,
  created_at timestamptz not null default now(), primary key (account_id, trading_day));
create index account_checkpoints_key on public.account_checkpoints (account_id, order_key desc);
comment on table public.account_checkpoints is 'Facts right after a reset: where the refold for a late event starts.';

create table public.balance_operations (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, external_id text not null,
  kind text not null check (kind in ('deposit', 'withdrawal', 'credit', 'bonus', 'correction', 'transfer', 'fee', 'commission', 'swap', 'interest',
    'dividend', 'tax', 'rebate', 'payout')),
  amount_cents public.money_cents not null, affects_profit boolean not null default false, reference text, position_id text, comment text,
  occurred_at timestamptz not null, payout_id uuid, is_expected boolean not null default false, replaced_by_id uuid references public.balance_operations,
  inbox_id uuid, created_at timestamptz not null default now(), unique (account_id, external_id));
create index balance_operations_account on public.balance_operations (account_id, occurred_at desc, id);
create index balance_operations_replaced_by on public.balance_operations (replaced_by_id) where replaced_by_id is not null;
comment on table public.balance_operations is 'Money put in or taken out at the broker; profit only where it says so.';

create table public.ingest_conflicts (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, kind text not null, external_id text not null,
  stored_sha256 text not null, received_sha256 text not null, received jsonb not null, created_at timestamptz not null default now(),
  unique (account_id, kind, external_id, received_sha256));
comment on table public.ingest_conflicts is 'The same event told twice with different content; the first stands, a person looks.';
create trigger ingest_conflicts_are_append_only before update or delete on public.ingest_conflicts for each row execute function private.refuse();
create trigger ingest_conflicts_are_never_truncated before truncate on public.ingest_conflicts for each statement execute function private.refuse();

create table public.equity_marks (
  account_id uuid not null references public.accounts, minute timestamptz not null, open_cents public.money_cents not null, high_cents public.money_cents not null,
  high_at timestamptz not null, low_cents public.money_cents not null, low_at timestamptz not null, close_cents public.money_cents not null,
  close_at timestamptz not null, created_at timestamptz not null default now(), primary key (account_id, minute)) partition by range (minute);
create index equity_marks_minute on public.equity_marks (minute);
comment on table public.equity_marks is 'Equity per account and minute: first, highest, lowest, last. One partition per day, kept out of the API.';
create table private.equity_marks_default partition of public.equity_marks default;
alter table private.equity_marks_default enable row level security;

-- Days that already have rows in the default partition are left there; moving them would lock what the judge writes.
create function private.make_mark_partitions(p_from date, p_days int) returns int language plpgsql set search_path = '' as $$
declare d date; name text; made int := 0;
begin
  for d in select p_from + i from generate_series(0, p_days - 1) i loop
    name := 'equity_marks_' || to_char(d, 'YYYYMMDD');
    continue when to_regclass('private.' || name) is not null
      or exists (select from private.equity_marks_default m where m.minute >= d::timestamp at time zone 'UTC' and m.minute < (d + 1)::timestamp at time zone 'UTC');
    execute format('create table private.%I partition of public.equity_marks for values from (%L) to (%L)', name,
      d::timestamp at time zone 'UTC', (d + 1)::timestamp at time zone 'UTC');
    execute format('alter table private.%I enable row level security', name);
    -- A table made later comes with the default privileges of its day.
    execute format('revoke all on private.%I from public, anon, authenticated, service_role', name);
    made := made + 1;
  end loop;
  return made;
end $$;

alter table public.account_events enable row level security;
create policy "staff see every event, a trader their own" on public.account_events for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
alter table public.account_facts enable row level security;
create policy "staff see every account's facts, a trader their own" on public.account_facts for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
alter table public.account_checkpoints enable row level security;
create policy "staff see every checkpoint, a trader their own" on public.account_checkpoints for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
alter table public.balance_operations enable row level security;
create policy "staff see every operation, a trader their own" on public.balance_operations for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
alter table public.ingest_conflicts enable row level security;
create policy "staff see the conflicts" on public.ingest_conflicts for select to authenticated using ((select private.is_staff()));
alter table public.equity_marks enable row level security;
create policy "staff see every mark, a trader their own" on public.equity_marks for select to authenticated
  using ((select private.is_staff()) or account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id())));
