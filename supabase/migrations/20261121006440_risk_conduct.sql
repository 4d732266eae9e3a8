-- How accounts behave under each version: which share of those that traded bear the marks of a robot, of revenge or of scalping, and how much one winner
-- makes of all winners. Shares are of accounts whose version holds the rule; a version without it answers null, which is not nought.
create function private.risk_conduct() returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position, s.code, s.version desc), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, r.id as rule_set_id, r.code, r.version, count(*) as traded,
      case when r.rules -> 'rules' ? 'ea-trading' then count(*) filter (where 'ea-trading' = any (v.rules)) end as robots,
      case when r.rules -> 'rules' ? 'revenge-trading' then count(*) filter (where 'revenge-trading' = any (v.rules)) end as revenge,
      case when r.rules -> 'rules' ? 'tick-scalping' then count(*) filter (where 'tick-scalping' = any (v.rules)) end as scalps,
      count(w.account_id) as winners, percentile_disc(0.1) within group (order by w.best_bps) as best_low, percentile_disc(0.5) within group (order by w.best_bps) as best_median,
      percentile_disc(0.9) within group (order by w.best_bps) as best_high
    from private.risk_book b join public.phases p on p.id = b.phase_id join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = b.rule_set_id
    -- One winner is always all of the winners, so an account counts from its second on.
    left join lateral (select k.account_id, (k.largest_win_cents * 10000 / k.winners_cents)::bigint as best_bps from private.consistency_by_account k
      where k.account_id = b.account_id and k.winning_trades > 1) w on true
    cross join lateral (select array_agg(distinct x.rule) as rules from public.risk_violations x where x.account_id = b.account_id and x.rule_set_id = b.rule_set_id
      and x.outcome = 'breach' and x.state <> 'withdrawn' and x.rule in ('ea-trading', 'revenge-trading', 'tick-scalping')) v
    where b.first_trade_at is not null group by c.title, p.id, r.id) s $$;

create or replace function public.risk_analysis() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now();
begin
  perform private.require_staff(array['risk', 'config', 'finance', 'admin', 'auditor']);
  return jsonb_build_object('funnel', private.risk_funnel(), 'rules', private.risk_rules(), 'times', private.risk_times(), 'cohorts', private.risk_cohorts(now_at),
    'conduct', private.risk_conduct(), 'crowding', private.risk_crowding(),
    'holding', (select count(distinct p.account_id) from public.positions p join public.accounts a on a.id = p.account_id where a.server not like 'scale:%'),
    'as_of', now_at);
end $$;
select private.apply_grants();
