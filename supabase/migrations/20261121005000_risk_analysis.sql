-- How hard the challenges are: one row per account that ever opened, and the figures counted from those rows. A figure and the list that proves it
-- read the same rows, so they cannot disagree. Nothing is judged here; verdicts are read as the judge left them, and withdrawn ones do not count.

-- An account is decided when it was passed, or when the rule that ended it was broken; by hand, when somebody did so. The first trade is the first one closed,
-- counted from its opening. Accounts of a load test are no business of the firm.

-- An account that was reinstated and ended again did not end by what it was forgiven.
create view private.risk_book as
  select a.id as account_id, a.login, a.trader_id, a.status, a.rule_set_id, a.phase_id, a.activated_at as opened_at, t.first_trade_at, e.rule as ended_by,
    a.status = 'failed' or (a.status = 'closed' and a.closure_reason = 'rule_violation') as failed, a.status = 'passed' as passed,
    a.status = 'live' or a.blocked_from = 'live' as live, a.status in ('active', 'blocked', 'live') as unfinished,
    case when a.status = 'passed' then a.closed_at
      when a.status = 'failed' or (a.status = 'closed' and a.closure_reason = 'rule_violation') then coalesce(e.breached_at, a.closed_at) end as decided_at
  from public.accounts a
  left join lateral (select coalesce(x.open_time, x.close_time) as first_trade_at from public.trades x where x.account_id = a.id order by x.close_time, x.id limit 1) t on true
  left join (select distinct on (v.account_id) v.account_id, v.rule, v.breached_at from public.risk_violations v where v.outcome = 'breach' and v.consequence = 'fail'
    and v.state <> 'withdrawn' and not exists (select from public.events r where r.account_id = v.account_id and r.kind = 'account.reinstated' and r.created_at >= v.detected_at)
    order by v.account_id, v.breached_at, v.id) e on e.account_id = a.id
  where a.activated_at is not null and a.server not like 'scale:%';
comment on view private.risk_book is 'Accounts that ever opened, with their first trade and how they were decided: what the risk analysis counts.';

-- The analysis reads the book once and hands it on, since looking up every account's first trade is most of what it costs. Each part counts by ids before it
-- asks for names and documents: there are few of those and many accounts.
create function private.risk_funnel(p_book private.risk_book[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with counted as materialized (select b.phase_id, b.rule_set_id, count(*) as opened, count(b.first_trade_at) as traded, count(*) filter (where b.failed) as failed,
      count(*) filter (where b.passed) as passed, count(*) filter (where b.live) as live, count(*) filter (where b.unfinished) as unfinished
    from unnest(p_book) b group by b.phase_id, b.rule_set_id)
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position, s.code, s.version desc), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, p.is_live, r.id as rule_set_id, r.code, r.version, n.opened, n.traded, n.failed, n.passed, n.live, n.unfinished
    from counted n join public.phases p on p.id = n.phase_id join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = n.rule_set_id) s $$;

