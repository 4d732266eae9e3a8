-- What the outside hears from us: each event that is a topic leaves as a signed message, in order per account, at least once, with a log that says what was answered.
create table public.outbound_endpoints (
  id uuid primary key default gen_random_uuid(), name text not null check (length(trim(name)) between 1 and 80), url text not null check (url ~ '^https?://'), topics text[] not null check (topics <> '{}'),
  secrets jsonb not null, is_active boolean not null default true, paused_at timestamptz, from_event bigint not null default 0, last_sent_at timestamptz, created_by uuid references public.staff,
  created_at timestamptz not null default now());
create index outbound_endpoints_created_by on public.outbound_endpoints (created_by);
comment on table public.outbound_endpoints is 'Who listens to us, to which topics. Secrets are sealed before they come here and granted to nobody.';
alter table public.outbound_endpoints enable row level security;
create policy "staff see who listens" on public.outbound_endpoints for select to authenticated using ((select private.is_staff()));

create table public.outbound_deliveries (
  id uuid primary key default gen_random_uuid(), endpoint_id uuid not null references public.outbound_endpoints, event_id bigint not null references public.events, topic text not null,
  account_id uuid references public.accounts, lane text not null, body text not null, state text not null default 'queued' check (state in ('queued', 'sent')), attempts int not null default 0,
  next_at timestamptz not null, claimed_until timestamptz, failing_since timestamptz, last_status int, last_error text, sent_at timestamptz, created_at timestamptz not null default now(),
  unique (endpoint_id, event_id, topic), check ((state = 'sent') <= (sent_at is not null)));
create index outbound_deliveries_queue on public.outbound_deliveries (endpoint_id, lane, event_id) where state = 'queued';
create index outbound_deliveries_log on public.outbound_deliveries (endpoint_id, created_at desc, id);
create index outbound_deliveries_event on public.outbound_deliveries (event_id);
create index outbound_deliveries_account on public.outbound_deliveries (account_id);
comment on table public.outbound_deliveries is 'One message to one listener. A lane is an account: what fails holds back only what comes after it on the same lane.';
alter table public.outbound_deliveries enable row level security;
create policy "those who run or audit integrations see what was sent" on public.outbound_deliveries for select to authenticated
  using ((select private.staff_role()) in ('support', 'risk', 'finance', 'config', 'admin', 'auditor'));

create table public.outbound_attempts (
  id bigint generated always as identity primary key, delivery_id uuid not null references public.outbound_deliveries, attempted_at timestamptz not null, status int, answer text, error text,
  duration_ms int not null, created_at timestamptz not null default now());
create index outbound_attempts_delivery on public.outbound_attempts (delivery_id, id desc);
comment on table public.outbound_attempts is 'Every try, with what was answered, cut short.';
create trigger outbound_attempts_are_never_truncated before truncate on public.outbound_attempts for each statement execute function private.refuse();
alter table public.outbound_attempts enable row level security;
create policy "those who run or audit integrations see each try" on public.outbound_attempts for select to authenticated
  using ((select private.staff_role()) in ('support', 'risk', 'finance', 'config', 'admin', 'auditor'));

create table private.outbound_cursor (id boolean primary key default true check (id), event_id bigint not null default 0, created_at timestamptz not null default now());
comment on table private.outbound_cursor is 'How far the spine was read for listeners; its row is the lock of whoever reads on.';
alter table private.outbound_cursor enable row level security;
insert into private.outbound_cursor (event_id) select coalesce(max(id), 0) from public.events;

