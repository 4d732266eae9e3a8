-- Sources: what staff do about the outside parties that post to us, how fresh each is, and what was kept back and waits for a person.
insert into private.declared_grants (privilege, object, roles) values
  ('select (quiet_after_seconds, stale_since, stale_cause, credentials_set, secret_set_at)', 'public.connections', '{authenticated}');
create index inbox_held on public.inbox (connection_id, received_at desc, id) where held is not null;
create index inbox_connection on public.inbox (connection_id, received_at desc);

create table public.inbox_deeds (
  id uuid primary key default gen_random_uuid(), inbox_id uuid not null references public.inbox, deed text not null check (deed in ('replayed', 'set-aside')),
  staff_id uuid not null references public.staff, reason text not null, created_at timestamptz not null default now());
create index inbox_deeds_inbox on public.inbox_deeds (inbox_id, created_at desc);
create index inbox_deeds_staff on public.inbox_deeds (staff_id);
comment on table public.inbox_deeds is 'What a person did about a message that was kept back. A replay is a message of its own, named after the deed; the first answer stands.';
create trigger inbox_deeds_are_append_only before update or delete on public.inbox_deeds for each row execute function private.refuse();
create trigger inbox_deeds_are_never_truncated before truncate on public.inbox_deeds for each statement execute function private.refuse();
alter table public.inbox_deeds enable row level security;
create policy "those who read raw messages see what was done about them" on public.inbox_deeds for select to authenticated
  using ((select private.staff_role()) in ('risk', 'config', 'admin', 'auditor', 'support'));

-- Where it was turned away by the hour, so that a rise is seen and a total of years hides nothing.
create table private.refusal_hours (slug text not null, code text not null, hour timestamptz not null, total bigint not null default 0, created_at timestamptz not null default now(), primary key (slug, code, hour));
comment on table private.refusal_hours is 'Messages turned away before anything was stored, by code and hour; thirty days.';
alter table private.refusal_hours enable row level security;

create function private.connection_event(c public.connections, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', nullif(p_reason, ''),
    'data', jsonb_build_object('connection_id', c.id, 'slug', c.slug) || coalesce(p_data, '{}'))), p_now) $$;

-- What the audit may show of a connection: its settings, and of its secrets only that they are there.
create function private.connection_settings(c public.connections) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('server', c.server, 'server_zone', c.server_zone, 'resync_url', c.resync_url, 'orders_url', c.orders_url, 'rate_limit', c.rate_limit,
    'confirm_grace_seconds', c.confirm_grace_seconds, 'order_grace_seconds', c.order_grace_seconds, 'quiet_after_seconds', c.quiet_after_seconds) $$;

-- p = { id, slug, kind, platform, server, server_zone, resync_url, orders_url, rate_limit, confirm_grace_seconds, order_grace_seconds, quiet_after_seconds,
--   secret: sealed (when it is made) }. Its address, kind and platform never change: others wrote them down.
create function public.save_connection(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); c public.connections; was jsonb; now_at timestamptz := clock_timestamp(); changed jsonb;
begin
  select * into c from public.connections x where x.id = (p ->> 'id')::uuid for update;
  if c.id is null and p -> 'secret' is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if c.id is null then
    if exists (select from public.connections x where x.slug = p ->> 'slug') then raise exception 'slug-taken' using errcode = '23505'; end if;
    if p ->> 'slug' like 'scale%' or p ->> 'server' like 'scale:%' then raise exception 'name-kept' using errcode = '22023'; end if;
    insert into public.connections (id, slug, kind, platform, server, signing_secrets, secret_set_at, rate_limit) values ((p ->> 'id')::uuid, p ->> 'slug', p ->> 'kind', coalesce(nullif(p ->> 'platform', ''), 'other'),
      coalesce(p ->> 'server', ''), jsonb_build_array((p -> 'secret') || jsonb_build_object('expires_at', null, 'set_at', now_at)), now_at, coalesce((p ->> 'rate_limit')::int, 600)) returning * into c;
    was := null;
  else was := private.connection_settings(c); end if;
  update public.connections set server = coalesce(p ->> 'server', ''), server_zone = nullif(p ->> 'server_zone', ''), resync_url = nullif(p ->> 'resync_url', ''), orders_url = nullif(p ->> 'orders_url', ''),
    rate_limit = coalesce((p ->> 'rate_limit')::int, rate_limit), confirm_grace_seconds = coalesce((p ->> 'confirm_grace_seconds')::int, confirm_grace_seconds),
    order_grace_seconds = coalesce((p ->> 'order_grace_seconds')::int, order_grace_seconds), quiet_after_seconds = (p ->> 'quiet_after_seconds')::int where id = c.id returning * into c;
  if was is null then perform private.connection_event(c, 'connection.created', null, jsonb_build_object('kind', c.kind, 'platform', c.platform) || private.connection_settings(c), now_at);
  else
    select jsonb_object_agg(n.key, jsonb_build_object('from', was -> n.key, 'to', n.value)) into changed from jsonb_each(private.connection_settings(c)) n where n.value is distinct from was -> n.key;
    if changed is not null then perform private.connection_event(c, 'connection.changed', p ->> 'reason', jsonb_build_object('changes', changed), now_at); end if;
  end if;
  return jsonb_build_object('id', c.id, 'slug', c.slug, 'changed', changed is not null or was is null);
