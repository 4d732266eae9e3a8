-- A mean alone says nothing of its spread: beside each stand the quartiles of the same accounts, between which the middle half of them lies.
create or replace function private.risk_durations() returns jsonb language sql stable security definer set search_path = '' as $$
  with timed as materialized (select b.phase_id, b.rule_set_id, b.failed, b.passed, b.unfinished, case when b.decided_at < b.first_trade_at then 0 else extract(epoch from b.decided_at - b.first_trade_at)::bigint end as seconds from private.risk_book b)
  select coalesce(jsonb_agg(to_jsonb(s) order by s.challenge, s.position, s.code, s.version desc), '[]') from (
    select c.title as challenge, p.id as phase_id, p.name as phase, p.position, r.id as rule_set_id, r.code, r.version,
      count(*) filter (where t.passed and t.seconds is not null) as passed, round(avg(t.seconds) filter (where t.passed))::bigint as pass_mean,
      percentile_disc(0.25) within group (order by t.seconds) filter (where t.passed) as pass_low,
      percentile_disc(0.75) within group (order by t.seconds) filter (where t.passed) as pass_high,
      count(*) filter (where t.failed and t.seconds is not null) as failed, round(avg(t.seconds) filter (where t.failed))::bigint as breach_mean,
      percentile_disc(0.25) within group (order by t.seconds) filter (where t.failed) as breach_low,
      percentile_disc(0.75) within group (order by t.seconds) filter (where t.failed) as breach_high,
      count(*) filter (where t.unfinished) as unfinished, count(*) filter (where (t.failed or t.passed) and t.seconds is null) as untimed
    from timed t join public.phases p on p.id = t.phase_id join public.challenge_types c on c.id = p.challenge_type_id join public.rule_sets r on r.id = t.rule_set_id
    group by c.title, p.id, r.id) s $$;
