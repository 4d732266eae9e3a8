-- What a payout and a pass rest on beside the trading: that the account was paid for, and that whoever was looked at is still who they were.

-- Whether the money that bought an account went back, or somebody still has to say what follows from that: of the account itself and of those it was opened for.
create function private.order_returned(p_account uuid) returns boolean language sql stable security definer set search_path = '' as $$
  with recursive bought as (select a.id, a.opened_from_account_id from public.accounts a where a.id = p_account
    union select b.id, b.opened_from_account_id from public.accounts b join bought n on b.id = n.opened_from_account_id)
  select exists (select from bought x join public.orders o on o.account_id = x.id where o.state in ('disputed', 'refunded'))
    or exists (select from bought x join public.reviews r on r.account_id = x.id where r.kind = 'order' and r.rule <> 'platform-order' and r.state in ('open', 'claimed')) $$;

create or replace function private.pass_blockers(a public.accounts, p_with_gates boolean) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(x.code order by x.place), '{}') from (
    select 1 as place, 'account-is-' || a.status as code where a.status <> 'active'
    union all select 2, 'verdict-stands' where exists (select from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.consequence = 'fail'
      and v.state in ('provisional', 'contested'))
    union all select 3, 'review-open-' || replace(r.kind, '_', '-') from (select distinct y.kind from public.reviews y where y.state in ('open', 'claimed')
      and y.rule <> 'platform-order' and (y.account_id = a.id and y.kind in ('violation', 'verdict_changed', 'data', 'order', 'abuse') or y.trader_id = a.trader_id and y.kind in ('kyc', 'abuse'))) r
    union all select 4, 'trader-disabled' from public.traders t where t.id = a.trader_id and not t.is_active
    union all select 5, 'kyc-rejected' from public.traders t where t.id = a.trader_id and t.kyc_status = 'rejected'
    union all select 6, 'order-returned' where private.order_returned(a.id) and not exists (select from public.reviews y where y.account_id = a.id and y.kind = 'order' and y.rule <> 'platform-order'
      and y.state in ('open', 'claimed'))
    union all select 7, 'gate-' || g.rule from private.open_gates(a.id) g where p_with_gates) x $$;

create or replace function private.live_blockers(a public.accounts) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(x.code order by x.place), '{}') from (
    select 1 as place, 'account-is-' || a.status as code where a.status <> 'passed'
    union all select 2, 'no-live-phase' where not coalesce((private.next_phase(a.phase_id)).is_live, false)
    union all select 3, 'verdict-stands' where exists (select from public.reviews r where r.account_id = a.id and r.kind in ('verdict_changed', 'violation') and r.state in ('open', 'claimed'))
    union all select 4, 'review-open-' || replace(r.kind, '_', '-') from (select distinct y.kind from public.reviews y where y.state in ('open', 'claimed')
      and y.rule <> 'platform-order' and (y.account_id = a.id and y.kind in ('data', 'order', 'abuse') or y.trader_id = a.trader_id and y.kind in ('kyc', 'abuse'))) r
    union all select 5, 'trader-disabled' from public.traders t where t.id = a.trader_id and not t.is_active
    union all select 6, 'kyc-rejected' from public.traders t where t.id = a.trader_id and t.kyc_status = 'rejected'
    union all select 7, 'order-returned' where private.order_returned(a.id) and not exists (select from public.reviews y where y.account_id = a.id and y.kind = 'order' and y.rule <> 'platform-order'
      and y.state in ('open', 'claimed'))) x $$;

create or replace function private.payout_questions(a public.accounts) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(distinct q.word order by q.word), '[]') from (
    select case when r.kind = 'payout' then 'payout-' || r.rule when r.kind = 'abuse' then 'account-review' else replace(r.kind, '_', '-') end as word from public.reviews r where r.state in ('open', 'claimed')
      and (r.account_id = a.id or (r.account_id is null and r.trader_id = a.trader_id)) and r.kind not in ('job', 'inbox', 'kyc')
      and (r.kind <> 'payout' or r.rule in ('returned', 'after-sending', 'overpaid'))
    union all select v.state || '-' || v.rule from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state in ('provisional', 'contested')
    union all select 'payouts-withheld' from public.payout_bars b where b.account_id = a.id and b.lifted_at is null
    union all select 'order-returned' where private.order_returned(a.id)) q $$;

create or replace function private.apply_return(r public.order_returns, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
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

-- An approval of an identity is of a name. Another name is another question: nothing leaves until somebody has looked at it. The same words in other letters are the same name.
create function private.question_name() returns trigger language plpgsql security definer set search_path = '' as $$
declare was text := current_setting('tideline.actor_kind', true); now_at timestamptz := clock_timestamp(); why constant text := 'the name was changed after it was approved'; one uuid;
begin
  perform private.move_kyc(new.id, 'pending', 'system', why, jsonb_build_object('from_full_name', old.full_name, 'to_full_name', new.full_name), now_at);
  perform set_config('tideline.actor_kind', coalesce(was, ''), true);
  -- What a provider said of the name before does not approve this one.
  insert into public.kyc_reports (trader_id, provider, external_id, reference, status, is_applied, occurred_at, created_at)
    values (new.id, 'manual', gen_random_uuid()::text, 'name-changed', 'pending', true, now_at, now_at);
  perform private.kyc_review(new.id, new.id::text, 'name-changed', jsonb_build_object('from_full_name', old.full_name, 'to_full_name', new.full_name), now_at);
  for one in select distinct x.account_id from public.payouts x where x.trader_id = new.id and x.state in ('requested', 'approved', 'sending', 'unknown', 'sent') order by 1 loop
    perform from public.accounts a where a.id = one for update;
    perform private.hold_open_payouts(one, why, now_at);
  end loop;
  return null;
end $$;
create trigger question_name after update of full_name on public.traders for each row
  when (new.kyc_status = 'approved' and old.kyc_status = 'approved' and lower(regexp_replace(trim(new.full_name), '\s+', ' ', 'g')) <> lower(regexp_replace(trim(old.full_name), '\s+', ' ', 'g')))
  execute function private.question_name();
select private.apply_grants();