end $$;

-- Two are valid until the old one ends; what was already ending ends now, so there are never three. No overlap: the old one ends at once.
create function public.rotate_secret(p_id uuid, p_secret jsonb, p_overlap_seconds int, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); c public.connections; now_at timestamptz := clock_timestamp(); ends timestamptz := now_at + make_interval(secs => p_overlap_seconds); old jsonb;
begin
  if p_overlap_seconds not between 0 and 2592000 then raise exception 'invalid' using errcode = '22023'; end if;
  select * into c from public.connections where id = p_id for update;
  if c.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  select coalesce(jsonb_agg(x || jsonb_build_object('expires_at', ends)), '[]') into old from jsonb_array_elements(c.signing_secrets) x where x ->> 'expires_at' is null and p_overlap_seconds > 0;
  update public.connections set signing_secrets = jsonb_build_array(p_secret || jsonb_build_object('expires_at', null, 'set_at', now_at)) || old, secret_set_at = now_at where id = p_id;
  perform private.connection_event(c, 'connection.secret-rotated', p_reason, jsonb_build_object('old_ends_at', ends), now_at);
  return jsonb_build_object('old_ends_at', ends);
end $$;

-- The next message obeys: the door reads the state with every message.
create function public.set_connection_status(p_id uuid, p_status text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); why text := private.need_reason(p_reason); c public.connections;
begin
  if p_status not in ('active', 'disabled') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into c from public.connections where id = p_id for update;
  if c.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if c.status = p_status then return c.status; end if;
  -- What was heard before is no news after a pause, so silence is counted from the day it is switched on again.
  update public.connections set status = p_status, stale_since = null, stale_cause = null,
    last_event_at = case when p_status = 'active' and last_event_at is not null then greatest(last_event_at, clock_timestamp()) else last_event_at end where id = p_id;
  perform private.connection_event(c, case p_status when 'active' then 'connection.enabled' else 'connection.disabled' end, why, null, clock_timestamp());
  return p_status;
end $$;

-- Sealed before they come here; nothing reads them back but the job that uses them. Null: they are forgotten.
create function public.set_credentials(p_id uuid, p_sealed jsonb, p_names text[]) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); c public.connections; now_at timestamptz := clock_timestamp(); told jsonb;
begin
  select * into c from public.connections where id = p_id for update;
  if c.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  told := case when p_sealed is not null then jsonb_build_object('names', to_jsonb(p_names), 'at', now_at, 'by', who, 'key_id', p_sealed ->> 'key_id') end;
  update public.connections set credentials = p_sealed, credentials_set = told where id = p_id;
  perform private.connection_event(c, case when p_sealed is null then 'connection.credentials-removed' else 'connection.credentials-set' end, null, jsonb_build_object('names', p_names, 'key_id', p_sealed ->> 'key_id'), now_at);
  return told;
end $$;

