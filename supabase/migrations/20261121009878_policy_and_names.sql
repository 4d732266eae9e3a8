-- Where a policy ends and a person begins. One sum in several parts is one sum; who signs is asked for by today's policy; and a signature that waits for a second one grows old.

-- Parts of one sum are what is asked for within one settlement window, and within a day at least.
create function private.split_since(p_policy jsonb, p_now timestamptz) returns timestamptz language sql immutable set search_path = '' as $$
  select p_now - make_interval(days => greatest(coalesce((p_policy ->> 'settlement_days')::int, 7), 1)) $$;
-- What else of theirs is open, or was let go without a person since then; by trader and by destination.
create function private.asked_beside(p_trader uuid, p_beneficiary uuid, p_currency text, p_but uuid, p_since timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select coalesce(sum(x.requested_cents), 0)::bigint from public.payouts x where x.currency = p_currency and x.id is distinct from p_but and x.repays_id is null
    and (x.trader_id = p_trader or x.beneficiary_id = p_beneficiary) and (x.state in ('requested', 'held') or (x.state in ('approved', 'sending', 'unknown', 'sent', 'paid') and x.approved_at > p_since
      and x.approved_by is null)) $$;

-- Whoever signed a day ago signs again where a second name is still missing, so a name may stand twice and counts once.
alter table public.payout_approvals drop constraint payout_approvals_payout_id_approver_id_digest_key;
-- What is signed before it was held does not count once it asks for names again.
create function private.signed_since(p_id uuid, p_at timestamptz) returns timestamptz language sql stable security definer set search_path = '' as $$
  select greatest(p_at - interval '24 hours', (select max(e.occurred_at) from public.events e where e.stream = 'payout:' || p_id and e.kind = 'withdrawal.reopened')) $$;
create function private.signatures(p public.payouts, p_at timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select count(distinct coalesce(a.approver_id::text, a.kind)) from public.payout_approvals a left join public.staff s on s.id = a.approver_id
  where a.payout_id = p.id and a.digest = private.payout_digest(p) and a.approved_at > private.signed_since(p.id, p_at) and case a.kind
    when 'person' then s.is_active and s.role in ('finance', 'admin') and a.approver_id <> p.requested_by
      and not exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = a.approver_id and b.edited_at > a.approved_at - interval '7 days')
    else p.approvals_required = 1 and p.route = 'policy' and exists (select from public.settings g where g.key = a.setting_key and g.version = a.setting_version
      and g.published_at is not null and p.requested_cents < (g.value ->> 'auto_release_below_cents')::bigint) end $$;
-- Those that stood together when it was let go.
create or replace function private.valid_approvals(p public.payouts) returns bigint language sql stable security definer set search_path = '' as $$
  select private.signatures(p, coalesce(p.approved_at, (select max(a.approved_at) from public.payout_approvals a where a.payout_id = p.id and a.digest = private.payout_digest(p)))) $$;
create function private.has_signed(p public.payouts, p_who uuid, p_at timestamptz) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.payout_approvals a where a.payout_id = p.id and a.approver_id = p_who and a.digest = private.payout_digest(p) and a.approved_at > private.signed_since(p.id, p_at)) $$;

create or replace function public.payout_seen(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']); p public.payouts; signed bytea; now_at timestamptz := clock_timestamp();
begin
  select * into p from public.payouts x where x.id = p_id;
  if p.id is null then return null; end if;
  signed := private.payout_digest(p);
  return jsonb_build_object('version', p.version, 'digest', encode(signed, 'hex'), 'valid_approvals', private.signatures(p, now_at),
    'may_not', case when private.staff_role() not in ('finance', 'admin') then 'role' when p.requested_by = who then 'asked-yourself'
      when exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = who and b.edited_at > now_at - interval '7 days') then 'edited-the-destination'
      when private.has_signed(p, who, now_at) then 'signed-already' end,
    'approvals', (select coalesce(jsonb_agg(jsonb_build_object('kind', y.kind, 'name', coalesce(nullif(s.full_name, ''), s.email), 'setting_version', y.setting_version, 'approved_at', y.approved_at,
      'is_for_this', y.digest = signed) order by y.approved_at), '[]') from public.payout_approvals y left join public.staff s on s.id = y.approver_id where y.payout_id = p.id),
    'edits', (select coalesce(jsonb_agg(jsonb_build_object('by', b.edited_by_kind, 'version', b.version, 'edited_at', b.edited_at) order by b.edited_at desc), '[]')
      from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id),
    'ledger', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'reason', t.reason, 'booked_at', t.booked_at, 'reverses_id', t.reverses_id, 'entries',
      (select jsonb_agg(jsonb_build_object('ledger_account', e.ledger_account, 'amount_cents', e.amount_cents, 'currency', e.currency) order by e.id) from public.ledger_entries e where e.transaction_id = t.id))
      order by t.booked_at, t.created_at, t.id), '[]') from public.ledger_transactions t where t.payout_id = p.id),
    'events', (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'actor_kind', e.actor_kind, 'actor_name', e.actor_name, 'reason', e.reason, 'data', e.data, 'occurred_at', e.occurred_at)
      order by e.id desc), '[]') from public.timeline e where e.stream = 'payout:' || p.id));
end $$;

