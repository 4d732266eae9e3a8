-- A feed is what we judge on: brokers and the neutral door. A shop or an identity provider is quiet for hours and nothing is stale, so
-- it has no place among the feeds of the dashboard.
create or replace function public.dashboard() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now();
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  return jsonb_build_object('accounts', private.dashboard_accounts(), 'traders', (select count(*) from public.traders), 'breaches', private.dashboard_breaches(),
    'violations_24h', (select count(*) from public.risk_violations v where v.outcome = 'breach' and v.state <> 'withdrawn' and v.detected_at > now_at - interval '24 hours'),
    'reviews_open', (select count(*) from public.reviews r where r.state in ('open', 'claimed')),
    'feeds', (select coalesce(jsonb_agg(jsonb_build_object('slug', c.slug, 'status', c.status, 'last_event_at', c.last_event_at) order by c.slug), '[]')
      from public.connections c where c.kind in ('neutral', 'broker')),
    'trend', private.dashboard_trend(now_at),
    'exposure', (select coalesce(jsonb_agg(jsonb_build_object('symbol', s.symbol, 'buy_lots', s.buy, 'sell_lots', s.sell, 'net_lots', s.buy - s.sell) order by abs(s.buy - s.sell) desc, s.symbol), '[]')
      from (select symbol, coalesce(sum(lots) filter (where side = 'buy'), 0) as buy, coalesce(sum(lots) filter (where side = 'sell'), 0) as sell from public.positions group by symbol) s),
    'as_of', now_at);
end $$;
