-- Money that went back: the accounts it had bought are stopped in the same transaction, and a person decides what follows.
create function private.stop_account(p_account uuid, p_reason text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare a public.accounts; held public.accounts;
begin
  select * into strict a from public.accounts where id = p_account for update;
  perform set_config('tideline.actor_kind', 'system', true);
  if a.status = 'pending' then
    update public.accounts set status = 'closed', closed_at = p_now, closure_reason = p_reason, version = version + 1 where id = a.id returning * into held;
  elsif a.status in ('active', 'live') then
    update public.accounts set status = 'blocked', trading_off_reason = p_reason, trading_off_until = null, version = version + 1 where id = a.id returning * into held;
  else return jsonb_build_object('account_id', a.id, 'login', a.login, 'from', a.status, 'to', a.status); end if;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.' || held.status, 'reason', p_reason, 'actor_kind', 'system', 'data',
    jsonb_build_object('from_status', a.status, 'to_status', held.status))), p_now);
  return jsonb_build_object('account_id', a.id, 'login', a.login, 'from', a.status, 'to', held.status);
end $$;

-- An account and all that were opened because it was passed: what one payment bought.
create function private.descended_accounts(p_accounts uuid[]) returns setof uuid language sql stable security definer set search_path = '' as $$
  with recursive bought as (select a.id from public.accounts a where a.id = any (p_accounts)
    union select n.id from public.accounts n join bought b on n.opened_from_account_id = b.id)
  select b.id from bought b order by b.id $$;

create function private.apply_return(r public.order_returns, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare o public.orders; account uuid; stopped jsonb; effects jsonb := '[]'; next_state text; why text := case r.kind when 'refund' then 'refunded' else 'disputed' end;
begin
  -- Accounts are locked before orders and before any event is written, as everybody does who opens or stops them.
  perform from public.accounts a where a.id in (select private.descended_accounts(array(select x.account_id from public.orders x
    where x.provider = r.provider and x.payment_ref = r.payment_ref and x.account_id is not null))) order by a.id for update;
  for o in select * from public.orders x where x.provider = r.provider and x.payment_ref = r.payment_ref order by x.line_item, x.unit for update loop
    -- A part of the money back does not say for which unit, so all are stopped and the order keeps its state.
    next_state := case when r.kind = 'dispute' then 'disputed' when r.is_full then 'refunded' else o.state end;
    if next_state <> o.state and exists (select from public.order_transitions t where t.from_state = o.state and t.to_state = next_state) then
      update public.orders set state = next_state where id = o.id returning * into o;
      perform private.order_event(o, 'order.' || next_state, r.reason, jsonb_build_object('return_id', r.id, 'amount_cents', r.amount_cents), p_now);
    end if;
    for account in select private.descended_accounts(array[o.account_id]) loop
      stopped := private.stop_account(account, why, p_now);
      -- One that has ended already is not stopped again, and may have a claim of its own waiting.
      perform private.hold_open_payouts(account, 'the order was ' || why, p_now);
      effects := effects || jsonb_build_array(jsonb_build_object('order', o.id) || stopped);
    end loop;
    if o.account_id is null then effects := effects || jsonb_build_array(jsonb_build_object('order', o.id, 'account_id', null, 'to', o.state)); end if;
    perform private.order_review(o, r.kind, jsonb_build_object('return_id', r.id, 'returned_cents', r.amount_cents, 'is_full', r.is_full, 'provider_reason', r.reason),
      p_now + interval '24 hours', p_now);
  end loop;
  update public.order_returns set effect = effect || effects where id = r.id;
  return effects;
end $$;

-- p = { connection_id|null, provider, external_id, payment_ref, kind, amount_cents, currency, is_full, reason, inbox_id|null, occurred_at, now }
create function public.record_return(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare r public.order_returns; now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  perform private.lock_payment(p ->> 'provider', p ->> 'payment_ref');
  insert into public.order_returns (connection_id, provider, external_id, payment_ref, kind, amount_cents, currency, is_full, reason, inbox_id, occurred_at, created_at)
    values ((p ->> 'connection_id')::uuid, p ->> 'provider', p ->> 'external_id', p ->> 'payment_ref', p ->> 'kind', (p ->> 'amount_cents')::bigint, upper(p ->> 'currency'),
      (p ->> 'is_full')::boolean, coalesce(p ->> 'reason', ''), (p ->> 'inbox_id')::uuid, coalesce((p ->> 'occurred_at')::timestamptz, now_at), now_at)
    on conflict (provider, external_id) do nothing returning * into r;
  if r.id is null then return jsonb_build_object('outcome', 'duplicate'); end if;
  return jsonb_build_object('outcome', 'recorded', 'return_id', r.id, 'effect', private.apply_return(r, now_at));
end $$;

-- Money given back outside the provider's own messages is written down by whoever moves money, and stops the same accounts.
create function public.return_order(p_id uuid, p_version bigint, p_kind text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '5s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); o public.orders; r public.order_returns; now_at timestamptz := clock_timestamp();
begin
  if p_kind not in ('refund', 'dispute') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into o from public.orders where id = p_id;
  if o.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.lock_payment(o.provider, o.payment_ref);
  select * into o from public.orders where id = p_id;
  if o.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  insert into public.order_returns (connection_id, provider, external_id, payment_ref, kind, amount_cents, currency, is_full, reason, recorded_by, occurred_at, created_at)
    values (o.connection_id, o.provider, 'by-hand:' || o.id || ':' || o.version, o.payment_ref, p_kind,
      (select sum(x.amount_cents::bigint) from public.orders x where x.provider = o.provider and x.payment_ref = o.payment_ref), o.currency, true, why, who, now_at, now_at) returning * into r;
  perform private.apply_return(r, now_at);
  return (select x.state from public.orders x where x.id = p_id);
end $$;

-- Whether the money that bought an account went back, or somebody still has to say what follows from that: of the account itself and of those it was opened for.
create function private.order_returned(p_account uuid) returns boolean language sql stable security definer set search_path = '' as $$
  with recursive bought as (select a.id, a.opened_from_account_id from public.accounts a where a.id = p_account
    union select b.id, b.opened_from_account_id from public.accounts b join bought n on b.id = n.opened_from_account_id)
  select exists (select from bought x join public.orders o on o.account_id = x.id where o.state in ('disputed', 'refunded'))
    or exists (select from bought x join public.reviews r on r.account_id = x.id where r.kind = 'order' and r.rule <> 'platform-order' and r.state in ('open', 'claimed')) $$;