-- Each rule against the accounts whose pinned version holds it; an account moved to other terms still counts where it broke the old ones.
create function private.risk_rules(p_book private.risk_book[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with versions as materialized (select b.rule_set_id, count(*) as n from unnest(p_book) b group by b.rule_set_id),
  holding as materialized (select s.rule_set_id, k.rule, s.n from versions s join public.rule_sets r on r.id = s.rule_set_id
    cross join lateral jsonb_object_keys(case when jsonb_typeof(r.rules -> 'rules') = 'object' then r.rules -> 'rules' else '{}' end) k(rule)),
  held as (select h.rule, sum(h.n) as n from holding h group by h.rule),
  verdicts as materialized (select v.rule, v.account_id, count(*) filter (where v.outcome = 'breach') as breaches, count(*) filter (where v.outcome = 'warn') as warnings
    from public.risk_violations v where v.state <> 'withdrawn' and v.outcome in ('breach', 'warn') group by v.rule, v.account_id),
  told as (select v.rule, sum(v.breaches) as breaches, count(*) filter (where v.breaches > 0) as broken, sum(v.warnings) as warnings, count(*) filter (where v.warnings > 0) as warned,
      count(*) filter (where h.rule is null) as moved
    from verdicts v join unnest(p_book) b on b.account_id = v.account_id left join holding h on h.rule_set_id = b.rule_set_id and h.rule = v.rule group by v.rule),
  ended as (select b.ended_by as rule, count(*) as n from unnest(p_book) b where b.failed and b.ended_by is not null group by b.ended_by)
  select coalesce(jsonb_agg(jsonb_build_object('rule', s.rule, 'held', s.held, 'breaches', s.breaches, 'broken', s.broken, 'ended', s.ended, 'warnings', s.warnings, 'warned', s.warned)
      order by s.broken desc, s.warned desc, s.rule), '[]')
  from (select coalesce(h.rule, t.rule) as rule, coalesce(h.n, 0) + coalesce(t.moved, 0) as held, coalesce(t.breaches, 0) as breaches, coalesce(t.broken, 0) as broken,
      coalesce(e.n, 0) as ended, coalesce(t.warnings, 0) as warnings, coalesce(t.warned, 0) as warned
    from held h full join told t on t.rule = h.rule left join ended e on e.rule = coalesce(h.rule, t.rule)) s $$;

-- The edges of the histogram, in seconds: an hour, a day, three, a week, two, a month, two months.
create function private.risk_times(p_book private.risk_book[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with timed as (select b.phase_id, b.failed, b.passed, b.unfinished, case when b.decided_at < b.first_trade_at then 0 else extract(epoch from b.decided_at - b.first_trade_at)::bigint end as seconds from unnest(p_book) b),
  placed as materialized (select t.*, width_bucket(t.seconds, array[3600, 86400, 259200, 604800, 1209600, 2592000, 5184000]::bigint[]) as bucket from timed t),
  bars as materialized (select x.phase_id, x.bucket, count(*) filter (where x.failed) as failed, count(*) filter (where x.passed) as passed from placed x group by x.phase_id, x.bucket),
  counted as materialized (select t.phase_id, count(*) filter (where t.unfinished) as unfinished, count(*) filter (where (t.failed or t.passed) and t.seconds is null) as untimed,
      percentile_disc(0.5) within group (order by t.seconds) filter (where t.failed) as breach_median, percentile_disc(0.5) within group (order by t.seconds) filter (where t.passed) as pass_median
    from placed t group by t.phase_id)
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, n.unfinished, n.untimed, n.breach_median, n.pass_median,
      (select jsonb_agg(coalesce(x.failed, 0) order by i) from generate_series(0, 7) i left join bars x on x.phase_id = p.id and x.bucket = i) as breach,
      (select jsonb_agg(coalesce(x.passed, 0) order by i) from generate_series(0, 7) i left join bars x on x.phase_id = p.id and x.bucket = i) as pass
    from counted n join public.phases p on p.id = n.phase_id join public.challenge_types c on c.id = p.challenge_type_id) s $$;

create function private.risk_cohorts(p_book private.risk_book[], p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.week desc), '[]') from (
    select date_trunc('week', b.opened_at at time zone 'UTC')::date as week, count(*) as opened, count(*) filter (where b.failed) as failed, count(*) filter (where b.passed) as passed
    from unnest(p_book) b where b.opened_at > p_now - interval '12 weeks' group by 1) s $$;

-- Crowding has a direction: what is bought less what is sold, by symbol over all living accounts, and over the accounts that trade as one.
create function private.risk_crowding() returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.accounts desc, s.symbol, s.unit), '[]') from (
    select p.symbol, p.volume_unit as unit, count(distinct p.account_id) as accounts, count(distinct a.trader_id) as traders,
      count(distinct p.account_id) filter (where p.side = 'buy') as buyers, count(distinct p.account_id) filter (where p.side = 'sell') as sellers,
      trim_scale(coalesce(sum(p.lots) filter (where p.side = 'buy'), 0))::text as buy_lots, trim_scale(coalesce(sum(p.lots) filter (where p.side = 'sell'), 0))::text as sell_lots,
      trim_scale(sum(case p.side when 'buy' then p.lots else -p.lots end))::text as net_lots
    from public.positions p join public.accounts a on a.id = p.account_id and a.status in ('pending', 'active', 'blocked', 'live') and a.server not like 'scale:%'
    group by p.symbol, p.volume_unit) s $$;

create function public.risk_analysis() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now(); book private.risk_book[];
begin
  perform private.require_staff(array['risk', 'config', 'finance', 'admin', 'auditor']);
  select array_agg(b) into book from private.risk_book b;
  return jsonb_build_object('funnel', private.risk_funnel(book), 'rules', private.risk_rules(book), 'times', private.risk_times(book), 'durations', private.risk_durations(book),
    'cohorts', private.risk_cohorts(book, now_at), 'conduct', private.risk_conduct(book), 'crowding', private.risk_crowding(),
    'holding', (select count(distinct p.account_id) from public.positions p join public.accounts a on a.id = p.account_id and a.status in ('pending', 'active', 'blocked', 'live')
      and a.server not like 'scale:%'), 'as_of', now_at);
end $$;

