-- How true what we judge on is: when a feed is stale nothing is confirmed by a machine, every page says so, and the figures of each source are told.

-- Where a feed can be asked, knowing it whole counts, whoever posts; where it only posts, hearing from it does. What was never heard counts from the day it was connected.
create function private.known_until(c public.connections) returns timestamptz language sql immutable set search_path = '' as $$
  select coalesce(case when c.resync_url is null then c.last_event_at else c.complete_through end, c.created_at) $$;

-- From Friday 22:00 to Sunday 22:15 in UTC most markets are closed: silence of a feed that only posts proves nothing then, and leaves it as it was.
create function private.is_weekend(p_now timestamptz) returns boolean language sql immutable set search_path = '' as $$
  select case extract(isodow from p_now at time zone 'UTC') when 5 then (p_now at time zone 'UTC')::time >= '22:00' when 6 then true
    when 7 then (p_now at time zone 'UTC')::time < '22:15' else false end $$;

-- Verdicts that waited for a feed wait no longer once it is heard again.
create function private.confirm_again(p_connection uuid, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  select private.add_job('confirm-violation', jsonb_build_object('violation_id', v.id), greatest(p_now, v.confirm_after), 'confirm:' || v.id, null)
  from public.risk_violations v join public.accounts a on a.id = v.account_id where a.connection_id = p_connection and v.state = 'provisional' and v.outcome = 'breach' $$;

-- Only a feed somebody trades on can be missed.
create function private.is_quiet(c public.connections, p_now timestamptz) returns boolean language sql stable security definer set search_path = '' as $$
  select c.status = 'active' and c.quiet_after_seconds is not null and private.known_until(c) < p_now - make_interval(secs => c.quiet_after_seconds)
    and exists (select from public.accounts a where a.connection_id = c.id and a.status in ('active', 'live', 'blocked')) $$;

create function public.watch_feeds(p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare c public.connections; is_quiet boolean; went int := 0; came int := 0;
begin
  -- Only the row of a feed that changes is locked: whoever posts meanwhile does not wait.
  for c in select * from public.connections x where x.kind in ('neutral', 'broker') and x.server not like 'scale:%' order by x.id loop
    continue when private.is_quiet(c, p_now) = (c.stale_since is not null);
    select * into c from public.connections x where x.id = c.id for update;
    is_quiet := private.is_quiet(c, p_now);
    if is_quiet and c.stale_since is null and (c.resync_url is not null or not private.is_weekend(p_now)) then
      update public.connections set stale_since = private.known_until(c), stale_cause = case when c.resync_url is null then 'silent' else 'not-complete' end where id = c.id returning * into c;
      perform private.connection_event(c, 'connection.stale', c.stale_cause, jsonb_build_object('since', c.stale_since), p_now);
      went := went + 1;
    elsif not is_quiet and c.stale_since is not null then
      perform private.connection_event(c, 'connection.fresh', null, jsonb_build_object('since', c.stale_since), p_now);
      update public.connections set stale_since = null, stale_cause = null where id = c.id;
      perform private.confirm_again(c.id, p_now);
      came := came + 1;
    end if;
  end loop;
  delete from private.refusal_hours where hour < p_now - interval '30 days';
  return jsonb_build_object('stale', went, 'fresh', came);
end $$;

-- The last two thousand messages of a day are enough to say how a source is; beside them, how often it went silent, for how long in all, and how many messages
-- needed more than one try.
create function private.source_figures(p_connection uuid, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  -- What was told of a past moment, by an import or a seed, says nothing of how quick we are.
  with seen as (select i.state, i.held, i.auth, i.attempts, i.created_at - i.received_at < interval '1 minute' as is_live, extract(epoch from i.settled_at - case when i.auth = 'signature' and i.headers ->> 'webhook-timestamp' ~ '^[0-9]{9,11}$'
      then least(i.received_at, to_timestamp((i.headers ->> 'webhook-timestamp')::bigint)) else i.received_at end) as lag
    from public.inbox i where i.connection_id = p_connection and i.received_at > p_now - interval '24 hours' order by i.received_at desc limit 2000),
  -- A silence is told when it is noticed and when it ends; one that goes on still counts until now.
  gaps as (select e.occurred_at as until, (e.data ->> 'since')::timestamptz as since from public.events e
      where e.kind = 'connection.fresh' and e.data ->> 'connection_id' = p_connection::text and e.occurred_at > p_now - interval '24 hours'
    union all select p_now, c.stale_since from public.connections c where c.id = p_connection and c.stale_since is not null)
  select jsonb_build_object('messages', count(*), 'in_trouble', count(*) filter (where held <> 'parked'), 'unsettled', count(*) filter (where state = 'received'),
    'pulled', count(*) filter (where auth = 'pull'), 'retried', count(*) filter (where attempts > 1),
    'gaps', (select count(*) from gaps),
    'gap_seconds', (select coalesce(sum(extract(epoch from g.until - greatest(g.since, p_now - interval '24 hours'))), 0)::int from gaps g),
    'lag_p50_ms', round(1000 * percentile_cont(0.5) within group (order by lag) filter (where lag is not null and is_live and auth = 'signature')),
    'lag_p95_ms', round(1000 * percentile_cont(0.95) within group (order by lag) filter (where lag is not null and is_live and auth = 'signature')),
    'error_bps', case when count(*) > 0 then (10000 * count(*) filter (where held <> 'parked') / count(*))::int end) from seen $$;

-- p_id null: all of them. What may be shown of a secret is when it was set, under which key, and when it ends.
create function public.integrations(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now();
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'kind', c.kind, 'platform', c.platform, 'status', c.status, 'created_at', c.created_at,
      'last_event_at', c.last_event_at, 'complete_through', c.complete_through, 'last_pull', c.last_pull, 'stale_since', c.stale_since, 'stale_cause', c.stale_cause, 'settings', private.connection_settings(c),
      'credentials_set', c.credentials_set || jsonb_build_object('by_name', (select coalesce(nullif(s.full_name, ''), s.email) from public.staff s where s.id = (c.credentials_set ->> 'by')::uuid)),
      'secrets', (select coalesce(jsonb_agg(jsonb_build_object('key_id', x ->> 'key_id', 'set_at', x ->> 'set_at', 'expires_at', x ->> 'expires_at')), '[]') from jsonb_array_elements(c.signing_secrets) x
        where x ->> 'expires_at' is null or (x ->> 'expires_at')::timestamptz > now_at),
      'accounts', (select count(*) from public.accounts a where a.connection_id = c.id and a.status in ('pending', 'active', 'live', 'blocked')),
      'held', (select count(*) from public.inbox i where i.connection_id = c.id and i.held is not null
        and not exists (select from public.inbox_deeds d where d.inbox_id = i.id and (d.deed = 'set-aside' or i.held <> 'parked'))),
      'reused_ids', (select count(*) from public.inbox_conflicts x join public.inbox i on i.id = x.inbox_id where i.connection_id = c.id and x.received_at > now_at - interval '24 hours'),
      'bad_signatures', (select coalesce(sum(h.total), 0) from private.refusal_hours h where h.slug = c.slug and h.hour > now_at - interval '24 hours'),
      'figures', private.source_figures(c.id, now_at)) order by c.kind not in ('neutral', 'broker'), c.stale_since is null, c.slug), '[]')
    from public.connections c where c.server not like 'scale:%' and (p_id is null or c.id = p_id));
end $$;

-- What was last judged is not what is known: while nothing is known of a feed, the living accounts on it are unknown wherever they are
-- counted or listed, and whoever reads one is told since when. Traders do not read connections, so the instant is told by a function.
create function private.stale_feeds() returns table (connection_id uuid, since timestamptz) language sql stable security definer rows 8 set search_path = '' as $$
  select c.id, c.stale_since from public.connections c where c.stale_since is not null $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.watch_feeds(timestamptz)', '{service_role}'), ('execute', 'public.integrations(uuid)', '{authenticated}');
insert into private.declared_grants (privilege, object, roles) values ('execute', 'private.stale_feeds()', '{authenticated,service_role}');
select private.apply_grants();
