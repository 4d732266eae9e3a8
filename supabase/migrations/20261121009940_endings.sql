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
create or replace function private.dashboard_trend(p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
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

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.endings_list', '{authenticated}');
select private.apply_grants();
