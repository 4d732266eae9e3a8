-- What happens to a payout. Each deed is one transaction; locks are taken in one order: the account, the payout, what is owed. TypeScript says what a trader is entitled to;
-- here it is only made sure that nothing changed since, that the sum is reserved once, and that the right people let it go.
create function private.payout_event(p public.payouts, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('payout:' || p.id, jsonb_build_array(jsonb_build_object('kind', p_kind, 'account_id', p.account_id, 'trader_id', p.trader_id, 'reason', p_reason, 'data',
    jsonb_strip_nulls(jsonb_build_object('payout_id', p.id, 'state', p.state, 'requested_cents', p.requested_cents, 'gross_cents', p.gross_cents, 'firm_cents', p.firm_cents,
      'currency', p.currency, 'route', p.route, 'provider', p.provider, 'provider_ref', p.provider_ref, 'version', p.version)) || coalesce(p_data, '{}'))), p_now) $$;

create function private.payout_mail(p public.payouts, p_event bigint, p_message text, p_now timestamptz) returns void language sql security definer set search_path = '' as
$$ select private.queue_mail(p_event, p_message, p.account_id, null, p_now, p_now) $$;

-- Account first, then payout: the order everybody takes.
create function private.lock_payout(p_id uuid) returns public.payouts language plpgsql security definer set search_path = '' as $$
declare p public.payouts;
begin
  select * into p from public.payouts where id = p_id;
  if p.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform from public.accounts where id = p.account_id for update;
  select * into strict p from public.payouts where id = p_id for update;
  return p;
end $$;

-- What the account owes its trader in all becomes what they are entitled to now, up or down: nothing once the account has ended, unless a claim is left; but never less than what came
-- back and is kept, nor than what is promised.
create function private.accrue(p_account uuid, p_trader uuid, p_currency text, p_entitled bigint, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare owed bigint; promised bigint; due bigint; a public.accounts;
begin
  select * into strict a from public.accounts x where x.id = p_account;
  select coalesce(sum(e.amount_cents), 0), coalesce(sum(e.amount_cents) filter (where e.ledger_account = 'trader-reserved'), 0) into owed, promised
    from public.ledger_transactions t join public.ledger_entries e on e.transaction_id = t.id
    where t.account_id = p_account and e.ledger_account in ('trader-payable', 'trader-reserved') and e.currency = p_currency;
  due := greatest(case when a.status in ('closed', 'failed', 'passed') and private.breach_claim(a) is null then 0 else p_entitled end,
    (select coalesce(sum(k.kept_cents), 0)::bigint from private.kept_returns(p_account) k), promised);
  if due = owed then return; end if;
  perform private.book('accrual', p_account, null, p_trader, p_currency, jsonb_build_array(jsonb_build_object('ledger_account', 'trader-payable', 'amount_cents', due - owed),
    jsonb_build_object('ledger_account', 'profit-share', 'amount_cents', owed - due)), p_reason, null, p_now);
end $$;

create function private.move_money(p public.payouts, p_kind text, p_from text, p_to text, p_reason text, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  select private.book(p_kind, p.account_id, p.id, p.trader_id, p.currency, jsonb_build_array(jsonb_build_object('ledger_account', p_from, 'amount_cents', -p.requested_cents),
    jsonb_build_object('ledger_account', p_to, 'amount_cents', p.requested_cents)), p_reason, null, p_now) $$;

-- Takes back the newest booking of that kind that still stands.
create function private.undo_money(p public.payouts, p_kind text, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare t uuid;
begin
  select x.id into t from public.ledger_transactions x where x.payout_id = p.id and x.kind = p_kind
    and not exists (select from public.ledger_transactions r where r.reverses_id = x.id) order by x.booked_at desc, x.created_at desc limit 1;
  if t is not null then perform private.reverse_booking(t, p_reason, p_now); end if;
end $$;

create function private.refuse_stale(p_account uuid, p_version bigint) returns public.accounts language plpgsql security definer set search_path = '' as $$
declare a public.accounts;
begin
  select * into a from public.accounts where id = p_account for update;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if a.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  return a;
end $$;

-- p = { account_id, account_version, trader_id, requested_by, request_key, beneficiary_id, requested_cents, gross_cents, entitled_cents (what they may withdraw now), split_bps,
--   route, approvals_required, hold_until, checks, effect, now }. Answers { outcome: requested|known, payout_id, state } or { outcome: payout-open|not-owed }.
create function public.request_payout(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare a public.accounts; b public.beneficiaries; made public.payouts; now_at timestamptz := (p ->> 'now')::timestamptz; asked bigint := (p ->> 'requested_cents')::bigint; told bigint;
begin
  select * into made from public.payouts x where x.trader_id = (p ->> 'trader_id')::uuid and x.request_key = p ->> 'request_key';
  if made.id is not null then return jsonb_build_object('outcome', 'known', 'payout_id', made.id, 'state', made.state); end if;
  a := private.refuse_stale((p ->> 'account_id')::uuid, (p ->> 'account_version')::bigint);
  if a.trader_id <> (p ->> 'trader_id')::uuid or (a.status <> 'live' and private.breach_claim(a) is null) then raise exception 'not-found' using errcode = 'P0002'; end if;
  select * into b from public.beneficiaries x where x.id = (p ->> 'beneficiary_id')::uuid and x.trader_id = a.trader_id and x.is_active;
  if b.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if exists (select from public.payouts x where x.account_id = a.id and x.state in ('requested', 'held', 'approved', 'sending', 'unknown')) then return jsonb_build_object('outcome', 'payout-open'); end if;
  if asked > (p ->> 'entitled_cents')::bigint then return jsonb_build_object('outcome', 'not-owed'); end if;
  insert into public.payouts (account_id, trader_id, beneficiary_id, requested_cents, gross_cents, firm_cents, currency, split_bps, route, approvals_required, provider, entitled_cents, checks, effect,
      hold_until, requested_by, requested_at, request_key)
    values (a.id, a.trader_id, b.id, asked, (p ->> 'gross_cents')::bigint, (p ->> 'gross_cents')::bigint - asked, a.currency, coalesce((p ->> 'split_bps')::int, 0), p ->> 'route',
      (p ->> 'approvals_required')::int, b.provider, (p ->> 'entitled_cents')::bigint, coalesce(p -> 'checks', '[]'), coalesce(p -> 'effect', '{}'), (p ->> 'hold_until')::timestamptz,
      (p ->> 'requested_by')::uuid, now_at, p ->> 'request_key') returning * into made;
  perform private.accrue(a.id, a.trader_id, a.currency, (p ->> 'entitled_cents')::bigint, 'entitlement at the request', now_at);
  perform private.move_money(made, 'reservation', 'trader-payable', 'trader-reserved', 'reserved for the request', now_at);
  update public.accounts set version = version + 1 where id = a.id;
  told := private.payout_event(made, 'withdrawal.requested', null, jsonb_build_object('checks', p -> 'checks', 'hold_until', made.hold_until), now_at);
  perform private.payout_mail(made, told, 'payout-requested', now_at);
  if made.route = 'policy' then perform private.add_job('release-payout', jsonb_build_object('payout_id', made.id), made.hold_until, 'release:' || made.id, 'payout:' || a.id);
  else perform private.open_review('payout', a.id, made.id::text, '', 'a payout waits for approval', jsonb_build_object('payout_id', made.id), made.hold_until, now_at); end if;
  return jsonb_build_object('outcome', 'requested', 'payout_id', made.id, 'state', made.state);
end $$;

-- Freezes what is open on an account because something that it rests on has changed; the job works out again what is owed.
create function private.hold_open_payouts(p_account uuid, p_reason text, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare p public.payouts; total int := private.hold_waiting_payouts(p_account, p_reason, p_now);
begin
  for p in select * from public.payouts x where x.account_id = p_account and x.state in ('sending', 'unknown', 'sent') order by x.id for update loop
    perform private.open_review('payout', p_account, p.id::text, 'after-sending', p_reason, jsonb_build_object('payout_id', p.id, 'state', p.state), p_now + interval '4 hours', p_now);
  end loop;
  return total;
end $$;

-- The broker's withdrawal is expected once a payout is approved. A payout that does not leave after all leaves no trace in the facts: its event is taken back, and a
-- fold that starts again sees neither. One that was approved, held and approved again is expected once. Where the broker took it out after the first approval, the
-- expectation stands where it first stood, so that this very withdrawal replaces it; otherwise it would be booked twice: once as a withdrawal nobody knows, once as a payout still to come.
create function private.expect_first_withdrawal(p public.payouts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare name text := 'payout-' || p.id || '-' || p.version; body jsonb; first_at timestamptz; at timestamptz;
begin
  body := jsonb_build_object('amount_cents', p.gross_cents, 'split_bps', p.split_bps, 'reference', p.id);
  select min(e.occurred_at) into first_at from public.account_events e where e.account_id = p.account_id and e.kind = 'payout' and e.data ->> 'reference' = p.id::text;
  at := case when exists (select from public.account_events w where w.account_id = p.account_id and w.kind = 'balance' and w.data ->> 'operation' = 'withdrawal' and w.occurred_at >= first_at
      and (w.data ->> 'reference' = p.id::text or (w.data ->> 'reference' is null and (w.data ->> 'amount_cents')::bigint = -p.gross_cents))) then first_at else p_now end;
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
    values (p.account_id, 'payout', name, lpad(trunc(extract(epoch from at) * 1000000)::text, 16, '0') || '21' || name, at, p_now, 'api', encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), body);
  insert into public.balance_operations (account_id, external_id, kind, amount_cents, affects_profit, reference, occurred_at, payout_id, is_expected)
    values (p.account_id, name, 'payout', -p.gross_cents, false, p.id::text, at, p.id, true);
  perform private.tell_again(p.account_id, p_now);
end $$;
create function private.take_back_expected(p public.payouts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare e public.account_events;
begin
  select x.* into e from public.account_events x where x.account_id = p.account_id and x.kind = 'payout' and x.data ->> 'reference' = p.id::text
    and not exists (select from public.account_events c where c.account_id = x.account_id and c.kind = 'payout-taken-back' and c.external_id = x.external_id) order by x.order_key desc limit 1;
  if e.account_id is null then return; end if;
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
    values (e.account_id, 'payout-taken-back', e.external_id, lpad(trunc(extract(epoch from p_now) * 1000000)::text, 16, '0') || '21' || e.external_id || '-back', p_now, p_now, 'api', e.content_sha256,
      jsonb_build_object('payout_id', p.id));
  insert into public.balance_operations (account_id, external_id, kind, amount_cents, affects_profit, reference, occurred_at, payout_id, is_expected)
    values (p.account_id, e.external_id || '-back', 'payout', p.gross_cents, false, p.id::text, p_now, p.id, true);
  perform private.tell_again(p.account_id, p_now);
end $$;
-- The account is told from its first event on by the next judging.
create function private.tell_again(p_account uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = p_account;
  perform private.add_job('judge-account', jsonb_build_object('account_id', p_account), p_now, 'judge:' || p_account, 'account:' || p_account);
end $$;

-- A person's name on it, for exactly what they saw. The last of the names needed lets it go; it is sent when its window has ended.
create function public.approve_payout(p_id uuid, p_version bigint, p_digest text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); p public.payouts := private.lock_payout(p_id); now_at timestamptz := clock_timestamp(); told bigint;
begin
  if p.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = who and b.edited_at > now_at - interval '7 days') then
    raise exception 'edited-the-destination' using errcode = '42501'; end if;
  if p.state <> 'requested' then return jsonb_build_object('outcome', 'already-decided', 'state', p.state, 'version', p.version); end if;
  if p.version <> p_version or encode(private.payout_digest(p), 'hex') is distinct from lower(p_digest) then
    return jsonb_build_object('outcome', 'stale', 'state', p.state, 'version', p.version, 'digest', encode(private.payout_digest(p), 'hex')); end if;
  -- What today's policy asks for holds for what waits, too.
  if private.approvals_asked(p.requested_cents) > p.approvals_required then
    update public.payouts set approvals_required = private.approvals_asked(requested_cents) where id = p.id returning * into p;
  end if;
  if not private.has_signed(p, who, now_at) then
    insert into public.payout_approvals (payout_id, kind, approver_id, digest, approved_at) values (p.id, 'person', who, private.payout_digest(p), now_at);
  end if;
  if private.signatures(p, now_at) < p.approvals_required then
    update public.payouts set route = 'person' where id = p.id returning * into p;
    perform private.payout_event(p, 'withdrawal.signed', null, jsonb_build_object('needed', p.approvals_required), now_at);
    return jsonb_build_object('outcome', 'signed', 'state', p.state, 'version', p.version);
  end if;
  perform private.let_go(p, who, now_at);
  return jsonb_build_object('outcome', 'approved', 'state', 'approved');
end $$;

create function private.let_go(p public.payouts, p_by uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare told bigint; done public.payouts;
begin
  update public.payouts set state = 'approved', approved_by = p_by, approved_digest = private.payout_digest(p), approved_at = p_now where id = p.id returning * into done;
  perform private.expect_withdrawal(done, p_now);
  update public.accounts set version = version + 1 where id = p.account_id;
  update public.reviews set state = 'approved', decided_by = p_by, decided_at = p_now, reason = 'the payout was approved' where account_id = p.account_id and kind = 'payout' and subject_id = p.id::text
    and rule = '' and state in ('open', 'claimed') and p_by is not null;
  update public.reviews set state = 'cancelled', decided_at = p_now, reason = 'the payout was released by the policy' where account_id = p.account_id and kind = 'payout' and subject_id = p.id::text
    and rule = '' and state in ('open', 'claimed') and p_by is null;
  told := private.payout_event(done, 'withdrawal.approved', null, jsonb_build_object('approved_by', case when p_by is null then 'policy' else 'person' end,
    'policy_version', (select max(x.setting_version) from public.payout_approvals x where x.payout_id = p.id and x.digest = done.approved_digest)), p_now);
  perform private.payout_mail(done, told, 'payout-approved', p_now);
  perform private.add_job('send-payout', jsonb_build_object('payout_id', p.id), greatest(p_now, done.hold_until), 'payout:' || p.id, 'payout:' || p.account_id);
end $$;

-- p = { payout_id, account_version, entitled_cents, is_green, now }. The policy that two people published lets a small clean payout go when its window ends; what it may let go
-- in all is counted under the same lock. Answers { outcome: approved|person|waiting|not-open }.
create function public.release_by_policy(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.payouts := private.lock_payout((p ->> 'payout_id')::uuid); now_at timestamptz := (p ->> 'now')::timestamptz; policy public.settings; lately bigint; beside bigint; why text;
begin
  if o.state <> 'requested' or o.route <> 'policy' then return jsonb_build_object('outcome', 'not-open', 'state', o.state); end if;
  if now_at < o.hold_until then return jsonb_build_object('outcome', 'waiting'); end if;
  perform private.refuse_stale(o.account_id, (p ->> 'account_version')::bigint);
  perform from public.payable_balances b where b.trader_id = o.trader_id and b.currency = o.currency for update;
  select * into policy from public.settings s where s.key = 'payout_policy' and s.published_at is not null order by s.version desc limit 1;
  lately := private.released_lately(o.trader_id, o.beneficiary_id, o.currency, now_at - make_interval(days => coalesce((policy.value ->> 'limit_days')::int, 30)));
  beside := private.asked_beside(o.trader_id, o.beneficiary_id, o.currency, o.id, private.split_since(policy.value, now_at));
  why := case when policy.id is null then 'no policy is published' when not coalesce((p ->> 'is_green')::boolean, false) then 'a check is not green'
    when (p ->> 'entitled_cents')::bigint < o.requested_cents then 'the entitlement fell' when o.requested_cents >= (policy.value ->> 'auto_release_below_cents')::bigint then 'not below the threshold'
    when o.approvals_required > 1 or private.approvals_asked(o.requested_cents) > 1 then 'two people are asked for'
    when beside + o.requested_cents >= (policy.value ->> 'auto_release_below_cents')::bigint then 'not below the threshold with what was asked for beside it'
    when lately + o.requested_cents > coalesce((policy.value ->> 'limit_per_trader_cents')::bigint, 0) then 'the limit of what the policy may release is reached' end;
  if why is not null then
    update public.payouts set route = 'person' where id = o.id returning * into o;
    perform private.payout_event(o, 'withdrawal.needs-person', why, null, now_at);
    perform private.open_review('payout', o.account_id, o.id::text, '', why, jsonb_build_object('payout_id', o.id), now_at + interval '24 hours', now_at);
    return jsonb_build_object('outcome', 'person', 'reason', why);
  end if;
  insert into public.payout_approvals (payout_id, kind, setting_key, setting_version, digest, approved_at) values (o.id, 'policy', policy.key, policy.version, private.payout_digest(o), now_at);
  perform private.let_go(o, null, now_at);
  return jsonb_build_object('outcome', 'approved', 'policy_version', policy.version);
end $$;

-- p = { payout_id, account_version, entitled_cents, is_green, reason (why it stays held), checks, effect, now }. A held payout that is owed in full again asks for fresh approvals, unless a
-- person keeps it.
create function public.recompute_payout(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare o public.payouts := private.lock_payout((p ->> 'payout_id')::uuid); now_at timestamptz := (p ->> 'now')::timestamptz; entitled bigint := (p ->> 'entitled_cents')::bigint; is_stopped boolean;
begin
  if o.state <> 'held' then return jsonb_build_object('outcome', 'not-held', 'state', o.state); end if;
  perform private.refuse_stale(o.account_id, (p ->> 'account_version')::bigint);
  is_stopped := exists (select from public.payout_stops s where s.payout_id = o.id and s.lifted_at is null);
  -- Looked at every few minutes: while a person keeps it, only another sum is news.
  if is_stopped and entitled = o.entitled_cents then return jsonb_build_object('outcome', 'held', 'reason', o.hold_reason); end if;
  perform private.accrue(o.account_id, o.trader_id, o.currency, entitled, 'entitlement worked out again', now_at);
  if is_stopped or not coalesce((p ->> 'is_green')::boolean, false) or entitled < o.requested_cents then
    update public.payouts set hold_reason = case when is_stopped then hold_reason else coalesce(p ->> 'reason', hold_reason) end, entitled_cents = entitled, checks = coalesce(p -> 'checks', checks), effect = coalesce(p -> 'effect', effect)
      where id = o.id returning * into o;
    perform private.payout_event(o, 'withdrawal.recomputed', o.hold_reason, jsonb_build_object('entitled_cents', entitled), now_at);
    return jsonb_build_object('outcome', 'held', 'reason', o.hold_reason);
  end if;
  update public.payouts set state = 'requested', hold_reason = null, route = 'person', entitled_cents = entitled, checks = coalesce(p -> 'checks', checks), effect = coalesce(p -> 'effect', effect)
    where id = o.id returning * into o;
  perform private.move_money(o, 'reservation', 'trader-payable', 'trader-reserved', 'reserved again after the hold', now_at);
  perform private.payout_event(o, 'withdrawal.reopened', null, jsonb_build_object('entitled_cents', entitled), now_at);
  perform private.open_review('payout', o.account_id, o.id::text, '', 'a payout that was held waits for approval', jsonb_build_object('payout_id', o.id), now_at + interval '24 hours', now_at);
  return jsonb_build_object('outcome', 'requested');
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['request_payout(jsonb)', 'release_by_policy(jsonb)', 'recompute_payout(jsonb)']) f;
insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.approve_payout(uuid, bigint, text)', '{authenticated}');
select private.apply_grants();
