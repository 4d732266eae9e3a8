-- Mail is begun under a lock that re-reads what it is about; accounts and people come in by these doors only.
create function public.begin_mail(p_id uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare m public.mail_deliveries := private.lock_delivery(p_id); verdict text; stopped text := private.mail_stopped(m, p_now); t public.mail_templates;
begin
  if m.id is null or m.state not in ('queued', 'sending') then return null; end if;
  if m.violation_id is not null then
    select v.state into verdict from public.risk_violations v where v.id = m.violation_id;
    if verdict = 'provisional' then
      perform private.add_job('send-mail', jsonb_build_object('delivery_id', m.id), p_now + interval '1 minute', 'mail:' || m.id, null);
      return null;
    elsif verdict <> 'confirmed' then stopped := 'verdict ' || verdict; end if;
  end if;
  if stopped is not null then
    -- Nobody answered an earlier attempt: it may have arrived, so the reason says so, but it is never sent again.
    update public.mail_deliveries set state = 'voided', state_reason = stopped || case m.state when 'sending' then '; an earlier attempt may have arrived' else '' end where id = m.id;
    return null;
  end if;
  update public.mail_deliveries set state = 'sending', attempts = attempts + 1 where id = m.id;
  t := private.words_in_force(m.message);
  return jsonb_build_object('id', m.id, 'event_id', m.event_id, 'message', m.message, 'to_email', m.to_email, 'context', private.mail_context(m), 'is_test', m.is_test,
    'template', case when m.is_test then m.words || '{"version": 0}' when t.id is not null then jsonb_build_object('subject', t.subject, 'body', t.body, 'version', t.version) end,
    'unsubscribes', (select m.trader_id from private.mail_messages k where k.name = m.message and k.is_optional));
end $$;

-- p = { id, state: sent|not_sent|failed|queued|unknown, provider_id, state_reason, template_version, template_trouble, subject, now }
create function public.settle_mail(p jsonb) returns text language plpgsql security definer set search_path = '' as $$
declare m public.mail_deliveries := private.lock_delivery((p ->> 'id')::uuid); next_state text := p ->> 'state'; now_at timestamptz := (p ->> 'now')::timestamptz; trouble text := p ->> 'template_trouble';
begin
  if m.id is null then return 'unknown'; end if;
  if m.state <> 'sending' or next_state not in ('sent', 'not_sent', 'failed', 'queued', 'unknown') then return m.state; end if;
  -- Refused for now: nothing has left, so it waits as before and a withdrawn verdict still voids it. Unknown: it may have left, so it stays as it is.
  if next_state in ('queued', 'unknown') then
    update public.mail_deliveries set state = case next_state when 'queued' then 'queued' else state end, state_reason = p ->> 'state_reason' where id = m.id;
    return next_state;
  end if;
  update public.mail_deliveries set state = next_state, provider_id = coalesce(p ->> 'provider_id', provider_id), state_reason = p ->> 'state_reason', subject = p ->> 'subject',
    template_version = (p ->> 'template_version')::int, template_trouble = trouble, sent_at = case when next_state = 'sent' then now_at else sent_at end where id = m.id returning * into m;
  perform private.mail_event_of(m, replace(next_state, '_', '-'), p ->> 'state_reason', now_at);
  if trouble is not null then
    perform private.open_review('job', null, 'mail-words:' || m.message, 'mail-words', 'the saved words of a letter could not be used', jsonb_build_object('message', m.message,
      'trouble', trouble, 'delivery_id', m.id), now_at + interval '24 hours', now_at); end if;
  return private.apply_notices(m.id, now_at);
end $$;

-- p = { auth_user_id|null, email, full_name, proven, now }. Anybody may sign up under any address, so a trader who is already known is handed
-- over only to whoever has proven the address: by the link of an invitation or of a new password, never by registering alone. A trader is one since the moment the firm
-- was told, not since the row was written: growth by week is counted by it.
create function public.register_trader(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.traders; subject uuid := (p ->> 'auth_user_id')::uuid; address text := lower(trim(p ->> 'email')); at timestamptz := (p ->> 'now')::timestamptz; made boolean := false;
begin
  select * into t from public.traders x where lower(x.email) = address for update;
  if t.id is null then
    if subject is not null and not private.registration_open() then raise exception 'registration-closed' using errcode = '42501'; end if;
    insert into public.traders (auth_user_id, email, full_name, created_at) values (subject, address, coalesce(p ->> 'full_name', ''), coalesce(at, now()))
      on conflict ((lower(email))) do nothing returning * into t;
    made := t.id is not null;
    if not made then select * into strict t from public.traders x where lower(x.email) = address for update; end if;
  end if;
  if not made then
    if subject is null or t.auth_user_id = subject then return t.id;
    elsif t.auth_user_id is not null then raise exception 'this trader belongs to another sign-in' using errcode = '42501';
    elsif not coalesce((p ->> 'proven')::boolean, false) then raise exception 'needs-proof' using errcode = '42501'; end if;
    update public.traders set auth_user_id = subject, full_name = coalesce(nullif(full_name, ''), p ->> 'full_name', '') where id = t.id;
    update public.trader_invites set accepted_at = at where trader_id = t.id and accepted_at is null and revoked_at is null;
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', case when made then 'trader.registered' else 'trader.bound' end, 'actor_kind', 'system',
    'trader_id', t.id, 'data', jsonb_build_object('trader_id', t.id))), at);
  return t.id;
