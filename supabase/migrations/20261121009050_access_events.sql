-- From where accounts are reached: logins and terminals as brokers tell of them, the portal as we see it. An address is kept in full for those who judge;
-- whoever only helps sees it masked, and an address they uncover is an event.
create function private.plain_address(p text) returns inet language plpgsql immutable set search_path = '' as $$
declare a inet;
begin
  a := host(p::inet)::inet;
  -- An IPv4 address in IPv6 clothes is the IPv4 address.
  if family(a) = 6 and a << '::ffff:0:0/96'::inet then a := substring(host(a) from '[0-9.]+$')::inet; end if;
  return a;
exception when invalid_text_representation then return null;
end $$;
-- What two visitors have in common when they come from one line: the IPv4 address, or the /64 that a line of IPv6 is given.
create function private.origin_of(p inet) returns cidr language sql immutable set search_path = '' as
$$ select network(set_masklen(p, case family(p) when 4 then 32 else 64 end)) $$;
create function private.masked_address(p inet) returns text language sql immutable set search_path = '' as
$$ select case family(p) when 4 then regexp_replace(host(p), '\.\d+$', '.*') else text(network(set_masklen(p, 64))) end $$;
create function private.sees_addresses() returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce(private.staff_role() in ('risk', 'admin', 'auditor'), false) $$;

create table public.ip_origins (
  id uuid primary key default gen_random_uuid(), origin cidr not null unique, masked text generated always as (private.masked_address(origin::inet)) stored,
  created_at timestamptz not null default now());
comment on table public.ip_origins is 'Every line an account was reached from, under a name that may be shown to whoever may not see the address.';
alter table public.ip_origins enable row level security;
create policy "those who judge, help or audit know the lines there are" on public.ip_origins for select to authenticated
  using ((select private.staff_role()) in ('risk', 'support', 'admin', 'auditor'));

create table public.ip_events (
  id uuid primary key default gen_random_uuid(), account_id uuid references public.accounts, trader_id uuid not null references public.traders, ip inet not null,
  origin_id uuid not null references public.ip_origins, kind text not null check (kind in ('login', 'terminal', 'portal')), device_hash text check (device_hash ~ '^[0-9a-f]{32}$'),
  client text, connection_id uuid references public.connections, inbox_id uuid references public.inbox, external_id text not null,
  occurred_at timestamptz not null, received_at timestamptz not null, created_at timestamptz not null default now(),
  unique nulls not distinct (account_id, kind, external_id), check ((kind = 'portal') = (account_id is null)));
create index ip_events_trader on public.ip_events (trader_id, occurred_at desc);
create index ip_events_origin on public.ip_events (origin_id, occurred_at desc);
create index ip_events_device on public.ip_events (device_hash, occurred_at desc) where device_hash is not null;
create index ip_events_occurred on public.ip_events (occurred_at desc, id);
create index ip_events_connection on public.ip_events (connection_id, received_at desc);
create index ip_events_inbox on public.ip_events (inbox_id);
comment on table public.ip_events is 'Logins, terminals and portal sign-ins with address and device, each once; append-only.';
create trigger ip_events_are_append_only before update or delete on public.ip_events for each row execute function private.refuse();
create trigger ip_events_are_never_truncated before truncate on public.ip_events for each statement execute function private.refuse();
alter table public.ip_events enable row level security;
create policy "those who judge, help or audit see from where accounts are reached" on public.ip_events for select to authenticated
  using ((select private.staff_role()) in ('risk', 'support', 'admin', 'auditor'));

create table public.ip_networks (
  id uuid primary key default gen_random_uuid(), cidr cidr not null, kind text not null check (kind in ('hosting', 'vpn', 'mobile', 'office')), owner text, source text not null,
  read_on date not null, imported_by uuid references public.staff, created_at timestamptz not null default now(), unique (cidr, source));
