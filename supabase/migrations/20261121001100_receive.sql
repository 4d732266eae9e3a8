-- The door's half in SQL: store the raw message once, answer a repeat with the first answer, tell the judge about the accounts.
create function private.receive_known(p jsonb, p_message public.inbox) returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  if p_message.body_sha256 <> p ->> 'body_sha256' then
    insert into public.inbox_conflicts (inbox_id, body, body_base64, body_sha256, headers, received_at)
      values (p_message.id, case when (p ->> 'bytes_valid_utf8')::boolean is not false then coalesce(p ->> 'body', '') end, p ->> 'body_base64', p ->> 'body_sha256',
        coalesce(p -> 'headers', '{}'), (p ->> 'now')::timestamptz) on conflict (inbox_id, body_sha256) do nothing;
    return jsonb_build_object('outcome', 'id-reused', 'inbox_id', p_message.id, 'answer', null, 'retry_after', null, 'accounts', '[]'::jsonb, 'unknown', '[]'::jsonb);
  end if;
  -- An unsettled repeat is settled by whoever asks, so it is told what the first was told.
  return jsonb_build_object('outcome', 'duplicate', 'inbox_id', p_message.id, 'answer', case when p_message.state in ('settled', 'rejected') then p_message.answer end,
    'retry_after', null) || case when p_message.state in ('settled', 'rejected') then '{"accounts": [], "unknown": []}'::jsonb else private.load_accounts(p -> 'accounts') end;
end $$;

create function private.receive_message(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare c public.connections; message public.inbox; now_at timestamptz := (p ->> 'now')::timestamptz; is_text boolean := (p ->> 'bytes_valid_utf8')::boolean is not false;
  wait int; turned_down boolean := coalesce(p -> 'rejected', 'null') <> 'null'; stored uuid;
begin
  select * into strict c from public.connections x where x.id = (p ->> 'connection_id')::uuid;
  -- What we import ourselves is no flood from outside.
  if p ->> 'auth' not in ('import', 'pull') and not public.take_rate('connection:' || c.id, c.rate_limit, 60, now_at) then
    select greatest(1, ceil(extract(epoch from w.started_at + interval '60 seconds' - now_at))::int) into wait from private.rate_windows w where w.key = 'connection:' || c.id;
    return jsonb_build_object('outcome', 'slow-down', 'inbox_id', null, 'answer', null, 'retry_after', wait, 'accounts', '[]'::jsonb, 'unknown', '[]'::jsonb);
  end if;
  insert into public.inbox (connection_id, webhook_id, body, body_base64, body_sha256, headers, auth, state, answer, received_at, settled_at)
    values (c.id, p ->> 'webhook_id', case when is_text then coalesce(p ->> 'body', '') end, case when not is_text then coalesce(p ->> 'body_base64', '') end,
      p ->> 'body_sha256', coalesce(p -> 'headers', '{}'), p ->> 'auth', case when turned_down then 'rejected' else 'received' end,
      case when turned_down then p -> 'rejected' end, now_at, case when turned_down then now_at end)
    on conflict (connection_id, webhook_id) do nothing returning id into stored;
  if stored is null then
    select * into strict message from public.inbox x where x.connection_id = c.id and x.webhook_id = p ->> 'webhook_id';
    return private.receive_known(p, message);
  end if;
  -- A busy feed would make this row hot for nothing; a few seconds are fresh enough for the eye.
  update public.connections set last_event_at = now_at where id = c.id and (last_event_at is null or last_event_at < now_at - interval '5 seconds');
  if turned_down then
    return jsonb_build_object('outcome', 'stored', 'inbox_id', stored, 'answer', p -> 'rejected', 'retry_after', null, 'accounts', '[]'::jsonb, 'unknown', '[]'::jsonb);
  end if;
  perform private.add_job('settle-message', jsonb_build_object('inbox_id', stored), now_at + interval '30 seconds', 'settle:' || stored, null);
  return jsonb_build_object('outcome', 'stored', 'inbox_id', stored, 'answer', null, 'retry_after', null) || private.load_accounts(p -> 'accounts');
end $$;

-- p = { inbox_id, state, answer, error, waits: [{ platform, server, login }] }. For messages with nothing recordable. A parked one waits for its account under
-- the account's name, and keeps its job where that account has appeared since it was loaded.
create function public.park_message(p jsonb) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

-- Every message that waits for one of these accounts and came from the source that feeds it now, however many there are. One that came from another source says
-- who feeds the account: whoever looks at what was kept back sees why it still waits.
create function private.unpark(p_accounts uuid[], p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare total int;
begin
  perform private.take_names((select coalesce(jsonb_agg(jsonb_build_object('platform', a.platform, 'server', a.server, 'login', a.login)), '[]') from public.accounts a where a.id = any (p_accounts)));
  with waiting as materialized (select distinct i.id from public.accounts a join private.inbox_waits w on w.platform = a.platform and w.server = a.server and w.login = a.login
      join public.inbox i on i.id = w.inbox_id where a.id = any (p_accounts) and i.state = 'parked' and i.connection_id = a.connection_id),
    added as (select private.add_job('settle-message', jsonb_build_object('inbox_id', x.id), p_now, 'settle:' || x.id, null) from waiting x)
  select count(*)::int into total from added;
  -- One that is just being parked anew is left to whoever parks it: they hold its row, wait for these names and then see the account.
  with others as materialized (select i.id from public.inbox i where i.state = 'parked' and i.id in (select w.inbox_id from public.accounts a
      join private.inbox_waits w on w.platform = a.platform and w.server = a.server and w.login = a.login where a.id = any (p_accounts)) for update skip locked)
    update public.inbox i set last_error = private.fed_elsewhere(i) from others o where i.id = o.id;
  return total;
end $$;

create function public.note_refusal(p_slug text, p_code text) returns void language plpgsql security definer set search_path = '' as $$
declare named text := coalesce((select x.slug from public.connections x where x.slug = p_slug), 'unknown');
begin
  -- Only slugs that exist are counted by name, so a stranger cannot fill the table.
  insert into private.ingest_counters as c (slug, code, total) values (named, left(p_code, 60), 1) on conflict (slug, code) do update set total = c.total + 1;
  insert into private.refusal_hours as h (slug, code, hour, total) values (named, left(p_code, 60), date_trunc('hour', now()), 1)
    on conflict (slug, code, hour) do update set total = h.total + 1;
end $$;
