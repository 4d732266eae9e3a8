-- Whether an account is flagged for copying is for staff: who copies is not told that it was seen. The column is granted to nobody, and the list asks who reads.
create index accounts_flagged on public.accounts (id) where copy_flag;
update private.declared_grants set privilege = 'select (' || (select string_agg(c.attname, ', ' order by c.attnum) from pg_catalog.pg_attribute c
    where c.attrelid = 'public.accounts'::regclass and c.attnum > 0 and not c.attisdropped and c.attname <> 'copy_flag') || ')'
  where privilege = 'select' and object = 'public.accounts';

create function private.sees_flags() returns boolean language sql stable security definer set search_path = '' as $$ select not private.is_request() or private.is_staff() $$;
-- All of them at once: there are few, and asking account by account would cost a call for every row of a list.
create function private.flagged_accounts() returns setof uuid language sql stable security definer rows 100 set search_path = '' as $$
  select a.id from public.accounts a where a.copy_flag and (select private.sees_flags()) $$;

create or replace view public.accounts_list with (security_invoker = true) as
  select a.id, a.login, a.platform, a.server, a.status, coalesce(f.risk_state, 'unknown') as risk_state, f.headroom_cents::bigint as headroom_cents,
    f.allowance_cents::bigint as allowance_cents, f.used_bps, f.nearest_rule, coalesce(f.rule_states, '[]') as rule_states, a.trader_id, t.full_name as trader_name,
    private.contact_email(a.trader_id) as trader_email, a.challenge_type_id, c.title as challenge_title, a.phase_id, p.name as phase_name, p.position as phase_position,
    p.is_live, a.rule_set_id, r.code as rule_set_code, r.version as rule_set_version, a.currency, a.initial_balance_cents::bigint as initial_balance_cents,
    f.balance_cents::bigint as balance_cents, f.equity_cents::bigint as equity_cents, f.high_water_cents::bigint as high_water_cents,
    f.cumulative_profit_cents::bigint as cumulative_profit_cents, a.profit_split_bps, case when (select private.sees_flags()) then w.account_id is not null end as copy_flag, a.data_source, a.trading_off_reason, a.trading_off_until, a.connection_id,
    n.slug as connection_slug, f.last_event_at, a.activated_at, a.closed_at, a.closure_reason, a.created_at, a.version, a.opened_from_account_id, a.blocked_from,
    f.trading_day, f.day_start_balance_cents::bigint as day_start_balance_cents, f.day_start_equity_cents::bigint as day_start_equity_cents,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive,
    case when a.status in ('pending', 'active', 'blocked', 'live') then f.headroom_cents::bigint end as sort_left,
    (select array_agg(g.name order by g.name) from public.account_group_members m join public.account_groups g on g.id = m.group_id where m.account_id = a.id and not g.is_archived) as groups,
    private.stage_name(p.is_live, p.position) as stage, a.activated_at is not null as was_opened,
    (select array_agg(distinct v.rule) from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn') as broke,
    private.ended_as(a.status, a.closure_reason) as ended_as, case when a.closed_at is not null then private.ended_on(a.id, a.closed_at) end as ended_on,
    private.stages_of(a.id, (select private.is_staff())) as journey
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  join public.rule_sets r on r.id = a.rule_set_id left join public.connections n on n.id = a.connection_id left join public.account_facts f on f.account_id = a.id
  left join private.flagged_accounts() w(account_id) on w.account_id = a.id;

-- What must be true of signals, cases and what was withheld.
create function private.check_abuse() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'every confirmed signal has its case', s.id::text, s.kind from public.abuse_signals s where s.state = 'confirmed' and not exists (select from public.reviews r
    where r.kind = 'abuse' and r.state not in ('rejected', 'cancelled') and r.evidence -> 'signals' @> jsonb_build_array(jsonb_build_object('signal_id', s.id)))
  union all select 'payouts are withheld by an approved case', b.account_id::text, r.kind || ' ' || r.state from public.payout_bars b join public.reviews r on r.id = b.review_id
    where r.kind <> 'abuse' or r.state <> 'approved' or r.account_id is distinct from b.account_id
  union all select 'the copy flag agrees with the signals', a.id::text, a.copy_flag::text from public.accounts a
    left join (select distinct x.account from public.abuse_signals s, unnest(array[s.account_a, s.account_b]) x(account)
      where s.kind in ('copy_trade', 'hedge') and s.relation = 'strangers' and s.state <> 'cleared') f on f.account = a.id
    where a.copy_flag <> (f.account is not null) $$;
alter function private.check_all() rename to check_all_but_abuse;
create function private.check_all() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select * from private.check_all_but_abuse() union all select * from private.check_abuse() $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'private.sees_flags()', '{authenticated,service_role}'),
  ('execute', 'private.flagged_accounts()', '{authenticated,service_role}');
select private.apply_grants();
