-- The firm at a glance and the readiness of its parts, each one function that knows who asks.
create function private.dashboard_accounts() returns jsonb language sql stable security definer set search_path = '' as $$
  with living as (select a.id, a.phase_id, coalesce(f.risk_state, 'unknown') as state from public.accounts a left join public.account_facts f on f.account_id = a.id
                  where a.status in ('pending', 'active', 'blocked', 'live'))
  select jsonb_build_object('total', (select count(*) from public.accounts),
    'by_status', (select coalesce(jsonb_object_agg(s.status, s.n), '{}') from (select status, count(*) as n from public.accounts group by status) s),
    'by_state', (select coalesce(jsonb_object_agg(s.state, s.n), '{}') from (select state, count(*) as n from living group by state) s),
    'by_phase', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'count', s.n) order by s.is_live, s.name), '[]') from (
      select p.name, p.is_live, count(*) as n from living l join public.phases p on p.id = l.phase_id group by p.name, p.is_live) s)) $$;

create function private.dashboard_trend(p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('day', d::date, 'passed', coalesce(e.passed, 0), 'failed', coalesce(e.failed, 0)) order by d)
  from generate_series((p_now at time zone 'UTC')::date - 29, (p_now at time zone 'UTC')::date, interval '1 day') d
  left join (select (closed_at at time zone 'UTC')::date as day, count(*) filter (where status = 'passed') as passed,
      count(*) filter (where status = 'failed' or (status = 'closed' and closure_reason = 'rule_violation')) as failed
    from public.accounts where closed_at >= p_now - interval '31 days' group by 1) e on e.day = d::date $$;

-- Breach shares are of every account that ever opened; withdrawn verdicts do not count.
create function private.dashboard_breaches() returns jsonb language sql stable security definer set search_path = '' as $$
  with opened as (select count(*) as n from public.accounts where activated_at is not null),
  broken as (select v.rule, count(distinct v.account_id) as n from public.risk_violations v
    where v.outcome = 'breach' and v.consequence = 'fail' and v.state <> 'withdrawn' and v.rule in ('max-daily-loss', 'max-drawdown') group by v.rule)
  select jsonb_object_agg(k.key, jsonb_build_object('accounts', coalesce(b.n, 0), 'share_bps', case when o.n > 0 then coalesce(b.n, 0) * 10000 / o.n end))
  from (values ('daily', 'max-daily-loss'), ('max', 'max-drawdown')) k(key, rule) cross join opened o left join broken b on b.rule = k.rule $$;

create function public.dashboard() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now();
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  return jsonb_build_object('accounts', private.dashboard_accounts(), 'traders', (select count(*) from public.traders), 'breaches', private.dashboard_breaches(),
    'violations_24h', (select count(*) from public.risk_violations v where v.outcome = 'breach' and v.state <> 'withdrawn' and v.detected_at > now_at - interval '24 hours'),
    'reviews_open', (select count(*) from public.reviews r where r.state in ('open', 'claimed')),
    'feeds', (select coalesce(jsonb_agg(jsonb_build_object('slug', c.slug, 'status', c.status, 'last_event_at', c.last_event_at) order by c.slug), '[]') from public.connections c),
    'trend', private.dashboard_trend(now_at),
    'exposure', (select coalesce(jsonb_agg(jsonb_build_object('symbol', s.symbol, 'buy_lots', s.buy, 'sell_lots', s.sell, 'net_lots', s.buy - s.sell) order by abs(s.buy - s.sell) desc, s.symbol), '[]')
      from (select symbol, coalesce(sum(lots) filter (where side = 'buy'), 0) as buy, coalesce(sum(lots) filter (where side = 'sell'), 0) as sell from public.positions group by symbol) s),
    'as_of', now_at);
end $$;

-- The history of migrations is the CLI's own table; on a database migrated by hand it is missing, which reads null.
create function public.health() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare latest text;
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into latest;
  end if;
  return jsonb_build_object('database', true, 'migrations', latest, 'worker_beat_at', (select max(b.beat_at) from private.worker_beats b));
end $$;
