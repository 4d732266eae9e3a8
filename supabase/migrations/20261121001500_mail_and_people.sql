-- Mail is begun under a lock that re-reads what it is about; accounts and people come in by these doors only.
create function private.mail_context(m public.mail_deliveries) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('account_id', a.id, 'login', a.login, 'platform', a.platform, 'server', a.server, 'account_status', a.status, 'trader_name', t.full_name,
    'challenge_title', c.title, 'phase_name', p.name, 'currency', a.currency, 'initial_balance_cents', a.initial_balance_cents, 'violation', (
      select jsonb_build_object('rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'measured_value', v.measured_value, 'threshold_value', v.threshold_value,
        'unit', v.unit, 'breached_at', v.breached_at, 'message', v.message, 'evidence', v.evidence) from public.risk_violations v where v.id = m.violation_id))
  from public.accounts a join public.traders t on t.id = a.trader_id join public.challenge_types c on c.id = a.challenge_type_id join public.phases p on p.id = a.phase_id
  where a.id = m.account_id $$;

create function public.begin_mail(p_id uuid, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare m public.mail_deliveries; verdict text;
begin
  select * into m from public.mail_deliveries where id = p_id;
  -- The account is locked before the delivery, as the record function does, so the verdict read here is the present one.
  if m.account_id is not null then perform from public.accounts where id = m.account_id for update; end if;
  select * into m from public.mail_deliveries where id = p_id for update;
  if m.id is null or m.state not in ('queued', 'sending') then return null; end if;
  if m.violation_id is not null then
    select v.state into verdict from public.risk_violations v where v.id = m.violation_id;
    if verdict = 'provisional' then
      perform private.add_job('send-mail', jsonb_build_object('delivery_id', m.id), p_now + interval '1 minute', 'mail:' || m.id, null);
      return null;
    elsif verdict <> 'confirmed' then
      -- Nobody answered an earlier attempt: it may have arrived, so the reason says so, but it is never sent again.
      update public.mail_deliveries set state = 'voided', state_reason = 'verdict ' || verdict || case m.state when 'sending' then '; an earlier attempt may have arrived' else '' end
        where id = m.id;
      return null;
    end if;
  end if;
  update public.mail_deliveries set state = 'sending', attempts = attempts + 1 where id = m.id;
  return jsonb_build_object('id', m.id, 'event_id', m.event_id, 'message', m.message, 'to_email', m.to_email, 'context', private.mail_context(m),
    'template', (select jsonb_build_object('subject', t.subject, 'body', t.body) from public.mail_templates t where t.message = m.message and t.is_active and t.locale = 'en'));
end $$;

-- p = { id, state: sent|not_sent|failed|delivered|bounced|complained, provider_id, state_reason, now }
create function public.settle_mail(p jsonb) returns text language plpgsql security definer set search_path = '' as $$
declare m public.mail_deliveries; next_state text := p ->> 'state';
begin
  select * into m from public.mail_deliveries where id = (p ->> 'id')::uuid or (p ->> 'id' is null and provider_id = p ->> 'provider_id');
  if m.account_id is not null then perform from public.accounts where id = m.account_id for update; end if;
  select * into m from public.mail_deliveries where id = m.id for update;
  if m.id is null then return 'unknown'; end if;
  -- The provider surely did not take it: nothing has left, so it waits as before and a withdrawn verdict still voids it.
  if m.state = 'sending' and next_state = 'queued' then
    update public.mail_deliveries set state = 'queued', state_reason = p ->> 'state_reason' where id = m.id;
    return 'queued';
  end if;
  if not (m.state = 'sending' and next_state in ('sent', 'not_sent', 'failed')) and not (m.state in ('sent', 'delivered') and next_state in ('delivered', 'bounced', 'complained')) then
    return m.state; end if;
  update public.mail_deliveries set state = next_state, provider_id = coalesce(p ->> 'provider_id', provider_id), state_reason = p ->> 'state_reason',
    sent_at = case when next_state = 'sent' then (p ->> 'now')::timestamptz else sent_at end where id = m.id;
  perform private.append_events(coalesce('account:' || m.account_id, 'staff:firm'), jsonb_build_array(jsonb_build_object('kind', 'mail.' || replace(next_state, '_', '-'),
    'reason', p ->> 'state_reason', 'data', jsonb_build_object('delivery_id', m.id, 'message', m.message, 'violation_id', m.violation_id))), (p ->> 'now')::timestamptz);
  return next_state;
end $$;

-- p = { auth_user_id|null, email, full_name, now }; binds a sign-in to the trader of that address, once.
create function public.register_trader(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare t public.traders; made boolean := false; subject uuid := (p ->> 'auth_user_id')::uuid;
begin
  insert into public.traders (auth_user_id, email, full_name) values (subject, lower(trim(p ->> 'email')), coalesce(p ->> 'full_name', ''))
    on conflict ((lower(email))) do nothing returning * into t;
  made := t.id is not null;
  if not made then
    select * into strict t from public.traders where lower(email) = lower(trim(p ->> 'email')) for update;
    if subject is not null and t.auth_user_id is null then
      update public.traders set auth_user_id = subject where id = t.id;
    elsif subject is not null and t.auth_user_id <> subject then raise exception 'this trader belongs to another sign-in' using errcode = '42501';
    else return t.id; end if;
  end if;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', case when made then 'trader.registered' else 'trader.bound' end, 'actor_kind', 'system',
    'trader_id', t.id, 'data', jsonb_build_object('trader_id', t.id))), (p ->> 'now')::timestamptz);
  return t.id;
end $$;

-- p = { token_hash, auth_user_id, email, full_name, now }; the invite is checked once more under its lock.
create function public.accept_invite(p jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare i public.staff_invites; now_at timestamptz := (p ->> 'now')::timestamptz; subject uuid := (p ->> 'auth_user_id')::uuid;
begin
  select * into i from public.staff_invites x where x.token_hash = p ->> 'token_hash' for update;
  if i.id is null or i.accepted_at is not null or i.revoked_at is not null or i.expires_at <= now_at or lower(i.email) <> lower(p ->> 'email') then
    raise exception 'not-found' using errcode = 'P0002'; end if;
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
  perform private.unpark(a.login, now_at);
  return jsonb_build_object('account_id', a.id, 'trader_id', trader, 'status', a.status, 'created', true);
end $$;
