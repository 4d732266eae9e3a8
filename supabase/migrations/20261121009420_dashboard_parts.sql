-- The dashboard in parts, so that one that fails leaves the others standing. Each figure is counted by the rule of the list that proves it.

-- Figures are counted by their owner, whom no policy holds back, so each says it again.
create function private.dashboard_accounts() returns jsonb language sql stable security definer set search_path = '' as $$
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

-- What ended, and how: one row for each time an account was passed, failed or closed, read from the spine. What was undone later stays the event of its day,
-- so the row stays and says when the account was reinstated.
create index events_endings on public.events (occurred_at) where kind in ('account.passed', 'account.failed', 'account.closed');

-- A funded account is closed by a rule where an evaluation would have failed. The day is that of the account's own calendar, where it was ever written.
create view public.endings_list with (security_invoker = true) as
  select e.id, e.account_id, a.login, case when e.kind = 'account.passed' then 'passed' when e.kind = 'account.failed' or e.data ? 'violation_id' then 'failed' else 'closed' end as ended_as,
    private.ended_on(e.account_id, e.occurred_at)::text as ended_on, e.occurred_at as ended_at,
    e.reason, e.data ->> 'rule' as rule, e.actor_kind, a.status, b.reinstated_at is not null as is_undone, b.reinstated_at, a.trader_id, t.full_name as trader_name,
    c.title as challenge_title, p.name as phase_name, r.code as rule_set_code, r.version as rule_set_version,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone
  from public.events e join public.accounts a on a.id = e.account_id join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id
  join public.phases p on p.id = a.phase_id join public.rule_sets r on r.id = a.rule_set_id
  left join lateral (select min(x.occurred_at) as reinstated_at from public.events x where x.account_id = e.account_id and x.kind = 'account.reinstated' and x.id > e.id) b on true
  where e.kind in ('account.passed', 'account.failed', 'account.closed');

-- Thirty days, the last of them today or, where some account's own day is ahead of UTC, that one. Each counts the endings of that day, and of those the undone;
-- the day is the list's own, worked out in place because this is read as often as news come.
create function private.dashboard_trend(p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  with ended as materialized (
    select coalesce((select d.trading_day from public.daily_stats d where d.account_id = e.account_id and d.starts_at <= e.ended_at and d.ends_at > e.ended_at
        order by d.trading_day desc limit 1), (e.ended_at at time zone 'UTC')::date) as day, e.ended_as as how, e.is_undone as undone
    from public.endings_list e join public.accounts a on a.id = e.account_id and a.server not like 'scale:%'
    where e.ended_at >= p_now - interval '33 days' and e.ended_as in ('passed', 'failed')),
  counted as (select e.day, count(*) filter (where e.how = 'passed') as passed, count(*) filter (where e.how = 'failed') as failed, count(*) filter (where e.undone) as undone
    from ended e group by e.day),
  until as (select greatest((p_now at time zone 'UTC')::date, (select max(day) from counted)) as day)
  select jsonb_agg(jsonb_build_object('day', d::date, 'passed', coalesce(c.passed, 0), 'failed', coalesce(c.failed, 0), 'undone', coalesce(c.undone, 0)) order by d)
  from until u cross join generate_series(u.day - 29, u.day, interval '1 day') d left join counted c on c.day = d::date $$;

-- Shares are of the accounts that ever opened; withdrawn verdicts do not count.
create function private.dashboard_breaches() returns jsonb language sql stable security definer set search_path = '' as $$
  with opened as (select count(*) as n from public.accounts where activated_at is not null and server not like 'scale:%'),
  broken as (select v.rule, count(distinct v.account_id) filter (where a.activated_at is not null) as n, count(*) as verdicts from public.risk_violations v
    join public.accounts a on a.id = v.account_id and a.server not like 'scale:%'
    where v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn' and v.rule in ('max-daily-loss', 'max-drawdown') group by v.rule)
  select jsonb_object_agg(k.key, jsonb_build_object('rule', k.rule, 'accounts', coalesce(b.n, 0), 'verdicts', coalesce(b.verdicts, 0), 'opened', o.n,
    'share_bps', case when o.n > 0 then coalesce(b.n, 0) * 10000 / o.n end))
  from (values ('daily', 'max-daily-loss'), ('max', 'max-drawdown')) k(key, rule) cross join opened o left join broken b on b.rule = k.rule $$;

create function private.dashboard_lately(p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  with days as (select (p_now at time zone 'UTC')::date - 1 as first, (p_now at time zone 'UTC')::date as last)
  select jsonb_build_object('days', jsonb_build_array(d.first, d.last), 'broken', (select count(*) from public.risk_violations v join public.accounts a on a.id = v.account_id
    where a.server not like 'scale:%' and v.outcome = 'breach' and v.state <> 'withdrawn' and v.detected_at >= d.first::timestamp at time zone 'UTC'
    and v.detected_at < (d.last + 1)::timestamp at time zone 'UTC')) from days d $$;

-- What living accounts hold, as their brokers last said; lots and contracts are never summed together.
create function private.dashboard_exposure() returns jsonb language sql stable security definer set search_path = '' as $$
  with held as (select o.symbol, o.volume_unit, o.account_id, o.reported_at, p.is_live, case o.side when 'buy' then o.lots else 0 end as bought, case o.side when 'sell' then o.lots else 0 end as sold
    from public.positions o join public.accounts a on a.id = o.account_id and a.status in ('pending', 'active', 'blocked', 'live') and a.server not like 'scale:%'
    join public.phases p on p.id = a.phase_id),
  summed as (select h.symbol, h.volume_unit as unit, count(*) as positions, count(distinct h.account_id) as accounts, sum(h.bought) as bought, sum(h.sold) as sold,
      count(*) filter (where h.is_live) as live_positions, coalesce(sum(h.bought - h.sold) filter (where h.is_live), 0) as live_net from held h group by h.symbol, h.volume_unit)
  select jsonb_build_object('oldest_at', (select min(h.reported_at) from held h), 'rows', coalesce((select jsonb_agg(jsonb_build_object('symbol', s.symbol, 'unit', s.unit, 'positions', s.positions,
    'accounts', s.accounts, 'buy_lots', trim_scale(s.bought)::text, 'sell_lots', trim_scale(s.sold)::text, 'net_lots', trim_scale(s.bought - s.sold)::text,
    'live_positions', s.live_positions, 'live_net_lots', trim_scale(s.live_net)::text) order by abs(s.bought - s.sold) desc, s.symbol, s.unit) from summed s), '[]')) $$;

create function private.dashboard_feeds() returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'status', c.status, 'last_event_at', c.last_event_at, 'stale_since', c.stale_since) order by c.slug), '[]')
  from public.connections c where c.kind in ('neutral', 'broker') and c.server not like 'scale:%' $$;