-- What a topic says beside the event itself. Identities and amounts never change; instants are those of the deed. Accounts of a load test come and go: nobody outside hears of them.
create function private.outbound_facts(p_ids bigint[]) returns table (event_id bigint, facts jsonb) language sql stable security definer set search_path = '' as $$
  select e.id, jsonb_strip_nulls(jsonb_build_object(
    'account', (select jsonb_build_object('id', a.id, 'trader_id', a.trader_id, 'opened_from_account_id', a.opened_from_account_id, 'challenge_type_id', a.challenge_type_id, 'currency', a.currency,
        'initial_balance_cents', a.initial_balance_cents, 'activated_at', a.activated_at, 'closed_at', a.closed_at, 'closure_reason', a.closure_reason, 'phase', p.name, 'is_live', p.is_live, 'rule_set_version', r.version)
      from public.accounts a join public.phases p on p.id = a.phase_id join public.rule_sets r on r.id = a.rule_set_id where a.id = e.account_id and a.server not like 'scale:%'),
    'payout', case when e.kind like 'withdrawal.%' then (select jsonb_build_object('id', p.id, 'account_id', p.account_id, 'trader_id', p.trader_id, 'requested_cents', p.requested_cents, 'gross_cents', p.gross_cents,
        'currency', p.currency, 'route', p.route, 'requested_at', p.requested_at, 'approved_at', p.approved_at) from public.payouts p where p.id = (e.data ->> 'payout_id')::uuid) end,
    'violation', case when e.kind like 'rule.violation-%' then (select jsonb_build_object('detected_at', v.detected_at) from public.risk_violations v where v.id = (e.data ->> 'violation_id')::uuid) end))
  from public.events e where e.id = any (p_ids) $$;

-- p = { cursor, now, messages: [{ event_id, topic, account_id, lane, body }] }; null cursor: the messages were read again for one listener, p.endpoint_id. Called under the cursor's lock.
create function private.queue_outbound(p jsonb) returns int language plpgsql security definer set search_path = '' as $$
declare now_at timestamptz := (p ->> 'now')::timestamptz; one uuid; total int := 0; made int;
begin
  if p ->> 'cursor' is not null then update private.outbound_cursor set event_id = (p ->> 'cursor')::bigint; end if;
  for one in select e.id from public.outbound_endpoints e where e.is_active and (p ->> 'endpoint_id' is null or e.id = (p ->> 'endpoint_id')::uuid) order by e.id loop
    insert into public.outbound_deliveries (endpoint_id, event_id, topic, account_id, lane, body, next_at, created_at)
      select e.id, m.event_id, m.topic, m.account_id, m.lane, m.body, now_at, now_at from public.outbound_endpoints e, jsonb_to_recordset(p -> 'messages') m(event_id bigint, topic text, account_id uuid, lane text, body text)
      where e.id = one and m.topic = any (e.topics) and (m.event_id > e.from_event or p ->> 'endpoint_id' is not null) on conflict (endpoint_id, event_id, topic) do nothing;
    get diagnostics made = row_count;
    if made > 0 then perform private.add_job('send-outbound', jsonb_build_object('endpoint_id', one), now_at, 'outbound:' || one, 'outbound:' || one); end if;
    total := total + made;
  end loop;
  return total;
end $$;

-- Only the oldest of a lane may go, and whoever takes it holds it for a while, so no two send it at once.
create function public.claim_outbound(p_endpoint uuid, p_now timestamptz, p_limit int) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare e public.outbound_endpoints; taken jsonb;
begin
  select * into e from public.outbound_endpoints where id = p_endpoint;
  if e.id is null or not e.is_active or e.paused_at is not null then return null; end if;
  with heads as (select d.id from public.outbound_deliveries d where d.endpoint_id = e.id and d.state = 'queued' and d.next_at <= p_now and coalesce(d.claimed_until <= p_now, true)
      and not exists (select from public.outbound_deliveries x where x.endpoint_id = d.endpoint_id and x.lane = d.lane and x.state = 'queued' and (x.event_id, x.topic) < (d.event_id, d.topic))
      order by d.event_id, d.topic limit p_limit for update skip locked),
  claimed as (update public.outbound_deliveries d set claimed_until = p_now + interval '60 seconds' from heads h where d.id = h.id returning d.*)
  select jsonb_agg(jsonb_build_object('id', c.id, 'event_id', c.event_id::text, 'topic', c.topic, 'body', c.body) order by c.event_id, c.topic) into taken from claimed c;
  return jsonb_build_object('endpoint', jsonb_build_object('id', e.id, 'url', e.url, 'secrets', e.secrets), 'deliveries', coalesce(taken, '[]'));
