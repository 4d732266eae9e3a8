-- An account hears its own source only. What is said of an account by another source, or of one nobody knows yet, is kept and waits under the account's
-- name: it is looked at again when the account opens, or when it is moved to the source that said it.
create table private.inbox_waits (
  inbox_id uuid not null references public.inbox, platform text not null, server text not null, login text not null, created_at timestamptz not null default now(),
  primary key (inbox_id, platform, server, login));
create index inbox_waits_account on private.inbox_waits (platform, server, login);
comment on table private.inbox_waits is 'Which accounts a parked message is about and its source does not feed.';
alter table private.inbox_waits enable row level security;

-- Messages parked before this day are waited for by the same names. A body is one event or a list of them, and an id may be a number.
insert into private.inbox_waits (inbox_id, platform, server, login)
  select distinct i.id, a ->> 'platform', coalesce(a ->> 'server', ''), a ->> 'login'
  from public.inbox i cross join lateral (select case when i.body is json object then i.body::jsonb end as b) m
    cross join lateral (select m.b #> '{data,account}' as a union all
      select e #> '{data,account}' from jsonb_array_elements(case jsonb_typeof(m.b -> 'events') when 'array' then m.b -> 'events' else '[]' end) e) found
  where i.state = 'parked' and jsonb_typeof(a) = 'object' and a ->> 'platform' is not null and a ->> 'login' is not null;

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

-- p = { inbox_id, state, answer, error, waits: [{ platform, server, login }] }. For messages with nothing recordable. One that is parked keeps its job where its
-- account has appeared since it was loaded.
create or replace function public.park_message(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare message public.inbox; next_state text := p ->> 'state'; now_at timestamptz := coalesce((p ->> 'now')::timestamptz, clock_timestamp()); waits jsonb := coalesce(p -> 'waits', '[]');
begin
  if next_state not in ('parked', 'settled', 'rejected') then raise exception 'a message is parked, settled or rejected'; end if;
  select * into strict message from public.inbox x where x.id = (p ->> 'inbox_id')::uuid for update;
  if message.state in ('settled', 'rejected') then return message.state; end if;
  delete from private.inbox_waits w where w.inbox_id = message.id;
  if next_state = 'parked' then
    insert into private.inbox_waits (inbox_id, platform, server, login)
      select distinct message.id, w.platform, coalesce(w.server, ''), w.login from jsonb_to_recordset(waits) as w(platform text, server text, login text);
    perform private.take_names(waits);
  end if;
  update public.inbox set state = next_state, answer = p -> 'answer', last_error = coalesce(p ->> 'error', private.fed_elsewhere(message)), attempts = attempts + 1,
    settled_at = case when next_state <> 'parked' then now_at end where id = message.id;
  perform private.remove_job('settle:' || message.id);
  if next_state = 'parked' and private.waits_in_vain(message) then
    perform private.add_job('settle-message', jsonb_build_object('inbox_id', message.id), now_at, 'settle:' || message.id, null);
  end if;
  return next_state;
end $$;

-- Every message that waits for one of these accounts and came from the source that feeds it now, however many there are.
drop function private.unpark(text, timestamptz);
create function private.unpark(p_accounts uuid[], p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare total int;
begin
  perform private.take_names((select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'server', a.server, 'login', a.login)), '[]') from public.accounts a where a.id = any (p_accounts)));
  with waiting as materialized (select distinct i.id from public.accounts a join private.inbox_waits w on w.platform = a.platform and w.server = a.server and w.login = a.login
      join public.inbox i on i.id = w.inbox_id where a.id = any (p_accounts) and i.state = 'parked' and i.connection_id = a.connection_id),
    added as (select private.add_job('settle-message', jsonb_build_object('inbox_id', x.id), p_now, 'settle:' || x.id, null) from waiting x)
  select count(*)::int into total from added;
  return total;
end $$;
do $$
declare target text; was text; becomes text;
begin
  foreach target in array array['public.activate_account(jsonb)', 'public.open_account(jsonb)'] loop
    was := pg_catalog.pg_get_functiondef(target::regprocedure);
    becomes := replace(was, 'private.unpark(a.login, now_at)', 'private.unpark(array[a.id], now_at)');
    if becomes = was then raise exception '% does not read as expected', target; end if;
    execute becomes;
  end loop;
  -- Where an account is reached from is told by its own source as well.
  was := pg_catalog.pg_get_functiondef('public.record_access(jsonb)'::regprocedure);
  becomes := replace(was, 'and x.login = one.login;', 'and x.login = one.login and x.connection_id = sender;');
  if becomes = was then raise exception 'record_access does not read as expected'; end if;
  execute becomes;
end $$;

-- A job is tried as often as whoever adds it says; a stored message five times, then a person is asked. Else the queue's own number holds.
drop function private.add_job(text, jsonb, timestamptz, text, text);
create function private.add_job(name text, payload jsonb, run_at timestamptz, job_key text, queue text, attempts int default null) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if to_regnamespace('graphile_worker') is null then
    raise exception 'the job queue is not installed: run the worker once (graphile_worker is missing)' using errcode = '55000';
  end if;
  execute 'select graphile_worker.add_job($1, payload => $2::json, queue_name => $3, run_at => $4, job_key => $5, max_attempts => $6)'
    using name, payload, queue, run_at, job_key, coalesce(attempts, case name when 'settle-message' then 5 else 25 end);
end $$;

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