-- The accounts behind a figure. p = { stage, rule_set_id, phase_id, rule, mark (broken, warned, ended), week, limit, offset }, each narrowing further.
create function public.risk_accounts(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare answer jsonb; v_stage text := coalesce(p ->> 'stage', 'opened'); v_rule text := p ->> 'rule'; v_mark text := coalesce(p ->> 'mark', 'broken');
begin
  perform private.require_staff(array['risk', 'config', 'finance', 'admin', 'auditor']);
  with found as materialized (
    select b.* from private.risk_book b
    where (p ->> 'rule_set_id' is null or b.rule_set_id = (p ->> 'rule_set_id')::uuid) and (p ->> 'phase_id' is null or b.phase_id = (p ->> 'phase_id')::uuid)
      and (p ->> 'week' is null or date_trunc('week', b.opened_at at time zone 'UTC')::date = (p ->> 'week')::date)
      and case v_stage when 'opened' then true when 'traded' then b.first_trade_at is not null when 'failed' then b.failed when 'passed' then b.passed when 'live' then b.live
        when 'unfinished' then b.unfinished when 'untimed' then (b.failed or b.passed) and (b.first_trade_at is null or b.decided_at is null)
        when 'timed-failed' then b.failed and b.first_trade_at is not null and b.decided_at is not null
        when 'timed-passed' then b.passed and b.first_trade_at is not null and b.decided_at is not null else false end
      and (v_rule is null or case v_mark when 'ended' then b.failed and b.ended_by = v_rule else exists (select from public.risk_violations v where v.account_id = b.account_id
        and v.rule = v_rule and v.state <> 'withdrawn' and v.outcome = case v_mark when 'warned' then 'warn' else 'breach' end) end))
  select jsonb_build_object('total', (select count(*) from found), 'rows', coalesce(jsonb_agg(to_jsonb(s) order by s.opened_at desc, s.account_id), '[]')) into answer
  from (select f.account_id, f.login, f.status, f.opened_at, f.first_trade_at, f.decided_at, f.ended_by, t.full_name as trader, c.title as challenge, h.name as phase, r.code, r.version
    from found f join public.traders t on t.id = f.trader_id join public.phases h on h.id = f.phase_id join public.challenge_types c on c.id = h.challenge_type_id
    join public.rule_sets r on r.id = f.rule_set_id
    order by f.opened_at desc, f.account_id limit least(coalesce((p ->> 'limit')::int, 100), 500) offset coalesce((p ->> 'offset')::int, 0)) s;
  return answer;
end $$;

-- A load test leaves its summary in the firm's own stream, which only auditors read as such; those who run batches see the summaries.
create function public.scale_tests() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['risk', 'config', 'admin', 'auditor']);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'ended_at', s.occurred_at, 'summary', s.data) order by s.id desc), '[]') from (
    select e.id, e.occurred_at, e.data from public.events e where e.stream = 'staff:firm' and e.kind = 'scale-test.ended' order by e.id desc limit 20) s);
end $$;

-- How accounts behave under each version: which share of those that traded bear the marks of a robot, of revenge or of scalping, and how much one winner
-- makes of all winners. Shares are of accounts whose version holds the rule; a version without it answers null, which is not nought.
create function private.risk_conduct(p_book private.risk_book[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with marked as materialized (select x.account_id, x.rule_set_id, bool_or(x.rule = 'ea-trading') as robot, bool_or(x.rule = 'revenge-trading') as revenge, bool_or(x.rule = 'tick-scalping') as scalp
    from public.risk_violations x where x.outcome = 'breach' and x.state <> 'withdrawn' and x.rule in ('ea-trading', 'revenge-trading', 'tick-scalping') group by x.account_id, x.rule_set_id),
  -- One winner is always all of the winners, so an account counts from its second on.
  shares as materialized (select k.account_id, (k.largest_win_cents * 10000 / k.winners_cents)::bigint as best_bps from private.consistency_by_account k where k.winning_trades > 1),
  counted as materialized (select b.phase_id, b.rule_set_id, count(*) as traded, count(*) filter (where m.robot) as robots, count(*) filter (where m.revenge) as revenge,
      count(*) filter (where m.scalp) as scalps, count(w.account_id) as winners, percentile_disc(0.1) within group (order by w.best_bps) as best_low,
      percentile_disc(0.5) within group (order by w.best_bps) as best_median, percentile_disc(0.9) within group (order by w.best_bps) as best_high
    from unnest(p_book) b left join shares w on w.account_id = b.account_id left join marked m on m.account_id = b.account_id and m.rule_set_id = b.rule_set_id
    where b.first_trade_at is not null group by b.phase_id, b.rule_set_id)
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position, s.code, s.version desc), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, r.id as rule_set_id, r.code, r.version, n.traded,
      case when r.rules -> 'rules' ? 'ea-trading' then n.robots end as robots, case when r.rules -> 'rules' ? 'revenge-trading' then n.revenge end as revenge,
      case when r.rules -> 'rules' ? 'tick-scalping' then n.scalps end as scalps, n.winners, n.best_low, n.best_median, n.best_high
    from counted n join public.phases p on p.id = n.phase_id join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = n.rule_set_id) s $$;

select private.apply_grants();
