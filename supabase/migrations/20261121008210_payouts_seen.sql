-- What people see of payouts: the queue with what holds each one up, one payout with exactly what an approval signs, and the figures.
create view public.payouts_list with (security_invoker = true) as
  select p.id, p.account_id, a.login, a.status as account_status, p.trader_id, t.full_name as trader_name, c.title as challenge_title, p.requested_cents::bigint as requested_cents,
    p.gross_cents::bigint as gross_cents, p.firm_cents::bigint as firm_cents, p.entitled_cents::bigint as entitled_cents, p.currency, p.split_bps, p.state, p.route, p.approvals_required, p.provider,
    p.provider_ref, b.name as beneficiary_name, b.masked as beneficiary_masked, b.confirmed_at as beneficiary_confirmed_at, p.hold_reason, p.hold_until, p.rejection_reason, p.checks, p.effect,
    p.requested_at, p.approved_at, p.sent_at, p.settled_at, p.next_check_at, p.version, p.requested_by, p.created_at, (p.requested_at at time zone 'UTC')::date as requested_on,
    case when p.state in ('requested', 'held') then coalesce(
      (select x.c ->> 'check' from jsonb_array_elements(p.checks) with ordinality x(c, n) where x.c ->> 'state' = 'failed' order by x.n limit 1),
      (select 'not known: ' || (x.c ->> 'check') from jsonb_array_elements(p.checks) with ordinality x(c, n) where x.c ->> 'state' = 'unknown' order by x.n limit 1),
      case when p.state = 'held' then 'held' when p.route = 'policy' then 'the window runs' else 'waits for a person' end)
      when p.state = 'unknown' then 'the provider does not answer' end as blocker,
    exists (select from public.payouts d where d.trader_id = p.trader_id and d.id <> p.id and d.requested_cents = p.requested_cents and d.currency = p.currency
      and d.state not in ('rejected', 'cancelled', 'failed') and d.requested_at between p.requested_at - interval '7 days' and p.requested_at + interval '7 days') as is_twin,
    -- What needs a hand comes first, the oldest of each kind first; what is over comes last, the newest first.
    case when p.state in ('unknown', 'requested', 'held', 'returned', 'approved', 'sending', 'sent')
      then (case p.state when 'unknown' then 0 when 'requested' then case p.route when 'person' then 1 else 3 end when 'held' then 2 when 'returned' then 2 else 4 end)::bigint * 100000000000
        + extract(epoch from p.requested_at)::bigint
      else 900000000000 - extract(epoch from p.requested_at)::bigint end as attention
  from public.payouts p join public.accounts a on a.id = p.account_id join public.traders t on t.id = p.trader_id join public.beneficiaries b on b.id = p.beneficiary_id
  left join public.challenge_types c on c.id = a.challenge_type_id;
comment on view public.payouts_list is 'Payouts with their trader, account and destination by its mask, and what holds each one up.';