end $$;

-- p = { delivery_id, ok, status, answer, error, duration_ms, now }. Waits grow to six hours; after a day of failing nobody is asked any more until a person says so.
create function public.settle_outbound(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare d public.outbound_deliveries; now_at timestamptz := (p ->> 'now')::timestamptz; waits constant int[] := array[5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 21600]; paused uuid; name_of text;
begin
  select * into d from public.outbound_deliveries where id = (p ->> 'delivery_id')::uuid for update;
  if d.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  insert into public.outbound_attempts (delivery_id, attempted_at, status, answer, error, duration_ms) values (d.id, now_at, (p ->> 'status')::int, left(p ->> 'answer', 2000), left(p ->> 'error', 500), coalesce((p ->> 'duration_ms')::int, 0));
  update public.outbound_deliveries set attempts = attempts + 1, last_status = (p ->> 'status')::int, last_error = left(p ->> 'error', 500), claimed_until = null,
    state = case when (p ->> 'ok')::boolean then 'sent' else state end, sent_at = case when (p ->> 'ok')::boolean then now_at else sent_at end,
    failing_since = case when (p ->> 'ok')::boolean then null else coalesce(failing_since, now_at) end,
    next_at = case when (p ->> 'ok')::boolean then next_at else now_at + make_interval(secs => waits[least(attempts + 1, array_length(waits, 1))]) end where id = d.id returning * into d;
  if (p ->> 'ok')::boolean then update public.outbound_endpoints set last_sent_at = now_at where id = d.endpoint_id and (last_sent_at is null or last_sent_at < now_at - interval '5 seconds');
  elsif d.state = 'queued' and d.failing_since <= now_at - interval '24 hours' then
    update public.outbound_endpoints set paused_at = now_at where id = d.endpoint_id and paused_at is null and is_active returning id, name into paused, name_of;
    if paused is not null then perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'outbound.paused', 'reason', left(coalesce(p ->> 'error', 'answered ' || (p ->> 'status')), 300),
      'data', jsonb_build_object('endpoint_id', paused, 'name', name_of, 'delivery_id', d.id, 'failing_since', d.failing_since))), now_at); end if;
  end if;
  return jsonb_build_object('state', d.state, 'next_at', d.next_at, 'paused', paused is not null);
end $$;