create function public.resync_connection(p_id uuid) returns text language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['risk', 'config', 'admin']); c public.connections; now_at timestamptz := clock_timestamp();
begin
  select * into c from public.connections where id = p_id;
  if c.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if c.status <> 'active' then raise exception 'disabled' using errcode = '55000'; end if;
  if c.resync_url is null then raise exception 'no-address' using errcode = '55000'; end if;
  perform private.add_job('pull-feed', jsonb_build_object('connection_id', c.id), now_at, 'pull:' || c.id, 'pull:' || c.id);
  perform private.connection_event(c, 'connection.resync-asked', null, null, now_at);
  return 'asked';
end $$;

-- A parked message is looked at again as it is; one that has its answer goes in once more under the name of this deed, because the first answer stands.
create function public.decide_held_message(p_id uuid, p_deed text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'config', 'admin']); why text := private.need_reason(p_reason); m public.inbox; c public.connections; d public.inbox_deeds; now_at timestamptz := clock_timestamp();
begin
  select * into m from public.inbox where id = p_id for update;
  if m.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if m.held is null then raise exception 'not-held' using errcode = '55000'; end if;
  if p_deed = 'replayed' and m.body is null then raise exception 'no-text' using errcode = '55000'; end if;
  select * into strict c from public.connections where id = m.connection_id;
  insert into public.inbox_deeds (inbox_id, deed, staff_id, reason, created_at) values (m.id, p_deed, who, why, now_at) returning * into d;
  if p_deed = 'replayed' and m.held = 'parked' then perform private.add_job('settle-message', jsonb_build_object('inbox_id', m.id), now_at, 'settle:' || m.id, null);
  elsif p_deed = 'replayed' then perform private.add_job('replay-message', jsonb_build_object('deed_id', d.id), now_at, 'replay:' || d.id, null); end if;
  perform private.connection_event(c, 'connection.message-' || p_deed, why, jsonb_build_object('inbox_id', m.id, 'deed_id', d.id, 'held', m.held), now_at);
  return p_deed;
end $$;

create function public.load_replay(p_deed_id uuid) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('connection', public.load_connection(c.slug), 'webhook_id', 'replay:' || d.id, 'body', m.body, 'headers', m.headers)
  from public.inbox_deeds d join public.inbox m on m.id = d.inbox_id join public.connections c on c.id = m.connection_id where d.id = p_deed_id and d.deed = 'replayed' $$;

-- What is kept back and nobody has decided about; a replay is itself kept back where it did not help. What came of a replay stands beside the deed, null until it went in.
create view public.held_messages with (security_invoker = true) as
  select i.id, i.connection_id, n.slug as connection_slug, i.webhook_id, i.held, i.received_at, i.attempts, i.last_error, length(coalesce(i.body, i.body_base64)) as bytes, i.body is not null as is_text,
    i.answer, not exists (select from public.inbox_deeds d where d.inbox_id = i.id and (d.deed = 'set-aside' or i.held <> 'parked')) as is_open,
    (select jsonb_build_object('deed', d.deed, 'reason', d.reason, 'at', d.created_at, 'by', coalesce(nullif(s.full_name, ''), s.email),
        'came', (select jsonb_build_object('state', r.state, 'held', r.held, 'status', r.answer -> 'status', 'at', coalesce(r.settled_at, r.received_at)) from public.inbox r
          where r.connection_id = i.connection_id and r.webhook_id = 'replay:' || d.id)) from public.inbox_deeds d
      left join public.staff s on s.id = d.staff_id where d.inbox_id = i.id order by d.created_at desc, d.id limit 1) as last_deed
  from public.inbox i join public.connections n on n.id = i.connection_id where i.held is not null;
comment on view public.held_messages is 'Messages that were kept but not, or not wholly, believed, each with the last thing a person did about it.';

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.inbox_deeds', '{authenticated}'), ('select', 'public.held_messages', '{authenticated}'),
  ('execute', 'public.save_connection(jsonb)', '{authenticated}'), ('execute', 'public.rotate_secret(uuid, jsonb, int, text)', '{authenticated}'),
  ('execute', 'public.set_connection_status(uuid, text, text)', '{authenticated}'), ('execute', 'public.set_credentials(uuid, jsonb, text[])', '{authenticated}'),
  ('execute', 'public.resync_connection(uuid)', '{authenticated}'), ('execute', 'public.decide_held_message(uuid, text, text)', '{authenticated}'),
  ('execute', 'public.load_replay(uuid)', '{service_role}');
select private.apply_grants();
