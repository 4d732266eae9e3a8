-- Payouts on their way: committed before anything is called, asked about when nobody answered, never sent twice and never forgotten.

-- A payout that was taken back leaves no trace in what an account is told from.
-- p = { payout_id, account_version, entitled_cents (with this payout counted as not yet paid), is_green, can_send (false: no key of the provider is set), now }. Commits `sending` before the
-- provider is called; answers the instruction, or { outcome } when there is nothing to send. What is sent again is sent under the same key; a new key only follows a certain refusal.
create function public.begin_payout(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.payouts := private.lock_payout((p ->> 'payout_id')::uuid); now_at timestamptz := (p ->> 'now')::timestamptz; b public.beneficiaries; is_late boolean;
begin
  if o.state not in ('approved', 'unknown') then return jsonb_build_object('outcome', 'not-open', 'state', o.state); end if;
  select * into strict b from public.beneficiaries where id = o.beneficiary_id;
  if o.state = 'approved' then
    if now_at < o.hold_until then return jsonb_build_object('outcome', 'waiting', 'until', o.hold_until); end if;
    perform private.refuse_stale(o.account_id, (p ->> 'account_version')::bigint);
    is_late := now_at > greatest(o.approved_at, o.hold_until) + interval '24 hours';
    if private.valid_approvals(o) < o.approvals_required or o.approved_digest is distinct from private.payout_digest(o) or is_late
       or not coalesce((p ->> 'is_green')::boolean, false) or (p ->> 'entitled_cents')::bigint < o.requested_cents then
      perform private.hold_open_payouts(o.account_id, case when is_late then 'the approval has expired' when (p ->> 'entitled_cents')::bigint < o.requested_cents then 'the entitlement fell'
        when not coalesce((p ->> 'is_green')::boolean, false) then 'a check is not green' else 'what was approved has changed' end, now_at);
      return jsonb_build_object('outcome', 'held');
    end if;
    if not coalesce((p ->> 'can_send')::boolean, true) then return jsonb_build_object('outcome', 'no-key'); end if;
    perform private.move_money(o, 'sending', 'trader-reserved', 'in-transit', 'handed to the provider', now_at);
  -- Providers forget keys, and what was signed may have changed: then it is only asked about.
  elsif not private.may_hand_again(o, now_at) or not coalesce((p ->> 'can_send')::boolean, true) then return jsonb_build_object('outcome', 'only-look');
  end if;
  update public.payouts set state = 'sending', sent_at = coalesce(sent_at, now_at), absent_since = null, next_check_at = now_at + interval '2 minutes' where id = o.id returning * into o;
  perform private.payout_event(o, 'withdrawal.sending', null, null, now_at);
  perform private.add_job('check-payout', jsonb_build_object('payout_id', o.id), now_at + interval '2 minutes', 'check:' || o.id, 'payout:' || o.account_id);
  return jsonb_build_object('outcome', 'send', 'payout_id', o.id, 'key', 'payout:' || o.id || ':' || o.attempt_group, 'amount_cents', o.requested_cents, 'currency', o.currency, 'provider', o.provider,
    'beneficiary', jsonb_build_object('id', b.id, 'name', b.name, 'destination', b.destination, 'version', b.version), 'version', o.version);
end $$;

-- What was sent is asked about until it has arrived; where people carry it, a person says so. A payout of Stripe may still come back days after it arrived, and one that was held for
-- failed may have left after all: both are looked at once a day for a week.
create function private.ask_later(p public.payouts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare next_at timestamptz := p_now + case when p.state <> 'sent' then interval '1 day' when p.provider = 'simulated' then interval '1 minute' else interval '1 hour' end;
begin
  if p.provider in ('rise', 'bank') then return; end if;
  update public.payouts set next_check_at = next_at where id = p.id;
  if p.state = 'sent' then perform private.add_job('check-payout', jsonb_build_object('payout_id', p.id), next_at, 'check:' || p.id, 'payout:' || p.account_id); end if;
end $$;

-- p = { payout_id, kind: sent|paid|failed|returned|unknown|absent, reference, reason, by_people, now }. Forward only: what is older than the state is told and changes nothing. `absent` lets
-- an unknown one be sent once more under its own key; where nobody would sign it any more, one that is missing never left.
create function public.settle_payout(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.payouts; now_at timestamptz := (p ->> 'now')::timestamptz; said text := p ->> 'kind'; why text := left(p ->> 'reason', 500); told bigint;
begin
  o := private.lock_payout(coalesce((p ->> 'payout_id')::uuid, (select x.id from public.payouts x where x.provider = p ->> 'provider' and x.provider_ref = p ->> 'reference')));
  if said = 'absent' and o.state = 'unknown' and private.is_missing(o, now_at) and private.valid_approvals(o) < o.approvals_required then
    said := 'failed'; why := 'the provider knows nothing of it, and what was approved has changed'; end if;
  if said in ('unknown', 'absent') and o.state in ('sending', 'unknown') then return private.leave_unknown(o, said, why, now_at); end if;
  -- What came back before we knew that it had arrived never arrived; what is refused after it had arrived came back.
  if said = 'returned' and o.state in ('sending', 'unknown', 'sent') then
    perform private.open_review('payout', o.account_id, o.id::text, 'returned', 'a payout came back', jsonb_build_object('payout_id', o.id, 'reason', why), now_at + interval '24 hours', now_at);
    said := 'failed';
  elsif said = 'failed' and o.state = 'paid' then said := 'returned'; end if;
  if said in ('unknown', 'absent') or said = o.state or (o.state = 'failed' and said in ('sent', 'paid', 'returned')) then
    if o.state in ('sent', 'paid', 'failed') then perform private.ask_later(o, now_at); end if;
    if o.state = 'failed' and said in ('sent', 'paid') then return private.contradict_payout(o, p, now_at); end if;
    return jsonb_build_object('outcome', 'known', 'state', o.state);
  end if;
  if not exists (select from private.payout_edges e where e.from_state = o.state and e.to_state = said) then
    perform private.payout_event(o, 'withdrawal.notice-ignored', why, jsonb_build_object('said', said), now_at);
    return jsonb_build_object('outcome', 'ignored', 'state', o.state);
  end if;
  -- Money that came at once never rested on the way: the same bookings, one after the other.
  if said = 'failed' then
    perform private.undo_money(o, 'sending', why, now_at); perform private.undo_money(o, 'reservation', why, now_at); perform private.take_back_expected(o, now_at);
  elsif said = 'paid' then perform private.move_money(o, 'payment', 'in-transit', 'paid-out', 'the trader has it', now_at);
  elsif said = 'returned' then
    perform private.move_money(o, 'return', 'paid-out', 'trader-payable', coalesce(why, 'it came back'), now_at); perform private.take_back_expected(o, now_at);
    perform private.open_review('payout', o.account_id, o.id::text, 'returned', 'a payout came back', jsonb_build_object('payout_id', o.id, 'reason', why), now_at + interval '24 hours', now_at);
  end if;
  update public.payouts set state = said, provider_ref = coalesce(p ->> 'reference', provider_ref), hold_reason = null, next_check_at = null, absent_since = null,
    settled_at = case when said in ('paid', 'failed', 'returned') then now_at else settled_at end, attempt_group = attempt_group + (said = 'failed')::int where id = o.id returning * into o;
  update public.payout_conclusions set state = 'overtaken' where payout_id = o.id and state = 'proposed';
  update public.reviews set state = 'cancelled', decided_at = now_at, decision_reason = case when coalesce((p ->> 'by_people')::boolean, false) then 'two people concluded: ' else 'the provider has answered: ' end || said
    where account_id = o.account_id and kind = 'payout' and subject_id = o.id::text and rule = 'unknown' and state in ('open', 'claimed');
  perform private.remove_job('check:' || o.id);
  if said = 'sent' then perform private.ask_later(o, now_at); end if;
  if said in ('failed', 'returned') then update public.accounts set version = version + 1 where id = o.account_id; end if;
  told := private.payout_event(o, 'withdrawal.' || case said when 'paid' then 'completed' when 'returned' then 'failed' else said end, why, jsonb_build_object('returned', said = 'returned'), now_at);
  if said = 'paid' then perform private.payout_mail(o, told, 'payout-paid', now_at); end if;
  return jsonb_build_object('outcome', 'settled', 'state', o.state);
end $$;

-- What a payout rests on may fall away at any moment; whoever changed it need not know about payouts.
create function private.hold_on_change() returns trigger language plpgsql security definer set search_path = '' as $$
declare whose uuid; why text; now_at timestamptz := clock_timestamp();
begin
  case tg_table_name
    when 'risk_violations' then whose := new.account_id; why := 'a rule was broken: ' || new.rule;
    when 'reviews' then whose := new.account_id; why := 'a question is open: ' || case new.kind when 'abuse' then 'account review' else replace(new.kind, '_', ' ') end;
    when 'accounts' then whose := new.id; why := 'the account is ' || new.status;
  end case;
  if whose is not null and exists (select from public.payouts x where x.account_id = whose and x.state in ('requested', 'approved', 'sending', 'unknown', 'sent')) then
    perform private.hold_open_payouts(whose, why, now_at); end if;
  return null;
end $$;
create trigger hold_on_breach after insert or update of state on public.risk_violations for each row when (new.outcome = 'breach' and new.state in ('provisional', 'contested')) execute function private.hold_on_change();
create trigger hold_on_question after insert on public.reviews for each row when (new.kind in ('verdict_changed', 'abuse', 'data', 'violation')) execute function private.hold_on_change();
create trigger hold_on_status after update of status on public.accounts for each row when (old.status = 'live' and new.status <> 'live') execute function private.hold_on_change();

-- p = { id|new_id, trader_id, provider, name, masked, destination (sealed), edited_by, edited_by_kind, reason, now }. A changed destination is a new version: what was approved to the
-- old one is void, what was begun to be carried to it and stands in no file is ended, and nothing goes to the new one until it has cooled off. A new destination is named by whoever seals
-- it, because its seal is bound to its row: what is copied elsewhere opens nowhere. A person has at most twenty: more are no destinations but a way to hide one.
create function public.save_beneficiary(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare b public.beneficiaries; now_at timestamptz := (p ->> 'now')::timestamptz; one public.payouts;
begin
  if p ->> 'id' is null then
    perform from public.traders t where t.id = (p ->> 'trader_id')::uuid for update;
    if (select count(*) from public.beneficiaries x where x.trader_id = (p ->> 'trader_id')::uuid) >= 20 then raise exception 'too-many' using errcode = '54000'; end if;
    insert into public.beneficiaries (id, trader_id, provider, name, masked, destination, confirmed_at)
      values (coalesce((p ->> 'new_id')::uuid, gen_random_uuid()), (p ->> 'trader_id')::uuid, p ->> 'provider', p ->> 'name', p ->> 'masked', p -> 'destination', now_at) returning * into b;
  else
    update public.beneficiaries set name = p ->> 'name', masked = p ->> 'masked', destination = p -> 'destination', version = version + 1, confirmed_at = now_at
      where id = (p ->> 'id')::uuid and trader_id = (p ->> 'trader_id')::uuid and provider = p ->> 'provider' returning * into b;
    if b.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  end if;
  insert into public.beneficiary_edits (beneficiary_id, edited_by, edited_by_kind, version, reason, edited_at)
    values (b.id, (p ->> 'edited_by')::uuid, p ->> 'edited_by_kind', b.version, coalesce(p ->> 'reason', ''), now_at);
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'beneficiary.saved', 'trader_id', b.trader_id, 'actor_kind', p ->> 'edited_by_kind', 'actor_id', p ->> 'edited_by', 'reason',
    p ->> 'reason', 'data', jsonb_build_object('beneficiary_id', b.id, 'version', b.version, 'provider', b.provider, 'masked', b.masked))), now_at);
  for one in select * from public.payouts x where x.beneficiary_id = b.id and x.state in ('requested', 'approved') order by x.account_id, x.id loop
    perform from public.accounts where id = one.account_id for update;
    perform private.hold_open_payouts(one.account_id, 'the destination was changed', now_at);
  end loop;
  perform private.drop_changed(null, b.id, now_at);
  return jsonb_build_object('beneficiary_id', b.id, 'version', b.version);
end $$;

-- With what is owed back and what is kept for whom it came back from.
create function private.check_payouts() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'what is reserved is what open payouts ask', b.trader_id::text, b.currency || ' ' || b.reserved_cents || ' open ' || s.open from public.payable_balances b
    cross join lateral (select coalesce(sum(p.requested_cents), 0) as open from public.payouts p where p.trader_id = b.trader_id and p.currency = b.currency and p.state in ('requested', 'approved')) s
    where b.reserved_cents <> s.open
  union all select 'a payout that left has its names', p.id::text, p.state from public.payouts p where p.state in ('approved', 'sending', 'unknown', 'sent', 'paid', 'returned')
    and not exists (select from public.payout_approvals a where a.payout_id = p.id and a.digest = p.approved_digest)
  union all select 'nothing is on its way unasked for long', p.id::text, p.state from public.payouts p where p.state in ('sending', 'unknown') and p.next_check_at < now() - interval '2 hours'
  union all select 'paid out is what was paid', x.currency, 'booked ' || x.booked || ' paid ' || x.paid from (select e.currency, sum(e.amount_cents) as booked,
    (select coalesce(sum(p.requested_cents), 0) from public.payouts p where p.currency = e.currency and p.state = 'paid') as paid
    from public.ledger_entries e where e.ledger_account = 'paid-out' group by e.currency) x where x.booked <> x.paid
  union all select 'what is owed back was paid out', x.account_id::text, 'owed back ' || x.back || ' left ' || x.gone from (select o.account_id, private.overpaid(o.account_id) as back,
      coalesce(sum(p.requested_cents) filter (where p.state in ('sending', 'unknown', 'sent', 'paid')), 0) as gone
    from (select distinct t.account_id from public.ledger_transactions t where t.kind = 'overpayment') o join public.payouts p on p.account_id = o.account_id group by o.account_id) x
    -- What has just come back is weighed again by a job of its own.
    where x.back < 0 or (x.back > x.gone and not exists (select from public.payouts p where p.account_id = x.account_id and p.settled_at > now() - interval '1 hour'))
  union all select 'what came back is kept for its trader', x.account_id::text, 'kept ' || x.kept || ' owed ' || x.owed from (select r.account_id,
      (select sum(k.kept_cents) from private.kept_returns(r.account_id) k) as kept, (select coalesce(sum(e.amount_cents), 0) from public.ledger_transactions t
        join public.ledger_entries e on e.transaction_id = t.id where t.account_id = r.account_id and e.ledger_account in ('trader-payable', 'trader-reserved')) as owed
    from (select distinct p.account_id from public.payouts p where p.state = 'returned') r) x where x.owed < x.kept $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['begin_payout(jsonb)', 'settle_payout(jsonb)', 'save_beneficiary(jsonb)']) f;
select private.apply_grants();
