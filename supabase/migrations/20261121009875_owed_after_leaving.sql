-- What becomes of the books when the profit falls after a payout was asked for. What still waits is held; what has left is weighed against what the profit is worth now, and what was
-- paid beyond that is owed back. How much that is, is judged in lib/payouts; here it is booked once, changed as it changes, and taken back when it is earned again.

-- The part of the freeze that only concerns what has not left: a falling profit asks nobody about what has.
create function private.hold_waiting_payouts(p_account uuid, p_reason text, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare p public.payouts; total int := 0;
begin
  for p in select * from public.payouts x where x.account_id = p_account and x.state in ('requested', 'approved') order by x.id for update loop
    perform private.undo_money(p, 'reservation', p_reason, p_now);
    if p.state = 'approved' then perform private.take_back_expected(p, p_now); end if;
    update public.payouts set state = 'held', hold_reason = p_reason, approved_by = null, approved_digest = null, approved_at = null where id = p.id returning * into p;
    perform private.remove_job('payout:' || p.id);
    perform private.payout_event(p, 'withdrawal.held', p_reason, null, p_now);
    perform private.add_job('recompute-payout', jsonb_build_object('payout_id', p.id), p_now, 'recompute:' || p.id, 'payout:' || p_account);
    total := total + 1;
  end loop;
  return total;
end $$;
create function private.weigh_later(p_account uuid, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  select private.add_job('weigh-payouts', jsonb_build_object('account_id', p_account), p_now, 'weigh:' || p_account, 'payout:' || p_account) $$;

-- p = { account_id, account_version, overpaid_cents, now }. The same sum again is no news. A person is asked once, when it begins; deeper losses change the sum they read, and nobody is
-- asked any more once it is earned back.
create function public.record_overpayment(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare a public.accounts := private.refuse_stale((p ->> 'account_id')::uuid, (p ->> 'account_version')::bigint); now_at timestamptz := (p ->> 'now')::timestamptz;
  due bigint := greatest((p ->> 'overpaid_cents')::bigint, 0); held bigint := private.overpaid(a.id); last_one uuid; why text;
begin
  if due = held then return jsonb_build_object('outcome', 'known', 'overpaid_cents', held); end if;
  why := case when due > held then 'more was paid out than the profit is worth now' else 'earned back, or the payout did not stay with the trader' end;
  perform private.book('overpayment', a.id, null, a.trader_id, a.currency, jsonb_build_array(jsonb_build_object('ledger_account', 'receivable', 'amount_cents', held - due),
    jsonb_build_object('ledger_account', 'profit-share', 'amount_cents', due - held)), why, null, now_at);
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.overpaid', 'reason', why, 'actor_kind', 'system', 'data',
    jsonb_build_object('overpaid_cents', due, 'before_cents', held, 'currency', a.currency))), now_at);
  if held = 0 then
    select x.id into last_one from public.payouts x where x.account_id = a.id and x.state in ('sending', 'unknown', 'sent', 'paid') order by x.sent_at desc nulls last, x.id limit 1;
    perform private.open_review('payout', a.id, last_one::text, 'overpaid', why, jsonb_build_object('payout_id', last_one, 'overpaid_cents', due), now_at + interval '24 hours', now_at);
  else
    update public.reviews set evidence = evidence || jsonb_build_object('overpaid_cents', due), state = case when due = 0 then 'cancelled' else state end, decided_at = case when due = 0 then now_at end,
      decision_reason = case when due = 0 then why end where account_id = a.id and kind = 'payout' and rule = 'overpaid' and state in ('open', 'claimed');
  end if;
  return jsonb_build_object('outcome', 'booked', 'overpaid_cents', due);
end $$;
-- What was written down of an account, once its facts are written: before that, what a hold takes back from them would be written over. A losing trade and one that is told late freeze what
-- waits even where a winner of the same message hides them in the sum; whether it still stands is worked out at once. Rows of this very transaction bear its time.
create function private.hold_on_record() returns trigger language plpgsql security definer set search_path = '' as $$
declare now_at timestamptz := clock_timestamp(); has_fallen boolean := new.cumulative_profit_cents < old.cumulative_profit_cents; why text;
begin
  if not exists (select from public.payouts x where x.account_id = new.account_id) then return null; end if;
  if exists (select from public.payouts x where x.account_id = new.account_id and x.state in ('requested', 'approved')) then
    why := case when has_fallen then 'the profit fell after the request'
      else (select case when bool_or(t.net_profit_cents < 0) then 'a trade lost after the request' else 'a trade was told late' end from public.trades t
        where t.account_id = new.account_id and t.created_at = transaction_timestamp() and (t.net_profit_cents < 0 or t.is_late) having count(*) > 0) end;
    if why is not null then perform private.hold_waiting_payouts(new.account_id, why, now_at); end if;
  end if;
  if (has_fallen and exists (select from public.payouts x where x.account_id = new.account_id and x.state in ('sending', 'unknown', 'sent', 'paid')))
     or (new.cumulative_profit_cents > old.cumulative_profit_cents and private.overpaid(new.account_id) > 0) then perform private.weigh_later(new.account_id, now_at); end if;
  return null;
end $$;
create trigger hold_on_loss after update of facts, cumulative_profit_cents on public.account_facts for each row
  when (new.facts is not null or new.cumulative_profit_cents <> old.cumulative_profit_cents) execute function private.hold_on_record();
-- A payout that failed or came back is no longer paid, and one that is paid again on no profit is.
create function private.weigh_on_leaving() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state = 'sending' or private.overpaid(new.account_id) > 0 then perform private.weigh_later(new.account_id, clock_timestamp()); end if;
  return null;
end $$;
create trigger weigh_on_leaving after update of state on public.payouts for each row when (new.state <> old.state and new.state in ('sending', 'failed', 'returned'))
  execute function private.weigh_on_leaving();

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.record_overpayment(jsonb)', '{service_role}');
select private.apply_grants();
