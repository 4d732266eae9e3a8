-- Who shares lines and machines, read from the events; and what staff do about it: allow a network, uncover an address, take in a list of networks.
create function private.is_inner(p cidr) returns boolean language sql immutable set search_path = '' as $$
  select p operator(pg_catalog.<<=) any (array['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fc00::/7', 'fe80::/10']::cidr[]) $$;

-- Each trader at each place, with the days they were there, counted from 1970. A place is 'address:<line>' or 'device:<digest>'.
create function private.access_usages(p_since timestamptz, p_until timestamptz, p_traders uuid[]) returns table (trader uuid, place text, days int[]) language sql stable security definer set search_path = '' as $$
  with visits as (select e.trader_id, e.origin_id, e.device_hash, (e.occurred_at at time zone 'UTC')::date - date '1970-01-01' as day from public.ip_events e
    where e.occurred_at >= p_since and e.occurred_at < p_until and (p_traders is null or e.trader_id = any (p_traders)))
  select v.trader_id, 'address:' || v.origin_id, array_agg(distinct v.day order by v.day) from visits v group by v.trader_id, v.origin_id
  union all select v.trader_id, 'device:' || v.device_hash, array_agg(distinct v.day order by v.day) from visits v where v.device_hash is not null group by v.trader_id, v.device_hash $$;

-- What is known of places: the network a line lies in, what was allowed, how many traders came, and a name the reader may see.
create function private.access_places(p_places text[], p_since timestamptz, p_until timestamptz, p_plain boolean, p_now timestamptz) returns table (id text, kind text, label text, traders int, network jsonb,
  allowance jsonb, is_inner boolean) language sql stable security definer set search_path = '' as $$
  select 'address:' || o.id, 'address', case when not p_plain then o.masked when family(o.origin) = 4 then host(o.origin) else text(o.origin) end,
    (select count(distinct e.trader_id)::int from public.ip_events e where e.origin_id = o.id and e.occurred_at >= p_since and e.occurred_at < p_until),
    case when n.id is not null then jsonb_build_object('kind', n.kind, 'owner', n.owner, 'source', n.source, 'read_on', n.read_on) end,
    case when w.id is not null then jsonb_build_object('reason', w.reason, 'expires_at', w.expires_at) end, private.is_inner(o.origin)
  from public.ip_origins o cross join lateral private.network_of(o.origin) n cross join lateral private.allowance_of(o.origin, p_now) w
  where o.id in (select substring(x from 9)::uuid from unnest(p_places) x where x like 'address:%')
  union all
  select 'device:' || d.hash, 'device', 'Machine ' || left(d.hash, 8),
    (select count(distinct e.trader_id)::int from public.ip_events e where e.device_hash = d.hash and e.occurred_at >= p_since and e.occurred_at < p_until), null, null, false
  from (select distinct substring(x from 8) as hash from unnest(p_places) x where x like 'device:%') d $$;

create function private.access_people(p_traders uuid[], p_since timestamptz, p_until timestamptz) returns table (id uuid, name text, country text, kyc_status text, trades int) language sql stable
security definer set search_path = '' as $$
  select t.id, t.full_name, t.country, t.kyc_status, (select count(*)::int from public.trades x join public.accounts a on a.id = x.account_id where a.trader_id = t.id and x.reverses_id is null
    and x.close_time >= p_since and x.close_time < p_until) from public.traders t where t.id = any (p_traders) $$;

create function private.access_likeness(p_a uuid, p_b uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', x.kind, 'score', round(x.score)::int) order by x.score desc), '[]') from (select s.kind, max(s.score) as score from public.abuse_signals s
    where s.kind in ('copy_trade', 'hedge') and s.state <> 'cleared' and ((s.trader_a = p_a and s.trader_b = p_b) or (s.trader_a = p_b and s.trader_b = p_a)) group by s.kind) x $$;

