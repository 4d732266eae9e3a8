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
    'openings', (select coalesce(jsonb_agg(distinct date_trunc('minute', x.open_time)), '[]') from public.trades x join public.rule_sets r on r.id = a.rule_set_id
      where r.rules -> 'payout' ? 'probation' and x.account_id = a.id and x.open_time is not null and x.reverses_id is null),
    'days', (select coalesce(jsonb_agg(jsonb_build_object('trading_day', d.trading_day, 'pnl_cents', d.pnl_cents, 'trades', d.trades) order by d.trading_day), '[]') from public.daily_stats d where d.account_id = a.id),
    'claim', private.breach_claim(a),
    'feed', (select jsonb_build_object('status', c.status, 'heard_at', greatest(c.last_event_at, c.complete_through)) from public.connections c where c.id = a.connection_id),
    'settings', case when policy.id is not null then jsonb_build_object('version', policy.version, 'value', policy.value) end,
    'released_lately_cents', private.released_lately(t.id, b.id, a.currency, now_at - make_interval(days => coalesce((policy.value ->> 'limit_days')::int, 30))));
end $$;

-- p = { account_id, account_version, trader_id, requested_by, request_key, beneficiary_id, requested_cents, gross_cents, entitled_cents (what they may withdraw now), split_bps,
--   route, approvals_required, hold_until, checks, effect, now }. Answers { outcome: requested|known, payout_id, state } or { outcome: payout-open|not-owed }.
create or replace function public.request_payout(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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
select private.apply_grants();