-- From the first trade to the decision, as the risk analysis takes it; who is not decided has no time and is counted beside. Only the decided are looked up one by
-- one, because this is read as often as news come.
create function private.dashboard_times() returns jsonb language sql stable security definer set search_path = '' as $$
  with timed as materialized (select b.failed, b.passed, case when b.decided_at < b.first_trade_at then 0 else extract(epoch from b.decided_at - b.first_trade_at)::bigint end as seconds
    from private.risk_book b where b.failed or b.passed)
  select jsonb_build_object('passed', count(*) filter (where passed and seconds is not null), 'pass_seconds', round(avg(seconds) filter (where passed))::bigint,
    'failed', count(*) filter (where failed and seconds is not null), 'breach_seconds', round(avg(seconds) filter (where failed))::bigint,
    'unfinished', (select count(*) from public.accounts a where a.status in ('active', 'blocked', 'live') and a.activated_at is not null and a.server not like 'scale:%'),
    'untimed', count(*) filter (where seconds is null)) from timed $$;

-- Twelve weeks from Monday to Sunday in UTC. What was sold is told to those who may read the orders.
create function private.dashboard_growth(p_now timestamptz, p_sales boolean) returns jsonb language sql stable security definer set search_path = '' as $$
  with weeks as (select w::date as week from generate_series(date_trunc('week', p_now at time zone 'UTC') - interval '11 weeks', date_trunc('week', p_now at time zone 'UTC'), interval '1 week') w),
  since as (select min(week)::timestamp at time zone 'UTC' as at from weeks),
  people as (select date_trunc('week', t.created_at at time zone 'UTC')::date as week, count(*) as n from public.traders t, since s
    where t.created_at >= s.at and t.email not like '%@scale.invalid' group by 1),
  opened as (select date_trunc('week', a.activated_at at time zone 'UTC')::date as week, count(*) as n from public.accounts a, since s
    where a.activated_at >= s.at and a.server not like 'scale:%' group by 1),
  sold as (select date_trunc('week', o.created_at at time zone 'UTC')::date as week, count(*) as n from public.orders o, since s where p_sales and o.created_at >= s.at and o.state <> 'received' group by 1)
  select jsonb_agg(jsonb_build_object('week', w.week, 'until', w.week + 6, 'traders', coalesce(p.n, 0), 'accounts', coalesce(a.n, 0), 'sales', case when p_sales then coalesce(o.n, 0) end) order by w.week)
  from weeks w left join people p on p.week = w.week left join opened a on a.week = w.week left join sold o on o.week = w.week $$;

