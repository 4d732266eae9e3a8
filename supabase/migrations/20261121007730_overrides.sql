-- Where people decide against what the system found: told apart from the events themselves, counted per person, kind and reason, and shown with the rows behind every figure.

-- The kind of override an event is, or null. Whoever confirms a verdict that still holds, or ends an account by its rule, goes along with the system and overrides nothing.
create function private.override_kind(e public.events) returns text language sql stable security definer set search_path = '' as $$
  select case
    when e.actor_kind <> 'staff' then null
    when e.kind = 'rule.violation-withdrawn' then 'verdict-withdrawn'
    when e.kind = 'rule.violation-contested' then 'verdict-contested'
    when e.kind = 'rule.violation-confirmed' then case when (select x.actor_kind from public.events x where x.account_id = e.account_id and x.kind = 'rule.violation-contested' and x.id < e.id
      and x.data ->> 'violation_id' = e.data ->> 'violation_id' order by x.id desc limit 1) = 'system' then 'verdict-kept' end
    when e.kind = 'account.reinstated' then 'reinstated'
    when e.kind = 'account.passed' then case when jsonb_typeof(e.data -> 'overridden') = 'array' then 'passed-over-gates' end
    when e.kind = 'account.failed' then case when e.reason is distinct from 'rule_violation' then 'failed-by-hand' end
    when e.kind = 'account.unblocked' then case when (select x.reason = 'rule_violation' or x.actor_kind = 'system' from public.events x where x.account_id = e.account_id
      and x.kind = 'account.blocked' and x.id < e.id order by x.id desc limit 1) then 'rule-block-lifted' end
    when e.kind = 'review.rejected' then case when e.data ->> 'review_kind' = 'phase_pass' and e.data ->> 'choice' is distinct from 'fail' then 'pass-refused' end
    when e.kind = 'withdrawal.reopened' then 'payout-hold-lifted' end $$;

-- p = { from, to }: instants, the second exclusive. One deed may leave several events of one instant; it counts once. A decision is whatever staff decided about accounts, verdicts, reviews and payouts.
-- Answers { decisions, overrides, staff: [{ id, name, role, decisions, overrides, rate_bps, kinds }], reasons: [{ kind, reason, count, staff }], rows: [...], more }.
create function public.override_figures(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare answer jsonb; since timestamptz := (p ->> 'from')::timestamptz; until timestamptz := (p ->> 'to')::timestamptz;
begin
  perform private.require_staff(array['admin', 'auditor']);
  if since is null or until is null or until <= since or until - since > interval '400 days' then raise exception 'invalid' using errcode = '22023'; end if;
  with deeds as materialized (
    select e.id, e.kind, e.actor_id, e.account_id, e.stream, e.reason, e.occurred_at, private.override_kind(e) as override, coalesce(e.account_id::text, e.stream) || ' ' || e.occurred_at as deed
    from public.events e where e.actor_kind = 'staff' and e.actor_id is not null and e.occurred_at >= since and e.occurred_at < until
      and (e.kind in ('rule.violation-withdrawn', 'rule.violation-contested', 'rule.violation-confirmed', 'account.reinstated', 'account.passed', 'account.failed', 'account.blocked',
        'account.unblocked', 'account.closed', 'review.approved', 'review.rejected', 'withdrawal.signed', 'withdrawal.approved', 'withdrawal.rejected', 'withdrawal.reopened'))),
    -- Of several events of one deed the first that is an override names it.
    overridden as (select distinct on (d.actor_id, d.deed) d.* from deeds d where d.override is not null order by d.actor_id, d.deed, d.id),
    people as (select d.actor_id, count(distinct d.deed)::int as decisions from deeds d group by d.actor_id),
    counted as (select o.actor_id, o.override, count(*)::int as count from overridden o group by 1, 2),
    figures as (select x.actor_id, x.decisions, coalesce((select sum(c.count)::int from counted c where c.actor_id = x.actor_id), 0) as overrides,
      coalesce((select jsonb_object_agg(c.override, c.count) from counted c where c.actor_id = x.actor_id), '{}') as kinds from people x),
    worded as (select o.override, left(trim(split_part(coalesce(o.reason, ''), ':', 1)), 80) as reason, count(*)::int as count, count(distinct o.actor_id)::int as staff from overridden o group by 1, 2)
  select jsonb_build_object('decisions', (select coalesce(sum(f.decisions), 0) from figures f), 'overrides', (select count(*) from overridden),
    'staff', coalesce((select jsonb_agg(jsonb_build_object('id', f.actor_id, 'name', coalesce(nullif(s.full_name, ''), s.email, 'former staff'), 'role', s.role, 'decisions', f.decisions,
      'overrides', f.overrides, 'rate_bps', f.overrides * 10000 / f.decisions, 'kinds', f.kinds) order by f.overrides desc, f.decisions desc, f.actor_id) from figures f
      left join public.staff s on s.id = f.actor_id), '[]'),
    'reasons', coalesce((select jsonb_agg(jsonb_build_object('kind', w.override, 'reason', w.reason, 'count', w.count, 'staff', w.staff) order by w.count desc, w.override, w.reason)
      from (select * from worded order by count desc, override, reason limit 50) w), '[]'),
    'rows', coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'at', r.occurred_at, 'override', r.override, 'kind', r.kind, 'staff_id', r.actor_id, 'account_id', r.account_id,
      'login', a.login, 'stream', r.stream, 'reason', r.reason) order by r.id desc) from (select * from overridden order by id desc limit 100) r
      left join public.accounts a on a.id = r.account_id), '[]')) into answer;
  return answer;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.override_figures(jsonb)', '{authenticated}');
select private.apply_grants();