-- One payout as it would be signed by whoever asks: the digest of exactly what is sent, whose names are on it, why the reader may not sign, what was booked, and what happened.
create function public.payout_seen(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
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

-- What an approval of each would sign, for clients that decide through the API.
create function public.payout_digests(p_ids uuid[]) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']);
  return (select coalesce(jsonb_object_agg(p.id, encode(private.payout_digest(p), 'hex')), '{}') from public.payouts p where p.id = any (p_ids));
end $$;

-- Figures of what was paid: in all, lately, by product, and how long it took from the request to the money.
create function public.payout_figures(p_now timestamptz) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']);
  return jsonb_build_object('paid', (select coalesce(jsonb_agg(to_jsonb(x) order by x.currency), '[]') from (
      select p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents, (sum(p.requested_cents) / count(*))::bigint as average_cents,
        count(*) filter (where p.settled_at > p_now - interval '30 days') as lately, coalesce(sum(p.requested_cents) filter (where p.settled_at > p_now - interval '30 days'), 0)::bigint as lately_cents,
        percentile_disc(0.5) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as median_seconds,
        percentile_disc(0.9) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as p90_seconds,
        (select coalesce(sum(e.amount_cents), 0)::bigint from public.ledger_entries e where e.ledger_account = 'paid-out' and e.currency = p.currency) as ledger_cents
      from public.payouts p where p.state = 'paid' group by p.currency) x),
    'open', (select coalesce(jsonb_agg(to_jsonb(x) order by x.state, x.currency), '[]') from (
      select p.state, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents from public.payouts p
      where p.state in ('requested', 'held', 'approved', 'sending', 'unknown', 'sent') group by 1, 2) x),
    'by_product', (select coalesce(jsonb_agg(to_jsonb(x) order by x.total_cents desc, x.title, x.currency), '[]') from (
      select coalesce(c.title, 'Without a product') as title, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents,
        (sum(p.requested_cents) / count(*))::bigint as average_cents from public.payouts p join public.accounts a on a.id = p.account_id
      left join public.challenge_types c on c.id = a.challenge_type_id where p.state = 'paid' group by 1, 2) x),
    'by_provider', (select coalesce(jsonb_agg(to_jsonb(x) order by x.total_cents desc, x.provider, x.currency), '[]') from (
      select p.provider, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as total_cents,
        percentile_disc(0.5) within group (order by extract(epoch from p.settled_at - p.requested_at)::bigint) as median_seconds from public.payouts p where p.state = 'paid' group by 1, 2) x),
    'days', (select coalesce(jsonb_agg(to_jsonb(x) order by x.day desc, x.currency), '[]') from (
      select (p.settled_at at time zone 'UTC')::date as day, p.currency, count(*) as payouts, sum(p.requested_cents)::bigint as paid_cents, sum(p.gross_cents)::bigint as gross_cents,
        sum(p.firm_cents)::bigint as firm_cents from public.payouts p where p.state = 'paid' and p.settled_at > p_now - interval '90 days' group by 1, 2) x));
end $$;

-- For clients that were written before: their names for the same payouts, money in major units.
create view public.withdrawals with (security_invoker = true) as
  select p.id, p.account_id as funded_account_id, p.trader_id as user_id, private.major(p.requested_cents, a.rule_set_id) as amount,
    case when p.state in ('requested', 'held') then 'pending' when p.state in ('approved', 'sending', 'unknown', 'sent') then 'approved' when p.state = 'paid' then 'completed'
      when p.state in ('rejected', 'cancelled') then 'rejected' else 'failed' end as status, p.requested_at, p.approved_at, case when p.state in ('paid', 'returned') then p.settled_at end as completed_at,
    case when p.state in ('rejected', 'cancelled') then p.settled_at end as rejected_at, p.rejection_reason, case when p.provider = 'stripe' then p.provider_ref end as stripe_payout_id
  from public.payouts p join public.accounts a on a.id = p.account_id;
comment on view public.withdrawals is 'Payouts, as earlier clients name them.';

-- What was withdrawn is null for those who do not read payouts, because nothing seen is not nothing paid.
create view public.funded_virtual_accounts with (security_invoker = true) as
  select a.id, a.id as funded_account_id, private.major(a.initial_balance_cents, a.rule_set_id) as starting_balance, private.major(f.balance_cents, a.rule_set_id) as current_balance,
    private.major(f.high_water_cents, a.rule_set_id) as peak_balance, private.major(f.cumulative_profit_cents, a.rule_set_id) as realized_pnl,
    private.major(f.equity_cents - f.balance_cents, a.rule_set_id) as unrealized_pnl,
    case when coalesce((select private.staff_role()), 'trader') not in ('viewer', 'config') then
      private.major(coalesce((select sum(p.requested_cents) from public.payouts p where p.account_id = a.id and p.state = 'paid'), 0)::bigint, a.rule_set_id) end as total_withdrawals, f.updated_at
  from public.accounts a join public.phases p on p.id = a.phase_id join public.account_facts f on f.account_id = a.id where p.is_live and a.activated_at is not null;
comment on view public.funded_virtual_accounts is 'Present money of funded accounts, as earlier clients name it.';

-- What an approval of each would sign, and why the reader may not: what a dry run of several rests on.
create function public.payouts_to_sign(p_ids uuid[]) returns jsonb language plpgsql stable security definer set search_path = '' as $$
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

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['payouts_list', 'withdrawals']) t;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['payout_seen(uuid)', 'payout_digests(uuid[])', 'payout_figures(timestamptz)']) f;
insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.payouts_to_sign(uuid[])', '{authenticated}');
select private.apply_grants();