create function private.dashboard_funnel() returns jsonb language sql stable security definer set search_path = '' as $$
  with counted as (select j.challenge_type_id, max(j.steps) as steps, count(*) filter (where not j.is_whole) as begun_later from private.account_journeys j group by j.challenge_type_id),
  reached as (select j.challenge_type_id, s.stage, count(*) as n from private.account_journeys j cross join unnest(j.stages) s(stage) group by 1, 2)
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'title', c.title, 'steps', k.steps, 'begun_later', k.begun_later,
    'stages', (select coalesce(jsonb_object_agg(r.stage, r.n), '{}') from reached r where r.challenge_type_id = c.id)) order by c.title, c.id), '[]')
  from counted k join public.challenge_types c on c.id = k.challenge_type_id $$;

create function private.dashboard_churn() returns jsonb language sql stable security definer set search_path = '' as $$
  with told as (select private.activity_word(x.last_purchase_at, x.last_trade_at, d.days) as word from private.trader_activity x, (select private.churn_days() as days offset 0) d),
  counted as (select count(*) filter (where word <> 'never') as customers, count(*) filter (where word = 'gone') as gone from told)
  select jsonb_build_object('days', private.churn_days(), 'customers', customers, 'gone', gone, 'share_bps', case when customers > 0 then gone * 10000 / customers end) from counted $$;

create function public.dashboard_part(p_part text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now(); figures jsonb; counted_at timestamptz := now();
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  if p_part in ('funnel', 'churn') then counted_at := (select s.refreshed_at from private.statistics_refreshed s where s.name = 'statistics'); end if;
  case p_part
    when 'accounts' then figures := private.dashboard_accounts();
    when 'breaches' then figures := private.dashboard_breaches() || jsonb_build_object('lately', private.dashboard_lately(now_at));
    when 'trend' then figures := private.dashboard_trend(now_at);
    when 'exposure' then figures := private.dashboard_exposure();
    when 'feeds' then figures := private.dashboard_feeds();
    when 'times' then figures := private.dashboard_times();
    when 'growth' then figures := private.dashboard_growth(now_at, private.staff_role() in ('support', 'finance', 'config', 'admin', 'auditor'));
    when 'funnel' then figures := private.dashboard_funnel();
    when 'churn' then figures := private.dashboard_churn();
    else raise exception 'no-such-part' using errcode = 'P0002';
  end case;
  return jsonb_build_object('figures', figures, 'as_of', counted_at);
end $$;

-- The mean beside the median, by rule version too, since calibration asks which version is the hard one. A mean alone says nothing of its spread: beside each stand
-- the quartiles of the same accounts, between which the middle half of them lies.
create function private.risk_durations(p_book private.risk_book[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with timed as (select b.phase_id, b.rule_set_id, b.failed, b.passed, b.unfinished, case when b.decided_at < b.first_trade_at then 0 else extract(epoch from b.decided_at - b.first_trade_at)::bigint end as seconds from unnest(p_book) b),
  counted as materialized (select t.phase_id, t.rule_set_id,
      count(*) filter (where t.passed and t.seconds is not null) as passed, round(avg(t.seconds) filter (where t.passed))::bigint as pass_mean,
      percentile_disc(0.25) within group (order by t.seconds) filter (where t.passed) as pass_low,
      percentile_disc(0.75) within group (order by t.seconds) filter (where t.passed) as pass_high,
      count(*) filter (where t.failed and t.seconds is not null) as failed, round(avg(t.seconds) filter (where t.failed))::bigint as breach_mean,
      percentile_disc(0.25) within group (order by t.seconds) filter (where t.failed) as breach_low,
      percentile_disc(0.75) within group (order by t.seconds) filter (where t.failed) as breach_high,
      count(*) filter (where t.unfinished) as unfinished, count(*) filter (where (t.failed or t.passed) and t.seconds is null) as untimed
    from timed t group by t.phase_id, t.rule_set_id)
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position, s.code, s.version desc), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, r.id as rule_set_id, r.code, r.version, n.passed, n.pass_mean, n.pass_low, n.pass_high,
      n.failed, n.breach_mean, n.breach_low, n.breach_high, n.unfinished, n.untimed
    from counted n join public.phases p on p.id = n.phase_id join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = n.rule_set_id) s $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.dashboard_part(text)', '{authenticated}');
insert into private.declared_grants (privilege, object, roles) values ('select', 'public.endings_list', '{authenticated}');
select private.apply_grants();