-- The two of a pair, as far as the reader may see it: what the judgement of identity is made of, and the signals there are.
create function public.identity_of(p_a uuid, p_b uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now(); since timestamptz := now_at - interval '30 days'; until timestamptz := now_at + interval '1 day';
begin
  perform private.require_staff(array['risk', 'support', 'admin', 'auditor']);
  return (with usages as materialized (select * from private.access_usages(since, until, array[p_a, p_b])), places as (select array_agg(distinct u.place) as ids from usages u)
    select jsonb_build_object('since', since, 'until', now_at, 'people', (select coalesce(jsonb_agg(x), '[]') from private.access_people(array[p_a, p_b], since, until) x),
      'usages', (select coalesce(jsonb_agg(u order by u.place, u.trader), '[]') from usages u),
      'places', (select coalesce(jsonb_agg(x order by x.id), '[]') from places p cross join lateral private.access_places(p.ids, since, until, private.sees_addresses(), now_at) x),
      'likeness', private.access_likeness(p_a, p_b),
      'accounts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'login', a.login, 'trader_id', a.trader_id, 'status', a.status, 'challenge', c.title) order by a.created_at, a.id), '[]')
        from public.accounts a join public.challenge_types c on c.id = a.challenge_type_id where a.trader_id in (p_a, p_b)),
      'signals', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'score', s.score, 'state', s.state, 'version', s.version, 'reason', s.decision_reason, 'decided_at', s.decided_at)
        order by s.score desc, s.id), '[]') from public.abuse_signals s where s.kind in ('shared_ip', 'shared_device') and s.trader_a in (p_a, p_b) and s.trader_b in (p_a, p_b)),
      'reviews', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'state', r.state, 'reason', r.decision_reason) order by r.created_at desc), '[]') from public.reviews r
        where r.kind = 'kyc' and r.rule = 'one-trader' and r.trader_id in (p_a, p_b) and r.evidence ->> 'other_trader_id' in (p_a::text, p_b::text))));
end $$;

-- Lines and machines where two traders or more were seen in thirty days; crowds come last.
create function public.shared_places() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now(); since timestamptz := now_at - interval '30 days'; until timestamptz := now_at + interval '1 day';
begin
  perform private.require_staff(array['risk', 'support', 'admin', 'auditor']);
  return (with seen as (
      select 'address:' || e.origin_id as place, count(distinct e.trader_id) as traders, count(*) as visits, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at from public.ip_events e
        where e.occurred_at >= since and e.occurred_at < until group by e.origin_id having count(distinct e.trader_id) > 1
      union all select 'device:' || e.device_hash, count(distinct e.trader_id), count(*), min(e.occurred_at), max(e.occurred_at) from public.ip_events e
        where e.device_hash is not null and e.occurred_at >= since and e.occurred_at < until group by e.device_hash having count(distinct e.trader_id) > 1),
    shown as (select * from seen s order by (s.traders > 20), s.traders desc, s.visits desc, s.place limit 300)
    select jsonb_build_object('since', since, 'until', now_at, 'total', (select count(*) from seen),
      'heard', (select coalesce(jsonb_agg(jsonb_build_object('source', h.source, 'events', h.events, 'last_at', h.last_at) order by h.source), '[]') from (select coalesce(c.slug, 'portal') as source, count(*) as events,
        max(e.occurred_at) as last_at from public.ip_events e left join public.connections c on c.id = e.connection_id where e.occurred_at >= since group by 1) h),
      'places', (select coalesce(jsonb_agg(to_jsonb(x) || jsonb_build_object('visits', s.visits, 'first_at', s.first_at, 'last_at', s.last_at) order by (s.traders > 20), s.traders desc, s.visits desc, s.place), '[]')
        from shown s join private.access_places((select array_agg(place) from shown), since, until, private.sees_addresses(), now_at) x on x.id = s.place)));
end $$;

