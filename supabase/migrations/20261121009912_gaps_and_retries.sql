-- The figures of a source say two things more of its last day: how often it went silent, for how long in all, and how many messages needed more than one try.
create or replace function private.source_figures(p_connection uuid, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  -- What was told of a past moment, by an import or a seed, says nothing of how quick we are.
  with seen as (select i.state, i.held, i.auth, i.attempts, i.created_at - i.received_at < interval '1 minute' as is_live, extract(epoch from i.settled_at - case when i.auth = 'signature' and i.headers ->> 'webhook-timestamp' ~ '^[0-9]{9,11}$'
      then least(i.received_at, to_timestamp((i.headers ->> 'webhook-timestamp')::bigint)) else i.received_at end) as lag
    from public.inbox i where i.connection_id = p_connection and i.received_at > p_now - interval '24 hours' order by i.received_at desc limit 2000),
  -- A silence is told when it is noticed and when it ends; one that goes on still counts until now.
  gaps as (select e.occurred_at as until, (e.data ->> 'since')::timestamptz as since from public.events e
      where e.kind = 'connection.fresh' and e.data ->> 'connection_id' = p_connection::text and e.occurred_at > p_now - interval '24 hours'
    union all select p_now, c.stale_since from public.connections c where c.id = p_connection and c.stale_since is not null)
  select jsonb_build_object('messages', count(*), 'in_trouble', count(*) filter (where held is not null), 'unsettled', count(*) filter (where state = 'received'),
    'pulled', count(*) filter (where auth = 'pull'), 'retried', count(*) filter (where attempts > 1),
    'gaps', (select count(*) from gaps),
    'gap_seconds', (select coalesce(sum(extract(epoch from g.until - greatest(g.since, p_now - interval '24 hours'))), 0)::int from gaps g),
    'lag_p50_ms', round(1000 * percentile_cont(0.5) within group (order by lag) filter (where lag is not null and is_live and auth = 'signature')),
    'lag_p95_ms', round(1000 * percentile_cont(0.95) within group (order by lag) filter (where lag is not null and is_live and auth = 'signature')),
    'error_bps', case when count(*) > 0 then (10000 * count(*) filter (where held is not null) / count(*))::int end) from seen $$;