-- Whatever is due or will be has a job, even where one was lost. Retries have a key of their own, so they never push back what is new.
create function public.tend_outbound(p_endpoint uuid, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare one record; total int := 0;
begin
  for one in select d.endpoint_id, min(greatest(d.next_at, coalesce(d.claimed_until, d.next_at))) as due from public.outbound_deliveries d join public.outbound_endpoints e on e.id = d.endpoint_id
      where d.state = 'queued' and e.is_active and e.paused_at is null and (p_endpoint is null or e.id = p_endpoint)
        and not exists (select from public.outbound_deliveries x where x.endpoint_id = d.endpoint_id and x.lane = d.lane and x.state = 'queued' and (x.event_id, x.topic) < (d.event_id, d.topic)) group by d.endpoint_id loop
    perform private.add_job('send-outbound', jsonb_build_object('endpoint_id', one.endpoint_id), greatest(one.due, p_now), 'outbound-due:' || one.endpoint_id, 'outbound:' || one.endpoint_id);
    total := total + 1;
  end loop;
  return total;
end $$;

create function private.endpoint_event(e public.outbound_endpoints, p_kind text, p_reason text, p_data jsonb) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', nullif(p_reason, ''), 'data', jsonb_build_object('endpoint_id', e.id, 'name', e.name) || coalesce(p_data, '{}'))), clock_timestamp()) $$;

-- p = { id, name, url, topics, secret: sealed (when it is made) }. A listener hears what happens from now on; what was before is asked for by a replay.
create function public.save_endpoint(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); e public.outbound_endpoints; was public.outbound_endpoints; wanted text[] := array(select jsonb_array_elements_text(p -> 'topics') order by 1);
begin
  select * into was from public.outbound_endpoints where id = (p ->> 'id')::uuid for update;
  if was.id is null then
    if p -> 'secret' is null then raise exception 'not-found' using errcode = 'P0002'; end if;
    insert into public.outbound_endpoints (id, name, url, topics, secrets, from_event, created_by) values ((p ->> 'id')::uuid, trim(p ->> 'name'), p ->> 'url', wanted,
      jsonb_build_array((p -> 'secret') || jsonb_build_object('expires_at', null, 'set_at', clock_timestamp())), (select coalesce(max(x.id), 0) from public.events x), who) returning * into e;
    perform private.endpoint_event(e, 'outbound.endpoint-created', null, jsonb_build_object('url', e.url, 'topics', e.topics));
  else
    update public.outbound_endpoints set name = trim(p ->> 'name'), url = p ->> 'url', topics = wanted where id = was.id returning * into e;
    if (e.name, e.url, e.topics) is distinct from (was.name, was.url, was.topics) then
      perform private.endpoint_event(e, 'outbound.endpoint-changed', null, jsonb_build_object('from', jsonb_build_object('name', was.name, 'url', was.url, 'topics', was.topics), 'to', jsonb_build_object('name', e.name, 'url', e.url, 'topics', e.topics)));
    end if;
  end if;
  return jsonb_build_object('id', e.id);
end $$;

-- While the old secret is still valid each message carries both signatures.
create function public.rotate_endpoint_secret(p_id uuid, p_secret jsonb, p_overlap_seconds int) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); e public.outbound_endpoints; now_at timestamptz := clock_timestamp(); ends timestamptz := now_at + make_interval(secs => p_overlap_seconds); old jsonb;
begin
  if p_overlap_seconds not between 0 and 2592000 then raise exception 'invalid' using errcode = '22023'; end if;
  select * into e from public.outbound_endpoints where id = p_id for update;
  if e.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  select coalesce(jsonb_agg(x || jsonb_build_object('expires_at', ends)), '[]') into old from jsonb_array_elements(e.secrets) x where x ->> 'expires_at' is null and p_overlap_seconds > 0;
  update public.outbound_endpoints set secrets = jsonb_build_array(p_secret || jsonb_build_object('expires_at', null, 'set_at', now_at)) || old where id = p_id;
  perform private.endpoint_event(e, 'outbound.secret-rotated', null, jsonb_build_object('old_ends_at', ends));
  return jsonb_build_object('old_ends_at', ends);
end $$;

-- Switched on again, whether a person or the machine had stopped it: what waited goes out in its order, with a day's patience again.
create function public.set_endpoint_active(p_id uuid, p_is_active boolean, p_reason text) returns boolean language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); why text := private.need_reason(p_reason); e public.outbound_endpoints; now_at timestamptz := clock_timestamp();
begin
  select * into e from public.outbound_endpoints where id = p_id for update;
  if e.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if e.is_active = p_is_active and (e.paused_at is null or not p_is_active) then return e.is_active; end if;
  update public.outbound_endpoints set is_active = p_is_active, paused_at = null where id = p_id;
  if p_is_active then
    update public.outbound_deliveries set failing_since = null, attempts = 0, next_at = now_at where endpoint_id = p_id and state = 'queued';
    perform public.tend_outbound(p_id, now_at);
  end if;
  perform private.endpoint_event(e, case when not p_is_active then 'outbound.endpoint-stopped' when e.paused_at is not null then 'outbound.resumed' else 'outbound.endpoint-started' end, why, null);
  return p_is_active;
