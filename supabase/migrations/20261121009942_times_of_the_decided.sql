-- From the first trade to the decision, as the risk analysis takes it; who is not decided has no time and is counted beside. Only the decided are looked up one by
-- one, because this is read as often as news come.
create or replace function private.dashboard_times() returns jsonb language sql stable security definer set search_path = '' as $$
  with timed as materialized (select b.failed, b.passed, case when b.decided_at < b.first_trade_at then 0 else extract(epoch from b.decided_at - b.first_trade_at)::bigint end as seconds
    from private.risk_book b where b.failed or b.passed)
  select jsonb_build_object('passed', count(*) filter (where passed and seconds is not null), 'pass_seconds', round(avg(seconds) filter (where passed))::bigint,
    'failed', count(*) filter (where failed and seconds is not null), 'breach_seconds', round(avg(seconds) filter (where failed))::bigint,
    'unfinished', (select count(*) from public.accounts a where a.status in ('active', 'blocked', 'live') and a.activated_at is not null and a.server not like 'scale:%'),
    'untimed', count(*) filter (where seconds is null)) from timed $$;
