-- How the scans for copied trades read and what they leave behind, and the lists their page shows.

create index trades_open on public.trades (open_time) where reverses_id is null;
create index trades_created on public.trades (created_at);

create table public.abuse_scans (
  id bigint generated always as identity primary key, kind text not null check (kind in ('copy_trade')), mode text not null check (mode in ('full', 'incremental')),
  window_from timestamptz not null, window_to timestamptz not null, through timestamptz not null, trades_read int not null, accounts_compared int not null, pairs_weighed int not null,
  pairs_alike int not null, took_ms int not null, ended_at timestamptz not null, created_at timestamptz not null default now(), check (window_from <= window_to));
create index abuse_scans_ended on public.abuse_scans (kind, ended_at desc, id desc);
comment on table public.abuse_scans is 'Each search for accounts that trade as one: how much it compared, and how far it has come (through, by when trades were stored).';
alter table public.abuse_scans enable row level security;
create policy "those who judge abuse see the scans" on public.abuse_scans for select to authenticated using ((select private.staff_role()) in ('risk', 'admin', 'auditor'));

-- p = { mode, window_from, window_to, through, trades_read, accounts_compared, pairs_weighed, pairs_alike, took_ms, now }. Searches every few minutes leave many rows;
-- what an old incremental one did nobody asks.
create function public.note_scan(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint;
begin
  insert into public.abuse_scans (kind, mode, window_from, window_to, through, trades_read, accounts_compared, pairs_weighed, pairs_alike, took_ms, ended_at)
    select 'copy_trade', x.mode, x.window_from, x.window_to, x.through, x.trades_read, x.accounts_compared, x.pairs_weighed, x.pairs_alike, x.took_ms, x.now
    from jsonb_to_record(p) as x(mode text, window_from timestamptz, window_to timestamptz, through timestamptz, trades_read int, accounts_compared int, pairs_weighed int, pairs_alike int,
      took_ms int, now timestamptz)
    returning id into made;
  delete from public.abuse_scans s where s.mode = 'incremental' and s.ended_at < (p ->> 'now')::timestamptz - interval '7 days';
  return made;
end $$;

create view public.signals_list with (security_invoker = true) as
  select s.id, s.kind, s.account_a, s.account_b, s.trader_a, s.trader_b, s."window", s.relation, s.score, s.parts, s.summary, s.evidence_count, s.first_at, s.last_at, s.state, s.decided_by, s.decided_at,
    s.decision_reason, s.version, s.seen_at, s.created_at, a.login as login_a, b.login as login_b, a.status as status_a, b.status as status_b, ta.full_name as trader_name_a, tb.full_name as trader_name_b,
    coalesce(nullif(d.full_name, ''), d.email) as decided_by_name, coalesce(a.login, '') || ' ' || coalesce(b.login, '') || ' ' || ta.full_name || ' ' || coalesce(tb.full_name, '') as names
  from public.abuse_signals s join public.traders ta on ta.id = s.trader_a left join public.traders tb on tb.id = s.trader_b left join public.accounts a on a.id = s.account_a
  left join public.accounts b on b.id = s.account_b left join public.staff d on d.id = s.decided_by;
comment on view public.signals_list is 'Signals with the accounts and people they are about.';

create view public.matches_list with (security_invoker = true) as
  select m.id, m.signal_id, m.symbol, m.side_a, m.side_b, m.opened_a, m.opened_b, m.ms_apart, m.close_ms_apart, m.lots_a, m.lots_b, m.volume_ratio, m.crowd, m.matched_at, s.kind, s.state, s.score, s.relation,
    s.account_a, s.account_b, a.login as login_a, b.login as login_b, ta.full_name as trader_name_a, tb.full_name as trader_name_b, m.trade_a, m.trade_b,
    a.login || ' ' || b.login || ' ' || ta.full_name || ' ' || tb.full_name as names, x.stop_loss as stop_a, y.stop_loss as stop_b
  from public.abuse_matches m join public.abuse_signals s on s.id = m.signal_id join public.accounts a on a.id = s.account_a join public.accounts b on b.id = s.account_b
  join public.traders ta on ta.id = s.trader_a join public.traders tb on tb.id = s.trader_b join public.trades x on x.id = m.trade_a join public.trades y on y.id = m.trade_b;
comment on view public.matches_list is 'The events log: every kept pair of openings, with whose they are.';

-- The pairs of the copy-trading page alone, and the stops beside each match: who copies usually copies those as well.
create view public.copy_pairs_list with (security_invoker = true) as select s.* from public.signals_list s where s.kind in ('copy_trade', 'hedge');
comment on view public.copy_pairs_list is 'Pairs that trade as one or against each other.';

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.abuse_scans', '{authenticated}'), ('select', 'public.signals_list', '{authenticated}'),
  ('select', 'public.matches_list', '{authenticated}'), ('execute', 'public.note_scan(jsonb)', '{service_role}');
insert into private.declared_grants (privilege, object, roles) values ('select', 'public.copy_pairs_list', '{authenticated}');
select private.apply_grants();