-- The network an address lies in, longest first, is looked up by containment; a b-tree knows no such thing.
create index ip_networks_containing on public.ip_networks using gist (cidr inet_ops);
create index ip_networks_imported_by on public.ip_networks (imported_by);
create index ip_networks_source on public.ip_networks (source, cidr);
comment on table public.ip_networks is 'What kind of network a range is, by whose word, and when that was read.';
alter table public.ip_networks enable row level security;
create policy "those who judge, help or audit see the networks" on public.ip_networks for select to authenticated
  using ((select private.staff_role()) in ('risk', 'support', 'admin', 'auditor'));

create table public.ip_allowances (
  id uuid primary key default gen_random_uuid(), network cidr not null, reason text not null check (length(reason) between 3 and 500), expires_at timestamptz not null,
  allowed_by uuid not null references public.staff, ended_at timestamptz, ended_by uuid references public.staff, end_reason text, created_at timestamptz not null default now(),
  check (expires_at > created_at), check ((ended_at is null) = (ended_by is null)));
create index ip_allowances_containing on public.ip_allowances using gist (network inet_ops);
create index ip_allowances_allowed_by on public.ip_allowances (allowed_by);
create index ip_allowances_ended_by on public.ip_allowances (ended_by);
comment on table public.ip_allowances is 'Lines and networks that speak against nobody until they expire: an office, a family, a trading floor we know.';
alter table public.ip_allowances enable row level security;
create policy "those who judge or audit see what is allowed" on public.ip_allowances for select to authenticated
  using ((select private.staff_role()) in ('risk', 'admin', 'auditor'));

create function private.network_of(p_origin cidr) returns public.ip_networks language sql stable security definer set search_path = '' as $$
  select n.* from public.ip_networks n where n.cidr operator(pg_catalog.>>=) p_origin order by masklen(n.cidr) desc, n.read_on desc, n.source limit 1 $$;
create function private.allowance_of(p_origin cidr, p_now timestamptz) returns public.ip_allowances language sql stable security definer set search_path = '' as $$
  select w.* from public.ip_allowances w where w.network operator(pg_catalog.>>=) p_origin and w.ended_at is null and w.expires_at > p_now and w.created_at <= p_now
    order by w.expires_at desc, w.id limit 1 $$;
create function private.shown_address(p_event uuid) returns text language sql stable security definer set search_path = '' as $$
  select case when private.sees_addresses() then host(e.ip) else private.masked_address(e.ip) end from public.ip_events e
    where e.id = p_event and private.staff_role() in ('risk', 'support', 'admin', 'auditor') $$;

create function private.keep_origin(p inet) returns uuid language plpgsql security definer set search_path = '' as $$
declare line cidr := private.origin_of(p); found uuid;
begin
  select o.id into found from public.ip_origins o where o.origin = line;
  if found is null then
    insert into public.ip_origins (origin) values (line) on conflict (origin) do nothing;
    select o.id into strict found from public.ip_origins o where o.origin = line;
  end if;
  return found;
end $$;

