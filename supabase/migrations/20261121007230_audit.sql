-- The audit: a deed names the request it came with, and the heads of all chains are anchored outside, where this database cannot rewrite them.
-- What a request says about itself counts only under a seal that our server alone can make: a token and the API are in everybody's hands.
create table private.request_seals (id boolean primary key default true check (id), key bytea not null, created_at timestamptz not null default now());
comment on table private.request_seals is 'One random key, shared with the web server, that seals where a request came from.';
alter table private.request_seals enable row level security;
insert into private.request_seals (key) values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
create function public.request_seal() returns text language sql stable security definer set search_path = '' as $$ select encode(s.key, 'hex') from private.request_seals s $$;

create function private.request_origin() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare told jsonb := nullif(current_setting('request.headers', true), '')::jsonb; said text := told ->> 'x-office-request'; secret bytea;
begin
  if said is null then return '{}'; end if;
  select s.key into secret from private.request_seals s;
  if encode(sha256(secret || convert_to(said, 'UTF8') || secret), 'hex') is distinct from told ->> 'x-office-seal' then return '{}'; end if;
  return jsonb_build_object('request_id', split_part(said, ' ', 1), 'address', nullif(split_part(said, ' ', 2), ''));
exception when invalid_text_representation then return '{}';
end $$;