end $$;

-- p = { token_hash, auth_user_id, email, full_name, now }; the invite is checked once more under its lock. One made by hand, by the owner, needs no second admin.
create function public.accept_invite(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare i public.staff_invites; now_at timestamptz := (p ->> 'now')::timestamptz; subject uuid := (p ->> 'auth_user_id')::uuid;
begin
  select * into i from public.staff_invites x where x.token_hash = p ->> 'token_hash' for update;
  if i.id is null or i.accepted_at is not null or i.revoked_at is not null or i.expires_at <= now_at or lower(i.email) <> lower(p ->> 'email')
    or (i.invited_by is not null and i.approved_at is null) then raise exception 'not-found' using errcode = 'P0002'; end if;
  update public.staff_invites set accepted_at = now_at where id = i.id;
  insert into public.staff (id, email, full_name, role) values (subject, lower(i.email), coalesce(p ->> 'full_name', ''), i.role);
  perform private.append_events('staff:' || subject, jsonb_build_array(jsonb_build_object('kind', 'staff.joined', 'actor_kind', 'staff', 'actor_id', subject,
    'data', jsonb_build_object('role', i.role, 'invite_id', i.id))), now_at);
  return subject;
end $$;

-- p = { connection_id, platform, server, login, email, full_name, challenge_type_id|product_id, phase_position (1), now }; the same login again changes nothing.
create function public.open_account(p jsonb) returns jsonb language plpgsql security definer set search_path = '' as $$
declare now_at timestamptz := (p ->> 'now')::timestamptz; a public.accounts; ct public.challenge_types; ph public.phases; rs public.rule_sets; trader uuid; told bigint;
begin
  select * into a from public.accounts x where x.platform = p ->> 'platform' and x.server = coalesce(p ->> 'server', '') and x.login = p ->> 'login';
  if a.id is not null then return jsonb_build_object('account_id', a.id, 'trader_id', a.trader_id, 'status', a.status, 'created', false); end if;
  select * into ct from public.challenge_types x where x.id = (p ->> 'challenge_type_id')::uuid or (p ->> 'challenge_type_id' is null and x.product_id = p ->> 'product_id' and not x.is_archived);
  if ct.id is null then raise exception 'there is no such challenge' using errcode = 'P0002'; end if;
  select * into ph from public.phases x where x.challenge_type_id = ct.id and x.position = coalesce((p ->> 'phase_position')::int, 1);
  select * into rs from public.rule_sets x where x.id = coalesce(private.rule_set_in_force(ph.id, now_at), private.rule_set_in_force(ph.id, clock_timestamp()));
  if rs.id is null then raise exception 'the phase has no published rule set' using errcode = 'P0002'; end if;
  trader := public.register_trader(jsonb_build_object('email', p ->> 'email', 'full_name', p ->> 'full_name', 'now', now_at));
  insert into public.accounts (connection_id, platform, server, login, trader_id, challenge_type_id, phase_id, rule_set_id, initial_balance_cents, currency, profit_split_bps,
      data_source, created_at)
    values ((p ->> 'connection_id')::uuid, p ->> 'platform', coalesce(p ->> 'server', ''), p ->> 'login', trader, ct.id, ph.id, rs.id, ct.account_size_cents, ct.currency,
      ct.profit_split_bps, coalesce(p ->> 'data_source', 'webhook'), now_at) on conflict (platform, server, login) do nothing returning * into a;
  if a.id is null then return public.open_account(p); end if;
  update public.accounts set status = case when ph.is_live then 'live' else 'active' end, activated_at = now_at, version = version + 1 where id = a.id returning * into a;
  insert into public.account_facts (account_id, balance_cents, equity_cents, high_water_cents, risk_state, updated_at)
    values (a.id, a.initial_balance_cents, a.initial_balance_cents, a.initial_balance_cents, 'safe', now_at);
  told := private.append_events('account:' || a.id, jsonb_build_array(
    jsonb_build_object('kind', 'account.opened', 'data', jsonb_build_object('platform', a.platform, 'server', a.server, 'login', a.login, 'rule_set_id', rs.id)),
    jsonb_build_object('kind', 'account.activated', 'data', jsonb_build_object('status', a.status, 'rule_set_version', rs.version))), now_at);
  if coalesce((p ->> 'welcome')::boolean, false) then perform private.queue_mail(told, 'welcome', a.id, null, now_at, now_at); end if;
  perform private.unpark(array[a.id], now_at);
  return jsonb_build_object('account_id', a.id, 'trader_id', trader, 'status', a.status, 'created', true);
end $$;
