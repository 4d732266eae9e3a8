-- While a load test runs its accounts stand among those of the firm. They are nobody's business: no list shows them, and no figure counts them.
create policy "accounts of a load test are nobody's business" on public.accounts as restrictive for select to authenticated using (server not like 'scale:%');
create policy "the owner of a load test's accounts is nobody" on public.traders as restrictive for select to authenticated using (email not like '%@scale.invalid');

-- Figures are counted by their owner, whom no policy holds back, so each says it again.
create or replace function private.dashboard_accounts() returns jsonb language sql stable security definer set search_path = '' as $$
  with firm as materialized (select a.id, a.status, a.phase_id, a.connection_id, a.activated_at, a.status in ('pending', 'active', 'blocked', 'live') as lives
                             from public.accounts a where a.server not like 'scale:%'),
  -- Counted by phase first: what follows is then asked of a few rows and not of every account.
  grouped as materialized (select f.phase_id, f.state, count(*) as n from (
      select x.phase_id, case when z.since is not null then 'unknown' else coalesce(g.risk_state, 'unknown') end as state from firm x left join public.account_facts g on g.account_id = x.id
        left join private.stale_feeds() z(connection_id, since) on z.connection_id = x.connection_id where x.lives) f group by f.phase_id, f.state),
  living as (select l.state, l.n, private.stage_name(p.is_live, p.position) as stage, p.name, p.is_live from grouped l join public.phases p on p.id = l.phase_id)
  select jsonb_build_object('total', (select count(*) from firm), 'opened', (select count(*) from firm where activated_at is not null),
    'traders', (select count(*) from public.traders t where t.email not like '%@scale.invalid'),
    'by_status', (select coalesce(jsonb_object_agg(s.status, s.n), '{}') from (select status, count(*) as n from firm group by status) s),
    'by_state', (select coalesce(jsonb_object_agg(s.state, s.n), '{}') from (select state, sum(n) as n from living group by state) s),
    'by_stage', (select coalesce(jsonb_object_agg(s.stage, s.n), '{}') from (select stage, sum(n) as n from living group by stage) s),
    'by_phase', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'count', s.n) order by s.is_live, s.name), '[]') from (
      select name, bool_or(is_live) as is_live, sum(n) as n from living group by name) s)) $$;

-- Shares are of the accounts that ever opened; withdrawn verdicts do not count.
create or replace function private.dashboard_breaches() returns jsonb language sql stable security definer set search_path = '' as $$
  with opened as (select count(*) as n from public.accounts where activated_at is not null and server not like 'scale:%'),
  broken as (select v.rule, count(distinct v.account_id) filter (where a.activated_at is not null) as n, count(*) as verdicts from public.risk_violations v
    join public.accounts a on a.id = v.account_id and a.server not like 'scale:%'
    where v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn' and v.rule in ('max-daily-loss', 'max-drawdown') group by v.rule)
  select jsonb_object_agg(k.key, jsonb_build_object('rule', k.rule, 'accounts', coalesce(b.n, 0), 'verdicts', coalesce(b.verdicts, 0), 'opened', o.n,
    'share_bps', case when o.n > 0 then coalesce(b.n, 0) * 10000 / o.n end))
  from (values ('daily', 'max-daily-loss'), ('max', 'max-drawdown')) k(key, rule) cross join opened o left join broken b on b.rule = k.rule $$;

create or replace function private.dashboard_lately(p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  with days as (select (p_now at time zone 'UTC')::date - 1 as first, (p_now at time zone 'UTC')::date as last)
  select jsonb_build_object('days', jsonb_build_array(d.first, d.last), 'broken', (select count(*) from public.risk_violations v join public.accounts a on a.id = v.account_id
    where a.server not like 'scale:%' and v.outcome = 'breach' and v.state <> 'withdrawn' and v.detected_at >= d.first::timestamp at time zone 'UTC'
    and v.detected_at < (d.last + 1)::timestamp at time zone 'UTC')) from days d $$;

-- What living accounts hold, as their brokers last said; lots and contracts are never summed together.
create or replace function private.dashboard_exposure() returns jsonb language sql stable security definer set search_path = '' as $$
  with held as (select o.symbol, o.volume_unit, o.account_id, o.reported_at, p.is_live, case o.side when 'buy' then o.lots else 0 end as bought, case o.side when 'sell' then o.lots else 0 end as sold
    from public.positions o join public.accounts a on a.id = o.account_id and a.status in ('pending', 'active', 'blocked', 'live') and a.server not like 'scale:%'
    join public.phases p on p.id = a.phase_id),
  summed as (select h.symbol, h.volume_unit as unit, count(*) as positions, count(distinct h.account_id) as accounts, sum(h.bought) as bought, sum(h.sold) as sold,
      count(*) filter (where h.is_live) as live_positions, coalesce(sum(h.bought - h.sold) filter (where h.is_live), 0) as live_net from held h group by h.symbol, h.volume_unit)
  select jsonb_build_object('oldest_at', (select min(h.reported_at) from held h), 'rows', coalesce((select jsonb_agg(jsonb_build_object('symbol', s.symbol, 'unit', s.unit, 'positions', s.positions,
    'accounts', s.accounts, 'buy_lots', trim_scale(s.bought)::text, 'sell_lots', trim_scale(s.sold)::text, 'net_lots', trim_scale(s.bought - s.sold)::text,
    'live_positions', s.live_positions, 'live_net_lots', trim_scale(s.live_net)::text) order by abs(s.bought - s.sold) desc, s.symbol, s.unit) from summed s), '[]')) $$;

create or replace function private.dashboard_feeds() returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'status', c.status, 'last_event_at', c.last_event_at, 'stale_since', c.stale_since) order by c.slug), '[]')
  from public.connections c where c.kind in ('neutral', 'broker') and c.server not like 'scale:%' $$;

