-- The audit: a deed names the request it came with, and the heads of all chains are anchored outside, where this database cannot rewrite them.
-- What a request says about itself counts only under a seal that our server alone can make: a token and the API are in everybody's hands.
create table private.request_seals (id boolean primary key default true check (id), key bytea not null, created_at timestamptz not null default now());
comment on table private.request_seals is 'One random key, shared with the web server, that seals where a request came from.';
alter table private.request_seals enable row level security;
insert into private.request_seals (key) values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));
create function public.request_seal() returns text language sql stable security definer set search_path = '' as $$ select encode(s.key, 'hex') from private.request_seals s $$;

-- An address that cannot be read is none: the record of from where a deed came must never undo the deed.
create function private.request_origin() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare told jsonb := nullif(current_setting('request.headers', true), '')::jsonb; said text := told ->> 'x-office-request'; secret bytea;
begin
  if said is null then return '{}'; end if;
  select s.key into secret from private.request_seals s;
  if encode(sha256(secret || convert_to(said, 'UTF8') || secret), 'hex') is distinct from told ->> 'x-office-seal' then return '{}'; end if;
  return jsonb_build_object('request_id', split_part(said, ' ', 1), 'address', host(private.plain_address(nullif(split_part(said, ' ', 2), ''))));
exception when invalid_text_representation then return '{}';
end $$;

create table public.anchors (
  id bigint generated always as identity primary key, up_to_event bigint not null, events bigint not null, streams bigint not null, head text not null, places text[] not null default '{}',
  is_intact boolean not null, first_bad jsonb, anchored_at timestamptz not null, created_at timestamptz not null default now(),
  bad_rows jsonb not null default '[]');
create index anchors_anchored on public.anchors (anchored_at desc, id desc);
comment on table public.anchors is 'Heads of the spine as they were, hour by hour; the copies outside are what counts when the two differ.';
comment on column public.anchors.bad_rows is 'Every link that did not hold when the anchor was made and that nobody had explained before.';
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

-- p = { up_to_event, events, streams, head, places, problem|null, now }: what the server wrote outside, and whether everything still agreed. The same finding is told once.
create function public.record_anchor(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint; bad jsonb := coalesce(p -> 'problem', 'null'); now_at timestamptz := (p ->> 'now')::timestamptz; told bigint; rows_bad jsonb; is_told boolean;
begin
  select coalesce(jsonb_agg(jsonb_build_object('stream', b.stream, 'seq', b.seq)), '[]') into rows_bad from private.bad_events() b;
  if bad = 'null' then bad := private.first_bad_events(); end if;
  is_told := exists (select from private.open_breaks() x where x.first_bad = bad);
  insert into public.anchors (up_to_event, events, streams, head, places, is_intact, first_bad, bad_rows, anchored_at)
    values ((p ->> 'up_to_event')::bigint, (p ->> 'events')::bigint, (p ->> 'streams')::bigint, p ->> 'head',
      array(select jsonb_array_elements_text(p -> 'places')), bad is null, bad, rows_bad, now_at) returning id into made;
  if bad is not null and not is_told then told := private.staff_event('staff:firm', 'audit.chain-broken', null, bad, now_at); end if;
  return made;
end $$;

-- From where a deed was done is told to whoever sees addresses; the column is granted to nobody.
create function private.deed_address(p_event bigint) returns text language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_request() and not private.sees_addresses() then return null; end if;
  return (select host(e.address) from public.events e where e.id = p_event);
end $$;
create view public.audit_list with (security_invoker = true) as
  select e.id, e.stream, e.seq, e.kind, e.actor_kind, e.actor_id,
    coalesce(nullif(s.full_name, ''), s.email, case when e.actor_kind = 'trader' then t.full_name end) as actor_name, s.role as actor_role,
    e.account_id, a.login, e.trader_id, t.full_name as trader_name, e.reason, e.data, private.deed_address(e.id) as address, e.request_id, e.occurred_at, e.created_at,
    encode(e.hash, 'hex') as hash
  from public.events e left join public.staff s on s.id = e.actor_id left join public.accounts a on a.id = e.account_id left join public.traders t on t.id = e.trader_id;
comment on view public.audit_list is 'Every event with the names of who acted and of what was acted on.';

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.anchors', '{authenticated}'), ('select', 'public.audit_list', '{authenticated}'),
  ('execute', 'private.deed_address(bigint)', '{authenticated,service_role}'), ('execute', 'public.head_of_events(bigint)', '{authenticated,service_role}'), ('execute', 'public.request_seal()', '{service_role}'),
  ('execute', 'public.events_horizon()', '{service_role}'), ('execute', 'public.record_anchor(jsonb)', '{service_role}');
select private.apply_grants();