create or replace function public.payouts_to_sign(p_ids uuid[]) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); now_at timestamptz := clock_timestamp();
begin
  if cardinality(p_ids) > 100 then raise exception 'too-many' using errcode = '54000'; end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'digest', encode(private.payout_digest(p), 'hex'), 'state', p.state, 'requested_cents', p.requested_cents,
      'currency', p.currency, 'trader_name', t.full_name, 'login', a.login, 'approvals_required', p.approvals_required, 'valid_approvals', private.signatures(p, now_at),
      'may_not', case when p.state <> 'requested' then 'not-open' when p.requested_by = who then 'asked-yourself'
        when exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = who and b.edited_at > now_at - interval '7 days') then 'edited-the-destination'
        when private.has_signed(p, who, now_at) then 'signed-already' end)
      order by p.requested_at, p.id), '[]')
    from public.payouts p join public.traders t on t.id = p.trader_id join public.accounts a on a.id = p.account_id where p.id = any (p_ids));
end $$;

create or replace function public.approve_payout(p_id uuid, p_version bigint, p_digest text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

create or replace function public.release_by_policy(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

create or replace function public.load_payout_basis(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare o public.payouts; a public.accounts; t public.traders; b public.beneficiaries; policy public.settings; now_at timestamptz := (p ->> 'now')::timestamptz; booked boolean := false; known public.payouts;
begin
  if p ->> 'payout_id' is not null then select * into o from public.payouts x where x.id = (p ->> 'payout_id')::uuid; end if;
  select * into a from public.accounts x where x.id = coalesce(o.account_id, (p ->> 'account_id')::uuid);
  if a.id is null then return null; end if;
  select * into strict t from public.traders x where x.id = a.trader_id;
  select * into b from public.beneficiaries x where x.trader_id = t.id and case when coalesce(o.beneficiary_id::text, p ->> 'beneficiary_id') is null then x.is_active
    else x.id = coalesce(o.beneficiary_id, (p ->> 'beneficiary_id')::uuid) end order by x.confirmed_at desc, x.id limit 1;
  select * into policy from public.settings s where s.key = 'payout_policy' and s.published_at is not null order by s.version desc limit 1;
  if o.id is not null then booked := exists (select from public.account_events e where e.account_id = a.id and e.kind = 'payout' and e.data ->> 'reference' = o.id::text); end if;
  if p ->> 'request_key' is not null then select * into known from public.payouts x where x.trader_id = t.id and x.request_key = p ->> 'request_key'; end if;
  return public.load_assessment(jsonb_build_object('accounts', jsonb_build_array(jsonb_build_object('account_id', a.id, 'first_key', case when booked then '' end, 'keys', '[]'::jsonb, 'reverses', '[]'::jsonb))))
    || jsonb_build_object('trader', jsonb_build_object('id', t.id, 'user_id', t.auth_user_id, 'full_name', t.full_name, 'kyc_status', t.kyc_status, 'is_active', t.is_active),
    'is_booked', booked, 'payout', case when o.id is not null then private.payout_line(o) end, 'known', case when known.id is not null then private.payout_line(known) || jsonb_build_object('account_id', known.account_id) end,
    'beneficiary', case when b.id is not null then jsonb_build_object('id', b.id, 'provider', b.provider, 'name', b.name, 'masked', b.masked, 'is_active', b.is_active, 'confirmed_at', b.confirmed_at) end,
    'payouts', (select coalesce(jsonb_agg(private.payout_line(x) order by x.requested_at, x.id), '[]') from public.payouts x where x.account_id = a.id and x.id is distinct from o.id),
    'questions', private.payout_questions(a),
    'soft_breaches', (select coalesce(jsonb_agg(v.breached_at order by v.breached_at), '[]') from public.risk_violations v where v.account_id = a.id and v.consequence = 'pause' and v.outcome = 'breach' and v.state <> 'withdrawn'),
    'first_trade_at', (select min(coalesce(x.open_time, x.close_time)) from public.trades x where x.account_id = a.id and x.reverses_id is null),
    'openings', (select coalesce(jsonb_agg(y.at order by y.at), '[]') from (select x.open_time as at from public.trades x where x.account_id = a.id and x.reverses_id is null
        union select q.opened_at from public.positions q where q.account_id = a.id) y
      where y.at is not null and exists (select from public.rule_sets r where r.id = a.rule_set_id and r.rules -> 'payout' ? 'probation')),
    'days', (select coalesce(jsonb_agg(jsonb_build_object('trading_day', d.trading_day, 'pnl_cents', d.pnl_cents, 'trades', d.trades) order by d.trading_day), '[]') from public.daily_stats d where d.account_id = a.id),
    'claim', private.breach_claim(a),
    'feed', (select jsonb_build_object('status', c.status, 'heard_at', greatest(c.last_event_at, c.complete_through)) from public.connections c where c.id = a.connection_id),
    'settings', case when policy.id is not null then jsonb_build_object('version', policy.version, 'value', policy.value) end,
    'released_lately_cents', private.released_lately(t.id, b.id, a.currency, now_at - make_interval(days => coalesce((policy.value ->> 'limit_days')::int, 30))),
    'asked_beside_cents', private.asked_beside(t.id, b.id, a.currency, o.id, private.split_since(policy.value, now_at)));
end $$;

select private.apply_grants();