-- One line or machine: who was there, with which accounts, and when.
create function public.place_of(p_place text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare now_at timestamptz := now(); since timestamptz := now_at - interval '30 days'; until timestamptz := now_at + interval '1 day'; line uuid; machine text;
begin
  perform private.require_staff(array['risk', 'support', 'admin', 'auditor']);
  if p_place ~ '^address:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then line := substring(p_place from 9)::uuid;
  elsif p_place ~ '^device:[0-9a-f]{32}$' then machine := substring(p_place from 8); else return null; end if;
  if not exists (select from public.ip_events e where case when line is not null then e.origin_id = line else e.device_hash = machine end) then return null; end if;
  return jsonb_build_object('since', since, 'until', now_at, 'place', (select to_jsonb(x) from private.access_places(array[p_place], since, until, private.sees_addresses(), now_at) x),
    'visitors', (select coalesce(jsonb_agg(v order by v.last_at desc, v.trader_id), '[]') from (
      select e.trader_id, t.full_name as name, count(*) as visits, count(distinct (e.occurred_at at time zone 'UTC')::date) as days, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at,
        (select coalesce(jsonb_agg(distinct jsonb_build_object('id', a.id, 'login', a.login)), '[]') from public.ip_events y join public.accounts a on a.id = y.account_id
          where y.trader_id = e.trader_id and case when line is not null then y.origin_id = line else y.device_hash = machine end and y.occurred_at >= since) as accounts
      from public.ip_events e join public.traders t on t.id = e.trader_id
      where case when line is not null then e.origin_id = line else e.device_hash = machine end and e.occurred_at >= since and e.occurred_at < until
      group by e.trader_id, t.full_name order by max(e.occurred_at) desc, e.trader_id limit 200) v));
end $$;

-- Whoever sees addresses masked may uncover one, for a reason; that they did is an event, the address is not in it.
create function public.reveal_address(p_id uuid, p_reason text) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'support', 'admin']); why text := private.need_reason(p_reason); o public.ip_origins;
begin
  select * into o from public.ip_origins where id = p_id;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.as_staff();
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'address.revealed', 'reason', why,
    'data', jsonb_build_object('origin_id', o.id, 'masked', o.masked, 'revealed_to', who))), clock_timestamp());
  return case family(o.origin) when 4 then host(o.origin) else text(o.origin) end;
end $$;

-- p = { origin_id | network, reason, days }. At most a year, and never more than a /8 or a /24 of IPv6: nobody allows the internet.
create function public.save_ip_allowance(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p ->> 'reason'); net cidr; days int := (p ->> 'days')::int; now_at timestamptz := clock_timestamp(); made uuid;
begin
  begin
    net := coalesce((select o.origin from public.ip_origins o where o.id = (p ->> 'origin_id')::uuid), network((p ->> 'network')::inet));
  exception when invalid_text_representation then raise exception 'bad-network' using errcode = '22023'; end;
  if net is null then raise exception 'bad-network' using errcode = '22023'; end if;
  if masklen(net) < (case family(net) when 4 then 8 else 24 end) then raise exception 'network-too-wide' using errcode = '22023'; end if;
  if coalesce(days, 0) not between 1 and 366 then raise exception 'bad-expiry' using errcode = '22023'; end if;
  insert into public.ip_allowances (network, reason, expires_at, allowed_by, created_at) values (net, why, now_at + make_interval(days => days), who, now_at) returning id into made;
  perform private.as_staff();
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'access.allowed', 'reason', why,
    'data', jsonb_build_object('allowance_id', made, 'masked', private.masked_address(net::inet), 'days', days))), now_at);
  perform private.add_job('scan-access', '{}', now_at, 'scan-access:asked', null);
  return made;
end $$;

create function public.end_ip_allowance(p_id uuid, p_reason text) returns boolean language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); now_at timestamptz := clock_timestamp(); w public.ip_allowances;
begin
  update public.ip_allowances set ended_at = now_at, ended_by = who, end_reason = why where id = p_id and ended_at is null and expires_at > now_at returning * into w;
  if w.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.as_staff();
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'access.allowance-ended', 'reason', why,
    'data', jsonb_build_object('allowance_id', w.id, 'masked', private.masked_address(w.network::inet)))), now_at);
  perform private.add_job('scan-access', '{}', now_at, 'scan-access:asked', null);
  return true;
end $$;