-- An event without an address hashes as before, so the chains that exist stay whole.
create or replace function private.event_hash(e public.events) returns bytea language sql stable set search_path = '' as $$
  select sha256(e.prev_hash || convert_to((jsonb_build_array(e.stream, e.seq, e.kind, e.account_id, e.trader_id, e.actor_kind, e.actor_id, e.reason, e.data,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.request_id,
    to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')) || case when e.address is null then '[]'::jsonb else jsonb_build_array(e.address::text) end)::text, 'UTF8')) $$;

create or replace function private.append_events(p_stream text, p_events jsonb, p_now timestamptz) returns bigint language plpgsql security definer set search_path = '' as $$
declare one jsonb; e public.events; last_seq bigint; last_hash bytea; who text; who_id uuid; origin jsonb;
begin
  if coalesce(jsonb_array_length(p_events), 0) = 0 then return null; end if;
  -- An account's stream is guarded by the account's own row; advisory locks for thousands of accounts would fill the lock table.
  if p_stream like 'account:%' then perform from public.accounts a where a.id = substr(p_stream, 9)::uuid for update;
  else perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_stream, 7)); end if;
  select x.seq, x.hash into last_seq, last_hash from public.events x where x.stream = p_stream order by x.seq desc limit 1;
  if private.is_staff() then who := 'staff'; who_id := private.uid(); elsif private.trader_id() is not null then who := 'trader'; who_id := private.trader_id();
  else who := 'system'; end if;
  origin := private.request_origin();
  for one in select x from jsonb_array_elements(p_events) x loop
    last_seq := coalesce(last_seq, 0) + 1;
    e.stream := p_stream; e.seq := last_seq; e.kind := one ->> 'kind';
    e.account_id := coalesce((one ->> 'account_id')::uuid, case when p_stream like 'account:%' then substr(p_stream, 9)::uuid end);
    e.trader_id := coalesce((one ->> 'trader_id')::uuid, (select a.trader_id from public.accounts a where a.id = e.account_id));
    e.actor_kind := coalesce(one ->> 'actor_kind', who); e.actor_id := coalesce((one ->> 'actor_id')::uuid, who_id);
    e.reason := one ->> 'reason'; e.data := coalesce(one -> 'data', '{}'); e.occurred_at := coalesce((one ->> 'occurred_at')::timestamptz, p_now);
    e.request_id := coalesce(one ->> 'request_id', origin ->> 'request_id'); e.address := (origin ->> 'address')::inet;
    e.created_at := p_now; e.prev_hash := coalesce(last_hash, '\x'::bytea);
    e.hash := private.event_hash(e); last_hash := e.hash;
    insert into public.events (stream, seq, kind, account_id, trader_id, actor_kind, actor_id, reason, data, occurred_at, request_id, created_at, prev_hash, hash, address)
      values (e.stream, e.seq, e.kind, e.account_id, e.trader_id, e.actor_kind, e.actor_id, e.reason, e.data, e.occurred_at, e.request_id, e.created_at, e.prev_hash, e.hash, e.address)
      returning id into e.id;
  end loop;
  return e.id;
end $$;

create table public.anchors (
  id bigint generated always as identity primary key, up_to_event bigint not null, events bigint not null, streams bigint not null, head text not null, places text[] not null default '{}',
  is_intact boolean not null, first_bad jsonb, anchored_at timestamptz not null, created_at timestamptz not null default now());
create index anchors_anchored on public.anchors (anchored_at desc, id desc);
comment on table public.anchors is 'Heads of the spine as they were, hour by hour; the copies outside are what counts when the two differ.';
create trigger anchors_are_append_only before update or delete on public.anchors for each row execute function private.refuse();
create trigger anchors_are_never_truncated before truncate on public.anchors for each statement execute function private.refuse();
alter table public.anchors enable row level security;
create policy "those who audit see the anchors" on public.anchors for select to authenticated using ((select private.staff_role()) in ('admin', 'auditor'));

-- The newest event below which nothing can appear any more: writers hold the table until they commit, so waiting for them once is enough.
create function public.events_horizon() returns bigint language plpgsql security definer set search_path = '' set lock_timeout = '1s' as $$
begin
  lock table public.events in share mode;
  return (select coalesce(max(e.id), 0) from public.events e);
end $$;

-- One head over the last link of every stream as of an event. Load tests come and go and are left out.
create function public.head_of_events(p_up_to bigint) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_request() and coalesce(private.staff_role(), '') not in ('auditor', 'admin') then raise exception 'not-allowed' using errcode = '42501'; end if;
  return (
    with ends as (select distinct on (e.stream) e.stream, e.seq, e.hash from public.events e where e.id <= p_up_to and e.stream not like 'scale:%' order by e.stream, e.seq desc)
    select jsonb_build_object('up_to_event', p_up_to, 'streams', count(*),
      'events', (select count(*) from public.events e where e.id <= p_up_to and e.stream not like 'scale:%'),
      'head', encode(sha256(convert_to(coalesce(string_agg(x.stream || ' ' || x.seq || ' ' || encode(x.hash, 'hex'), E'\n' order by x.stream collate "C"), ''), 'UTF8')), 'hex')) from ends x);
end $$;

-- The first link of each broken chain, with what was found; nothing when all hold.
create function private.first_bad_events() returns jsonb language sql stable security definer set search_path = '' as $$
  select (select jsonb_build_object('stream', v.stream, 'seq', v.first_bad_seq, 'event_id', (select e.id from public.events e where e.stream = v.stream and e.seq = v.first_bad_seq))
    from public.verify_events() v where not v.is_intact order by v.stream collate "C" limit 1) $$;

-- p = { up_to_event, events, streams, head, places, problem|null, now }: what the server wrote outside, and whether everything still agreed.
create function public.record_anchor(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint; bad jsonb := coalesce(p -> 'problem', 'null'); now_at timestamptz := (p ->> 'now')::timestamptz; told bigint;
begin
  if bad = 'null' then bad := private.first_bad_events(); end if;
  insert into public.anchors (up_to_event, events, streams, head, places, is_intact, first_bad, anchored_at)
    values ((p ->> 'up_to_event')::bigint, (p ->> 'events')::bigint, (p ->> 'streams')::bigint, p ->> 'head',
      array(select jsonb_array_elements_text(p -> 'places')), bad is null, bad, now_at) returning id into made;
  if bad is not null then told := private.staff_event('staff:firm', 'audit.chain-broken', null, bad, now_at); end if;
  return made;
end $$;

create view public.audit_list with (security_invoker = true) as
  select e.id, e.stream, e.seq, e.kind, e.actor_kind, e.actor_id,
    coalesce(nullif(s.full_name, ''), s.email, case when e.actor_kind = 'trader' then t.full_name end) as actor_name, s.role as actor_role,
    e.account_id, a.login, e.trader_id, t.full_name as trader_name, e.reason, e.data, host(e.address) as address, e.request_id, e.occurred_at, e.created_at,
    encode(e.hash, 'hex') as hash
  from public.events e left join public.staff s on s.id = e.actor_id left join public.accounts a on a.id = e.account_id left join public.traders t on t.id = e.trader_id;
comment on view public.audit_list is 'Every event with the names of who acted and of what was acted on.';

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.anchors', '{authenticated}'), ('select', 'public.audit_list', '{authenticated}'),
  ('execute', 'public.head_of_events(bigint)', '{authenticated,service_role}'), ('execute', 'public.request_seal()', '{service_role}'),
  ('execute', 'public.events_horizon()', '{service_role}'), ('execute', 'public.record_anchor(jsonb)', '{service_role}');
select private.apply_grants();