-- Twelve weeks from Monday to Sunday in UTC. What was sold is told to those who may read the orders.
create or replace function private.dashboard_growth(p_now timestamptz, p_sales boolean) returns jsonb language sql stable security definer set search_path = '' as $$
  with weeks as (select w::date as week from generate_series(date_trunc('week', p_now at time zone 'UTC') - interval '11 weeks', date_trunc('week', p_now at time zone 'UTC'), interval '1 week') w),
  since as (select min(week)::timestamp at time zone 'UTC' as at from weeks),
  people as (select date_trunc('week', t.created_at at time zone 'UTC')::date as week, count(*) as n from public.traders t, since s
    where t.created_at >= s.at and t.email not like '%@scale.invalid' group by 1),
  opened as (select date_trunc('week', a.activated_at at time zone 'UTC')::date as week, count(*) as n from public.accounts a, since s
    where a.activated_at >= s.at and a.server not like 'scale:%' group by 1),
  sold as (select date_trunc('week', o.created_at at time zone 'UTC')::date as week, count(*) as n from public.orders o, since s where p_sales and o.created_at >= s.at and o.state <> 'received' group by 1)
  select jsonb_agg(jsonb_build_object('week', w.week, 'until', w.week + 6, 'traders', coalesce(p.n, 0), 'accounts', coalesce(a.n, 0), 'sales', case when p_sales then coalesce(o.n, 0) end) order by w.week)
  from weeks w left join people p on p.week = w.week left join opened a on a.week = w.week left join sold o on o.week = w.week $$;

create or replace function private.risk_crowding() returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.accounts desc, s.symbol, s.unit), '[]') from (
    select p.symbol, p.volume_unit as unit, count(distinct p.account_id) as accounts, count(distinct a.trader_id) as traders,
      count(distinct p.account_id) filter (where p.side = 'buy') as buyers, count(distinct p.account_id) filter (where p.side = 'sell') as sellers,
      trim_scale(coalesce(sum(p.lots) filter (where p.side = 'buy'), 0))::text as buy_lots, trim_scale(coalesce(sum(p.lots) filter (where p.side = 'sell'), 0))::text as sell_lots,
      trim_scale(sum(case p.side when 'buy' then p.lots else -p.lots end))::text as net_lots
    from public.positions p join public.accounts a on a.id = p.account_id and a.status in ('pending', 'active', 'blocked', 'live') and a.server not like 'scale:%'
    group by p.symbol, p.volume_unit) s $$;

create or replace function public.risk_analysis() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now();
begin
  perform private.require_staff(array['risk', 'config', 'finance', 'admin', 'auditor']);
  return jsonb_build_object('funnel', private.risk_funnel(), 'rules', private.risk_rules(), 'times', private.risk_times(), 'durations', private.risk_durations(),
    'cohorts', private.risk_cohorts(now_at), 'conduct', private.risk_conduct(), 'crowding', private.risk_crowding(),
    'holding', (select count(distinct p.account_id) from public.positions p join public.accounts a on a.id = p.account_id and a.status in ('pending', 'active', 'blocked', 'live')
      and a.server not like 'scale:%'), 'as_of', now_at);
end $$;