-- p = { source, rows: [{ cidr, kind, owner, read_on }] }: what this source says now. A range it names no more is forgotten where `whole` says the list is complete.
create function public.import_networks(p jsonb) returns jsonb language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); said text := p ->> 'source'; added int; changed int; gone int := 0; now_at timestamptz := clock_timestamp();
begin
  perform pg_advisory_xact_lock(hashtextextended('import-networks', 7));
  create temporary table incoming on commit drop as select distinct on (r.cidr) r.* from jsonb_to_recordset(p -> 'rows') as r(cidr cidr, kind text, owner text, read_on date) order by r.cidr, r.read_on desc;
  select count(*) filter (where n.id is null), count(*) filter (where n.id is not null and (n.kind, n.owner, n.read_on) is distinct from (i.kind, i.owner, i.read_on)) into added, changed
    from pg_temp.incoming i left join public.ip_networks n on n.cidr = i.cidr and n.source = said;
  insert into public.ip_networks as n (cidr, kind, owner, source, read_on, imported_by) select i.cidr, i.kind, i.owner, said, i.read_on, who from pg_temp.incoming i
    on conflict (cidr, source) do update set kind = excluded.kind, owner = excluded.owner, read_on = excluded.read_on, imported_by = excluded.imported_by
      where (n.kind, n.owner, n.read_on) is distinct from (excluded.kind, excluded.owner, excluded.read_on);
  if (p ->> 'whole')::boolean then
    delete from public.ip_networks n where n.source = said and not exists (select from pg_temp.incoming i where i.cidr = n.cidr);
    get diagnostics gone = row_count;
  end if;
  drop table pg_temp.incoming;
  perform private.as_staff();
  if added + changed + gone > 0 then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'access.networks-imported', 'reason', said,
      'data', jsonb_build_object('source', said, 'added', added, 'changed', changed, 'removed', gone))), now_at);
    perform private.add_job('scan-access', '{}', now_at, 'scan-access:asked', null);
  end if;
  return jsonb_build_object('added', added, 'changed', changed, 'removed', gone);
end $$;

-- One trader for one challenge: where two who seem to be one person both bought it, the later one is asked about before anybody approves who they are. What a
-- person answered once about two traders is not asked again. p = { trader_a, trader_b, score, parts, now }.
create function public.question_shared_access(p jsonb) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare earlier uuid; later uuid; sold text;
begin
  select t.id into later from public.traders t where t.id in ((p ->> 'trader_a')::uuid, (p ->> 'trader_b')::uuid) order by t.created_at desc, t.id desc limit 1;
  earlier := case when later = (p ->> 'trader_a')::uuid then (p ->> 'trader_b')::uuid else (p ->> 'trader_a')::uuid end;
  select c.title into sold from public.accounts x join public.accounts y on y.challenge_type_id = x.challenge_type_id and y.trader_id = earlier
    join public.challenge_types c on c.id = x.challenge_type_id where x.trader_id = later and x.server not like 'scale:%' order by c.title limit 1;
  if sold is null or exists (select from public.reviews r where r.kind = 'kyc' and r.rule = 'one-trader' and ((r.trader_id = later and r.evidence ->> 'other_trader_id' = earlier::text)
      or (r.trader_id = earlier and r.evidence ->> 'other_trader_id' = later::text))) then return null; end if;
  return private.kyc_review(later, later::text, 'one-trader', jsonb_build_object('other_trader_id', earlier, 'basis', 'shared-access', 'challenge', sold, 'score of 100', p -> 'score', 'why', p -> 'parts',
      'side by side', '/ip-analysis/pairs/' || (p ->> 'trader_a') || '/' || (p ->> 'trader_b')),
    (p ->> 'now')::timestamptz);
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['identity_of(uuid, uuid)', 'shared_places()', 'place_of(text)', 'reveal_address(uuid, text)', 'save_ip_allowance(jsonb)',
  'end_ip_allowance(uuid, text)', 'import_networks(jsonb)']) f;
insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.question_shared_access(jsonb)', '{service_role}');
select private.apply_grants();
