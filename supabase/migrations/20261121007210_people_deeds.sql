-- What may be done about people: notes, invitations, stopping and restoring a trader's access, and who works here in which role.

-- A letter that is about no account: to a trader, or to an address that is nobody here yet.
create function private.queue_letter(p_event bigint, p_message text, p_email text, p_trader uuid, p_context jsonb, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.mail_deliveries (event_id, message, to_email, trader_id, context, run_at, created_at) values (p_event, p_message, p_email, p_trader, p_context, p_now, p_now)
    on conflict (event_id, message, to_email) do nothing returning id into made;
  if made is not null then perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), p_now, 'mail:' || made, null); end if;
  return made;
end $$;

create function private.trader_event(p_trader uuid, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'trader_id', p_trader,
    'data', jsonb_build_object('trader_id', p_trader) || p_data)), p_now) $$;

create function public.add_trader_note(p_trader_id uuid, p_body text) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'finance', 'admin']); made uuid; told bigint;
begin
  if not exists (select from public.traders t where t.id = p_trader_id) then raise exception 'not-found' using errcode = 'P0002'; end if;
  insert into public.trader_notes (trader_id, staff_id, body) values (p_trader_id, who, p_body) returning id into made;
  told := private.trader_event(p_trader_id, 'note.added', null, jsonb_build_object('note_id', made), clock_timestamp());
  return made;
end $$;

-- Provisioning calls this for whoever bought without a sign-in: a second purchase finds the first invitation open and mails nothing more.
create function private.invite_trader(p_trader uuid, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.traders; i public.trader_invites; told bigint; mailed uuid;
begin
  select * into t from public.traders x where x.id = p_trader for update;
  if t.id is null or t.auth_user_id is not null or not t.is_active then return null; end if;
  select * into i from public.trader_invites x where x.trader_id = t.id and x.accepted_at is null and x.revoked_at is null;
  if i.expires_at > p_now then return i.id; end if;
  update public.trader_invites set revoked_at = p_now where id = i.id;
  insert into public.trader_invites (trader_id, invited_by, expires_at, created_at)
    values (t.id, case when private.is_staff() then private.uid() end, p_now + interval '14 days', p_now) returning * into i;
  told := private.trader_event(t.id, 'trader.invited', null, jsonb_build_object('invite_id', i.id, 'expires_at', i.expires_at), p_now);
  mailed := private.queue_letter(told, 'portal-invitation', t.email, t.id, jsonb_build_object('invite', jsonb_build_object('kind', 'trader', 'id', i.id)), p_now);
  return i.id;
end $$;
-- Staff ask for a fresh one: the link that was mailed before ends.
create function public.invite_trader(p_trader_id uuid) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); now_at timestamptz := clock_timestamp(); made uuid;
begin
  if not exists (select from public.traders t where t.id = p_trader_id) then raise exception 'not-found' using errcode = 'P0002'; end if;
  update public.trader_invites set revoked_at = now_at where trader_id = p_trader_id and accepted_at is null and revoked_at is null;
  made := private.invite_trader(p_trader_id, now_at);
  if made is null then raise exception 'nothing-to-invite' using errcode = '55000'; end if;
  return made;
end $$;

-- p = { invite_id, auth_user_id, email, full_name, now }: the server has checked the link's signature, which proves the address it was mailed to.
create function public.accept_trader_invite(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare i public.trader_invites; t public.traders;
begin
  select * into i from public.trader_invites x where x.id = (p ->> 'invite_id')::uuid for update;
  select * into t from public.traders x where x.id = i.trader_id;
  if i.id is null or i.accepted_at is not null or i.revoked_at is not null or i.expires_at <= (p ->> 'now')::timestamptz or not t.is_active
    or lower(t.email) <> lower(p ->> 'email') then raise exception 'not-found' using errcode = 'P0002'; end if;
  return public.register_trader(p || '{"proven": true}');
end $$;

-- Stops or restores a trader's access. A ban also blocks every account that still trades; lifting it unblocks none, since each needs a look of its own.
create function public.set_trader(p_id uuid, p_access text, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); t public.traders; a public.accounts; now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason);
  stopped text[] := '{}'; before text; told bigint; mailed uuid;
begin
  if p_access not in ('active', 'disabled', 'banned') then raise exception 'invalid' using errcode = '22023'; end if;
  if not exists (select from public.traders x where x.id = p_id) then raise exception 'not-found' using errcode = 'P0002'; end if;
  -- Accounts first, by id, as everywhere; the trader's row after them.
  for a in select x.* from public.accounts x where x.trader_id = p_id and x.status in ('active', 'live') and p_access = 'banned' order by x.id for update loop
    perform private.move_account(a, 'blocked', why, now_at);
    stopped := stopped || a.login;
  end loop;
  select * into strict t from public.traders x where x.id = p_id for update;
  before := private.trader_state(t);
  if before = p_access then raise exception 'already-decided' using errcode = '55000'; end if;
  update public.traders set is_active = p_access = 'active', disabled_reason = case when p_access <> 'active' then why end,
    disabled_at = case when p_access <> 'active' then coalesce(disabled_at, now_at) end, banned_at = case when p_access = 'banned' then now_at end where id = p_id;
  if p_access <> 'active' then perform private.end_sessions(t.auth_user_id); end if;
  told := private.trader_event(p_id, 'trader.' || case p_access when 'active' then 'enabled' else p_access end, why,
    jsonb_build_object('from_access', before, 'to_access', p_access, 'blocked_accounts', to_jsonb(stopped)), now_at);
  mailed := private.queue_letter(told, case p_access when 'active' then 'access-restored' else 'access-stopped' end, t.email, p_id,
    jsonb_build_object('access', p_access, 'reason', why, 'accounts', cardinality(stopped)), now_at);
  return jsonb_build_object('access', p_access, 'blocked_accounts', to_jsonb(stopped));
end $$;
