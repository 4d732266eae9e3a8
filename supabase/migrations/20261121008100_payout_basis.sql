-- What a payout is judged from: everything it rests on, read in one snapshot with the account's version, so that whoever judges it can be refused when anything has moved since.
create function private.payout_line(p public.payouts) returns jsonb language sql immutable set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'state', p.state, 'route', p.route, 'version', p.version, 'provider', p.provider, 'provider_ref', p.provider_ref, 'attempt_group', p.attempt_group,
    'beneficiary_id', p.beneficiary_id, 'requested_by', p.requested_by, 'requested_cents', p.requested_cents, 'gross_cents', p.gross_cents, 'entitled_cents', p.entitled_cents, 'checks', p.checks,
    'hold_reason', p.hold_reason, 'requested_at', p.requested_at, 'approved_at', p.approved_at, 'hold_until', p.hold_until, 'sent_at', p.sent_at, 'settled_at', p.settled_at,
    'repays_id', p.repays_id, 'balance_after_cents', p.effect -> 'balance_after_cents') $$;

-- What the policy let go lately, by person and by destination: the larger of the two counts.
create function private.released_lately(p_trader uuid, p_beneficiary uuid, p_currency text, p_since timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select coalesce(sum(x.requested_cents), 0) from public.payouts x where x.currency = p_currency and x.state in ('approved', 'sending', 'unknown', 'sent', 'paid') and x.approved_at > p_since
    and (x.trader_id = p_trader or x.beneficiary_id = p_beneficiary) and exists (select from public.payout_approvals y where y.payout_id = x.id and y.kind = 'policy') $$;

-- A share of what is left may be claimed of an account that a daily loss has ended in profit, where its rule set says so. What is told here are facts; whether they entitle anybody to
-- anything is judged in lib/payouts. A reversed trade is no trade; a trade is a position with all its slices.
create function private.breach_claim(a public.accounts) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('breached_at', v.first_at, 'without_stop', t.without_stop, 'largest_loss_cents', t.largest_loss)
  from (select min(x.breached_at) as first_at, bool_and(x.rule = 'max-daily-loss') as is_daily from public.risk_violations x
      where x.account_id = a.id and x.outcome = 'breach' and x.consequence = 'fail' and x.state = 'confirmed') v,
    (select count(*) filter (where p.without_stop) as without_stop, greatest(coalesce(max(-p.net), 0), 0) as largest_loss from (
      select sum(s.net_profit_cents) as net, bool_or(s.stop_loss is null) as without_stop from public.trades s where s.account_id = a.id and s.reverses_id is null
        and not exists (select from public.trades r where r.reverses_id = s.id) group by coalesce(s.position_id, s.external_id)) p) t
  where a.status = 'closed' and a.closure_reason = 'rule_violation' and v.is_daily
    and exists (select from public.rule_sets r where r.id = a.rule_set_id and r.rules -> 'payout' ? 'breach_share') $$;

-- p = { account_id | payout_id, beneficiary_id?, request_key?, now }. Without a destination named it is the payout's, else the trader's newest. Null where there is no such account.
create function public.load_payout_basis(p jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
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
    'claim', private.breach_claim(a), 'scaling', private.scaling_grounds(a),
    'feed', (select jsonb_build_object('status', c.status, 'heard_at', greatest(c.last_event_at, c.complete_through)) from public.connections c where c.id = a.connection_id),
    'settings', case when policy.id is not null then jsonb_build_object('version', policy.version, 'value', policy.value) end,
    'released_lately_cents', private.released_lately(t.id, b.id, a.currency, now_at - make_interval(days => coalesce((policy.value ->> 'limit_days')::int, 30))),
    'asked_beside_cents', private.asked_beside(t.id, b.id, a.currency, o.id, private.split_since(policy.value, now_at)));
end $$;

-- Looks for work whose job was lost, and for what nobody answered: each under the key its own job has, so nothing runs twice. What held payouts wait for may have been settled meanwhile.
create function public.tend_payouts(p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare o public.payouts; total int := 0; late int := 0; e record;
begin
  for o in select * from public.payouts x where x.state in ('held', 'approved') or (x.state = 'requested' and x.route = 'policy') or (x.state in ('sending', 'unknown', 'sent') and x.next_check_at < p_now - interval '1 minute')
      or ((x.state = 'failed' and x.sent_at is not null and x.provider not in ('rise', 'bank') or x.state = 'paid' and x.provider = 'stripe')
        and x.settled_at > p_now - interval '7 days' and coalesce(x.next_check_at, x.settled_at + interval '1 day') <= p_now)
      order by x.requested_at, x.id limit 1000 loop
    if o.state in ('requested', 'approved') and o.hold_until > p_now - interval '1 minute' then continue; end if;
    if o.state = 'approved' and o.provider in ('rise', 'bank') then continue; end if;
    perform private.add_job(case o.state when 'held' then 'recompute-payout' when 'requested' then 'release-payout' when 'approved' then 'send-payout' else 'check-payout' end,
      jsonb_build_object('payout_id', o.id), p_now, case o.state when 'held' then 'recompute:' when 'requested' then 'release:' when 'approved' then 'payout:' else 'check:' end || o.id, 'payout:' || o.account_id);
    total := total + 1;
  end loop;
  -- The broker's own withdrawal replaces what was expected; one that does not come is asked about.
  for e in select x.account_id, x.payout_id, min(x.occurred_at) as since from public.balance_operations x join public.account_facts f on f.account_id = x.account_id
      cross join lateral jsonb_array_elements(coalesce(f.facts -> 'expected_payouts', '[]')) w
      where x.is_expected and x.payout_id is not null and x.amount_cents < 0 and w ->> 'reference' = x.payout_id::text and x.occurred_at < p_now - interval '10 days'
        and not exists (select from public.reviews r where r.kind = 'data' and r.account_id = x.account_id and r.rule = 'payout-unmatched' and r.subject_id = x.payout_id::text)
      group by x.account_id, x.payout_id loop
    perform private.open_review('data', e.account_id, e.payout_id::text, 'payout-unmatched', 'the broker has not taken a payout out of the account for ten days',
      jsonb_build_object('payout_id', e.payout_id, 'since', e.since), p_now + interval '24 hours', p_now);
    late := late + 1;
  end loop;
  return jsonb_build_object('jobs', total, 'unmatched', late, 'dropped', private.drop_changed(null, null, p_now), 'scalings', private.tend_scalings(p_now));
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{service_role}' from unnest(array['load_payout_basis(jsonb)', 'tend_payouts(timestamptz)']) f;
select private.apply_grants();