-- p = { inbox_id, received_at, events: [{ index, platform, server, login, external_id, kind, address, device_hash, client, occurred_at }] }.
-- Answers one outcome for each: recorded, duplicate, conflict, unknown-account.
create function public.record_access(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one record; a public.accounts; held public.ip_events; made uuid; outcomes jsonb := '[]'; message uuid := (p ->> 'inbox_id')::uuid;
  sender uuid := (select i.connection_id from public.inbox i where i.id = message);
begin
  for one in select e.* from jsonb_to_recordset(p -> 'events') as e(index int, platform text, server text, login text, external_id text, kind text, address inet, device_hash text,
      client text, occurred_at timestamptz) order by e.address, e.index loop
    made := null; held := null;
    select * into a from public.accounts x where x.platform = one.platform and x.server = one.server and x.login = one.login and x.connection_id = sender;
    if a.id is null then outcomes := outcomes || jsonb_build_object('index', one.index, 'outcome', 'unknown-account'); continue; end if;
    insert into public.ip_events (account_id, trader_id, ip, origin_id, kind, device_hash, client, connection_id, inbox_id, external_id, occurred_at, received_at)
      values (a.id, a.trader_id, one.address, private.keep_origin(one.address), one.kind, one.device_hash, one.client, sender, message,
        one.external_id, one.occurred_at, (p ->> 'received_at')::timestamptz)
      on conflict (account_id, kind, external_id) do nothing returning id into made;
    if made is null then select * into strict held from public.ip_events e where e.account_id = a.id and e.kind = one.kind and e.external_id = one.external_id; end if;
    outcomes := outcomes || jsonb_build_object('index', one.index, 'outcome', case when made is not null then 'recorded'
      when (held.ip, held.device_hash, held.occurred_at) is not distinct from (one.address, one.device_hash, one.occurred_at) then 'duplicate' else 'conflict' end);
  end loop;
  return outcomes;
end $$;
create function private.keep_portal_access() returns trigger language plpgsql security definer set search_path = '' as $$
declare whose uuid; address inet;
begin
  if not new.succeeded or new.ip is null then return null; end if;
  select t.id into whose from public.traders t where t.auth_user_id = new.actor_id;
  address := private.plain_address(host(new.ip));
  if whose is null then return null; end if;
  insert into public.ip_events (trader_id, ip, origin_id, kind, device_hash, client, external_id, occurred_at, received_at)
    values (whose, address, private.keep_origin(address), 'portal', new.device_hash, left(new.user_agent, 255), 'sign-in:' || new.id, new.occurred_at, new.occurred_at)
    on conflict (account_id, kind, external_id) do nothing;
  return null;
end $$;
create trigger keep_portal_access after insert on public.login_events for each row execute function private.keep_portal_access();

-- Raw messages that tell of addresses are not for those who see them masked.
create policy "messages that tell of addresses are for those who judge or audit" on public.inbox as restrictive for select to authenticated
  using ((select private.sees_addresses()) or position('account.accessed' in coalesce(body, '')) = 0);
create policy "conflicts that tell of addresses are for those who judge or audit" on public.inbox_conflicts as restrictive for select to authenticated
  using ((select private.sees_addresses()) or position('account.accessed' in coalesce(body, '')) = 0);

-- The network a line lies in, for readers who may not see the line itself.
create function private.network_of_origin(p_origin uuid) returns table (kind text, owner text, source text, read_on date) language sql stable security definer set search_path = '' as $$
  select n.kind, n.owner, n.source, n.read_on from public.ip_origins o cross join lateral private.network_of(o.origin) n where o.id = p_origin and n.id is not null
    and private.staff_role() in ('risk', 'support', 'admin', 'auditor') $$;

create view public.ip_events_list with (security_invoker = true) as
  select e.id, e.occurred_at, e.received_at, e.kind, e.origin_id, private.shown_address(e.id) as address, e.device_hash, left(e.device_hash, 8) as device, e.client, e.account_id, a.login,
    e.trader_id, t.full_name as trader_name, coalesce(c.slug, 'portal') as source, e.inbox_id, coalesce(n.kind, 'unmarked') as network_kind, n.owner as network_owner, n.source as network_source
  from public.ip_events e join public.traders t on t.id = e.trader_id left join public.accounts a on a.id = e.account_id left join public.connections c on c.id = e.connection_id
  left join lateral private.network_of_origin(e.origin_id) n on true;
comment on view public.ip_events_list is 'From where accounts were reached, by name; addresses as far as the reader may see them.';

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'private.' || f, '{authenticated,service_role}' from unnest(array['sees_addresses()', 'shown_address(uuid)', 'network_of_origin(uuid)']) f;
insert into private.declared_grants (privilege, object, roles) values
  ('select (id, masked, created_at)', 'public.ip_origins', '{authenticated}'),
  ('select (id, account_id, trader_id, origin_id, kind, device_hash, client, connection_id, inbox_id, external_id, occurred_at, received_at, created_at)', 'public.ip_events', '{authenticated}'),
  ('select', 'public.ip_networks', '{authenticated}'), ('select', 'public.ip_allowances', '{authenticated}'), ('select', 'public.ip_events_list', '{authenticated}'),
  ('execute', 'public.record_access(jsonb)', '{service_role}'),
  ('execute', 'public.record_login(uuid, text, text, text, boolean, timestamptz, text)', '{service_role}');
select private.apply_grants();
