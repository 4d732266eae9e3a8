-- A payout that came back after it was paid was earned when it was approved: the sum is kept for its trader whatever the account does afterwards, and two people may let it go again
-- where the account itself would no longer grant it. It is kept until it was paid again, or until an ordinary payout took it along.
create unique index one_repayment on public.payouts (repays_id) where repays_id is not null and state not in ('failed', 'rejected', 'cancelled');
create function private.guard_repayment() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    if new.repays_id is distinct from old.repays_id then raise exception 'immutable column of a payout'; end if;
    return new;
  end if;
  if new.repays_id is not null and not exists (select from public.payouts b where b.id = new.repays_id and b.state = 'returned' and (b.account_id, b.trader_id, b.requested_cents, b.gross_cents, b.currency)
      = (new.account_id, new.trader_id, new.requested_cents, new.gross_cents, new.currency)) then
    raise exception 'what is paid again is the same sum of the same account, and came back' using errcode = '23514'; end if;
  return new;
end $$;
create trigger guard_repayment before insert or update on public.payouts for each row execute function private.guard_repayment();
create function private.settle_ended() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.ledger_transactions t where t.account_id = new.id) then perform private.accrue(new.id, new.trader_id, new.currency, 0, 'the account is ' || new.status, clock_timestamp()); end if;
  return null;
end $$;
-- By its name it comes after what holds the payouts that are open, which frees what was reserved.
create trigger owed_at_the_end after update of status on public.accounts for each row when (new.status <> old.status and new.status in ('closed', 'failed')) execute function private.settle_ended();

-- How many people today's policy asks for.
create function private.approvals_asked(p_cents bigint) returns int language sql stable security definer set search_path = '' as $$
  select case when f.from_cents > 0 and p_cents >= f.from_cents then 2 else 1 end from (select coalesce((select (s.value ->> 'second_approver_at_or_above_cents')::bigint from public.settings s
    where s.key = 'payout_policy' and s.published_at is not null order by s.version desc limit 1), 2500000) as from_cents) f $$;

-- Whoever asks for it counts as its requester, so somebody else signs. It goes to the trader's newest destination. Answers asked-again, or why not.
create function public.pay_again(p_id uuid, p_version bigint, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); p public.payouts := private.lock_payout(p_id); b public.beneficiaries; made public.payouts;
  now_at timestamptz := clock_timestamp();
begin
  if p.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', p.state, 'version', p.version); end if;
  if p.state <> 'returned' or exists (select from public.payouts x where x.repays_id = p.id and x.state not in ('failed', 'rejected', 'cancelled')) then
    return jsonb_build_object('outcome', 'already-decided', 'state', p.state, 'version', p.version); end if;
  if exists (select from public.payouts x where x.account_id = p.account_id and x.state in ('requested', 'held', 'approved', 'sending', 'unknown')) then return jsonb_build_object('outcome', 'payout-open'); end if;
  if not exists (select from private.kept_returns(p.account_id) k where k.payout_id = p.id) then return jsonb_build_object('outcome', 'not-kept'); end if;
  select * into b from public.beneficiaries x where x.trader_id = p.trader_id and x.is_active order by x.confirmed_at desc, x.id limit 1;
  if b.id is null then return jsonb_build_object('outcome', 'no-beneficiary'); end if;
  insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, split_bps, route, approvals_required, provider, entitled_cents, hold_until, requested_by,
      requested_at, request_key, repays_id)
    values (p.account_id, p.trader_id, b.id, p.requested_cents, p.gross_cents, p.firm_cents, p.currency, p.split_bps, 'person', private.approvals_asked(p.requested_cents), b.provider, p.requested_cents,
      now_at, who, now_at, 'again:' || p.id || ':' || gen_random_uuid(), p.id) returning * into made;
  perform private.accrue(p.account_id, p.trader_id, p.currency, (select coalesce(sum(e.amount_cents), 0)::bigint from public.ledger_transactions t join public.ledger_entries e on e.transaction_id = t.id
    where t.account_id = p.account_id and e.ledger_account in ('trader-payable', 'trader-reserved') and e.currency = p.currency), 'what came back is kept', now_at);
  perform private.move_money(made, 'reservation', 'trader-payable', 'trader-reserved', 'reserved to be paid again', now_at);
  update public.accounts set version = version + 1 where id = p.account_id;
  perform private.payout_event(p, 'withdrawal.paid-again', why, jsonb_build_object('repaid_by', made.id), now_at);
  perform private.payout_event(made, 'withdrawal.requested', why, jsonb_build_object('repays', p.id, 'hold_until', made.hold_until), now_at);
  -- The question that its coming back had opened is answered by this, unless it is about others too.
  update public.reviews set state = 'approved', decided_by = who, decided_at = now_at, decision_reason = why where kind = 'payout' and rule = 'returned' and account_id = p.account_id and subject_id = p.id::text
    and state in ('open', 'claimed') and not evidence ? 'also';
  perform private.open_review('payout', p.account_id, made.id::text, '', 'a payout that came back is to be paid again', jsonb_build_object('payout_id', made.id, 'repays', p.id), now_at + interval '24 hours', now_at);
  return jsonb_build_object('outcome', 'asked-again', 'payout_id', made.id);
end $$;

-- Whether it can be paid again, by which payout it was, and which one this pays again: what the page of one payout offers.
create function public.payout_repayment(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare p public.payouts;
begin
  perform private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']);
  select * into p from public.payouts x where x.id = p_id;
  if p.id is null then return null; end if;
  return jsonb_build_object('repays', p.repays_id, 'repaid_by', (select x.id from public.payouts x where x.repays_id = p.id and x.state not in ('failed', 'rejected', 'cancelled')),
    'is_kept', exists (select from private.kept_returns(p.account_id) k where k.payout_id = p.id),
    'may_not', case when private.staff_role() not in ('finance', 'admin') then 'role'
      when exists (select from public.payouts x where x.account_id = p.account_id and x.state in ('requested', 'held', 'approved', 'sending', 'unknown')) then 'payout-open' end);
end $$;

-- What the broker took out for a payout that came back it does not take out a second time when that is paid again; whether it was put back is for those who see its book.
create function private.expect_withdrawal(p public.payouts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  if p.repays_id is not null and exists (
      with recursive before as (select b.* from public.payouts b where b.id = p.repays_id union select b.* from public.payouts b join before n on b.id = n.repays_id)
      select from before b join public.account_events w on w.account_id = b.account_id and w.kind = 'balance' and w.data ->> 'operation' = 'withdrawal' and w.occurred_at >= b.requested_at
        where w.data ->> 'reference' = b.id::text or (w.data ->> 'reference' is null and (w.data ->> 'amount_cents')::bigint = -b.gross_cents)) then return; end if;
  perform private.expect_first_withdrawal(p, p_now);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.pay_again(uuid, bigint, text)', '{authenticated}'), ('execute', 'public.payout_repayment(uuid)', '{authenticated}');
select private.apply_grants();
