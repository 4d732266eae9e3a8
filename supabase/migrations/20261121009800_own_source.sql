-- An account hears its own source only. What is said of an account by another source, or of one nobody knows yet, is kept and waits under the account's
-- name: it is looked at again when the account opens, or when it is moved to the source that said it.
create table private.inbox_waits (
  inbox_id uuid not null references public.inbox, platform text not null, server text not null, login text not null, created_at timestamptz not null default now(),
  primary key (inbox_id, platform, server, login));
create index inbox_waits_account on private.inbox_waits (platform, server, login);
comment on table private.inbox_waits is 'Which accounts a parked message is about and its source does not feed.';
alter table private.inbox_waits enable row level security;

-- Whoever parks a message for an account and whoever opens or moves that account take turns on its name: the second always sees what the first wrote.
create function private.take_names(p_names jsonb) returns void language plpgsql security definer set search_path = '' as $$
declare name bigint;
begin
  for name in select distinct pg_catalog.hashtextextended(jsonb_build_array(n ->> 'platform', n ->> 'server', n ->> 'login')::text, 11) from jsonb_array_elements(p_names) n order by 1 loop
    perform pg_catalog.pg_advisory_xact_lock(name);
  end loop;
end $$;

create function private.waits_in_vain(m public.inbox) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from private.inbox_waits w join public.accounts a on a.platform = w.platform and a.server = w.server and a.login = w.login
    where w.inbox_id = m.id and a.connection_id = m.connection_id) $$;
create function private.fed_elsewhere(m public.inbox) returns text language sql stable security definer set search_path = '' as $$
  select 'Another source feeds ' || string_agg(x.told, ', ') from (select a.login || ' (' || c.slug || ')' as told
    from private.inbox_waits w join public.accounts a on a.platform = w.platform and a.server = w.server and a.login = w.login
      join public.connections c on c.id = a.connection_id where w.inbox_id = m.id and a.connection_id <> m.connection_id order by a.login limit 10) x $$;

-- A source that was replaced strands nobody: its accounts go on with another of the same platform, and what that one has said of them meanwhile is heard.
-- At most two thousand in one go; answers { moved, left }.
create function public.move_accounts(p_from uuid, p_to uuid, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['config', 'admin']); why text := private.need_reason(p_reason); f public.connections; t public.connections; ids uuid[]; one uuid;
  now_at timestamptz := clock_timestamp(); remaining int;
begin
  perform from public.connections c where c.id in (p_from, p_to) order by c.id for update;
  select * into f from public.connections where id = p_from;
  select * into t from public.connections where id = p_to;
  if f.id is null or t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if f.status <> 'disabled' then raise exception 'still-on' using errcode = '55000'; end if;
  if t.status <> 'active' then raise exception 'disabled' using errcode = '55000'; end if;
  if t.kind not in ('neutral', 'broker') or t.platform <> f.platform then raise exception 'other-platform' using errcode = '22023'; end if;
  with held as materialized (select a.id from public.accounts a where a.connection_id = f.id order by a.id limit 2000 for update)
    select coalesce(array_agg(h.id order by h.id), '{}') into ids from held h;
  if ids = '{}' then return '{"moved": 0, "left": 0}'; end if;
  -- Whoever has loaded one of them judges it again.
  update public.accounts set connection_id = t.id, version = version + 1 where id = any (ids);
  foreach one in array ids loop
    perform private.append_events('account:' || one, jsonb_build_array(jsonb_build_object('kind', 'account.source-moved', 'reason', why, 'data', jsonb_build_object('from', f.slug, 'to', t.slug))), now_at);
  end loop;
  perform private.unpark(ids, now_at);
  select count(*)::int into remaining from public.accounts a where a.connection_id = f.id;
  perform private.connection_event(f, 'connection.accounts-moved', why, jsonb_build_object('to', t.slug, 'moved', cardinality(ids), 'left', remaining), now_at);
  return jsonb_build_object('moved', cardinality(ids), 'left', remaining);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.move_accounts(uuid, uuid, text)', '{authenticated}');
select private.apply_grants();