end $$;

-- One message again, or everything since an instant: under the same ids, so a listener that keeps them loses nothing by hearing twice.
create function public.replay_outbound(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'config', 'admin']); e public.outbound_endpoints; now_at timestamptz := clock_timestamp(); again int; since timestamptz := (p ->> 'from')::timestamptz; first_event bigint;
begin
  select x.* into e from public.outbound_endpoints x where x.id = coalesce((p ->> 'endpoint_id')::uuid, (select d.endpoint_id from public.outbound_deliveries d where d.id = (p ->> 'delivery_id')::uuid));
  if e.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if not e.is_active then raise exception 'not-active' using errcode = '55000'; end if;
  if since is not null then select min(x.id) into first_event from public.events x where x.created_at >= since; end if;
  update public.outbound_deliveries d set state = 'queued', next_at = now_at, claimed_until = null, failing_since = null where d.endpoint_id = e.id
    and (d.id = (p ->> 'delivery_id')::uuid or d.event_id >= first_event) and coalesce(d.claimed_until <= now_at, true);
  get diagnostics again = row_count;
  if first_event is not null then perform private.add_job('replay-outbound', jsonb_build_object('endpoint_id', e.id, 'from_event', first_event::text), now_at, 'outbound-replay:' || e.id, 'outbound:' || e.id); end if;
  perform private.add_job('send-outbound', jsonb_build_object('endpoint_id', e.id), now_at, 'outbound:' || e.id, 'outbound:' || e.id);
  perform private.endpoint_event(e, 'outbound.replayed', p ->> 'reason', jsonb_strip_nulls(jsonb_build_object('delivery_id', p ->> 'delivery_id', 'from', since, 'again', again)));
  return jsonb_build_object('again', again);
end $$;

-- What waits is null for those who do not read what was sent.
create view public.outbound_endpoints_list with (security_invoker = true) as
  select e.id, e.name, e.url, e.topics, e.is_active, e.paused_at, e.last_sent_at, e.created_at,
    case when (select private.staff_role()) is distinct from 'viewer' then (select count(*) from public.outbound_deliveries d where d.endpoint_id = e.id and d.state = 'queued')::int end as waiting,
    (select min(d.failing_since) from public.outbound_deliveries d where d.endpoint_id = e.id and d.state = 'queued') as failing_since,
    (select d.last_error from public.outbound_deliveries d where d.endpoint_id = e.id and d.state = 'queued' and d.failing_since is not null order by d.event_id limit 1) as last_error
  from public.outbound_endpoints e;
comment on view public.outbound_endpoints_list is 'Listeners with what waits for each.';

insert into private.declared_grants (privilege, object, roles) values
  ('select (id, name, url, topics, is_active, paused_at, from_event, last_sent_at, created_by, created_at)', 'public.outbound_endpoints', '{authenticated}'),
  ('select', 'public.outbound_deliveries', '{authenticated}'), ('select', 'public.outbound_attempts', '{authenticated}'), ('select', 'public.outbound_endpoints_list', '{authenticated}'),
  ('execute', 'public.claim_outbound(uuid, timestamptz, int)', '{service_role}'), ('execute', 'public.settle_outbound(jsonb)', '{service_role}'), ('execute', 'public.tend_outbound(uuid, timestamptz)', '{service_role}'),
  ('execute', 'public.save_endpoint(jsonb)', '{authenticated}'), ('execute', 'public.rotate_endpoint_secret(uuid, jsonb, int)', '{authenticated}'),
  ('execute', 'public.set_endpoint_active(uuid, boolean, text)', '{authenticated}'), ('execute', 'public.replay_outbound(jsonb)', '{authenticated}');
select private.apply_grants();
