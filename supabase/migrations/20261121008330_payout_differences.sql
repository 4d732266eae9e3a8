-- Deciding what a statement and the ledger do not agree on. A correction of the ledger is a transaction of its own under two names; it never touches what a trader is owed.
create view public.payout_statements_list with (security_invoker = true) as
  select s.id, s.provider, s.file_name, s.sha256, s.covers_from, s.covers_until, s.totals, s.imported_by, coalesce(nullif(p.full_name, ''), p.email) as imported_by_name, s.imported_at, s.compared_at,
    (select count(*) from public.payout_statement_lines l where l.statement_id = s.id and l.state <> 'other') as lines,
    (select count(*) from public.payout_statement_lines l where l.statement_id = s.id and l.state = 'other') as others,
    (select count(*) from public.payout_differences d where d.statement_id = s.id and d.state = 'open') as open_differences,
    (select count(*) from public.payout_differences d where d.statement_id = s.id and d.state = 'decided') as decided_differences, s.created_at
  from public.payout_statements s left join public.staff p on p.id = s.imported_by;
comment on view public.payout_statements_list is 'Statements with how many of their differences are open.';

create view public.payout_differences_list with (security_invoker = true) as
  select d.id, d.statement_id, d.kind, d.payout_id, d.reference, d.ours, d.theirs, d.effect, d.state, d.decision, d.note, d.decided_at, coalesce(nullif(p.full_name, ''), p.email) as decided_by_name,
    d.version, d.found_at, d.created_at, o.requested_cents::bigint as requested_cents, o.currency, o.state as payout_state, t.full_name as trader_name, s.provider,
    (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'ledger_account', x.ledger_account, 'amount_cents', x.amount_cents, 'currency', x.currency, 'reason', x.reason, 'state', x.state,
      'proposed_by', x.proposed_by, 'proposed_by_name', coalesce(nullif(w.full_name, ''), w.email), 'proposed_at', x.proposed_at, 'transaction_id', x.transaction_id) order by x.proposed_at, x.id), '[]')
      from public.payout_adjustments x left join public.staff w on w.id = x.proposed_by where x.difference_id = d.id) as adjustments
  from public.payout_differences d join public.payout_statements s on s.id = d.statement_id left join public.staff p on p.id = d.decided_by left join public.payouts o on o.id = d.payout_id
  left join public.traders t on t.id = o.trader_id;
comment on view public.payout_differences_list is 'Differences of statements with their payout, their decision and what was proposed to book.';

create function private.lock_difference(p_id uuid, p_version bigint) returns public.payout_differences language plpgsql security definer set search_path = '' as $$
declare d public.payout_differences;
begin
  select * into d from public.payout_differences x where x.id = p_id for update;
  if d.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if d.state = 'decided' then raise exception 'already-decided' using errcode = '55000'; end if;
  if p_version is not null and d.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  return d;
end $$;
create function private.difference_event(d public.payout_differences, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events(case when d.payout_id is null then 'staff:firm' else 'payout:' || d.payout_id end, jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason,
    'account_id', (select o.account_id from public.payouts o where o.id = d.payout_id), 'trader_id', (select o.trader_id from public.payouts o where o.id = d.payout_id),
    'data', jsonb_build_object('difference_id', d.id, 'statement_id', d.statement_id, 'difference', d.kind, 'reference', d.reference, 'ours', d.ours, 'theirs', d.theirs) || p_data)), p_now) $$;

-- Nothing is booked by this: it says why the two sides differ.
create function public.decide_difference(p_id uuid, p_version bigint, p_decision text, p_note text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_note); d public.payout_differences := private.lock_difference(p_id, p_version); now_at timestamptz := clock_timestamp();
begin
  if p_decision not in ('theirs-to-mend', 'matter-of-time', 'explained') then raise exception 'not-allowed' using errcode = '42501'; end if;
  if exists (select from public.payout_adjustments x where x.difference_id = d.id and x.state = 'proposed') then raise exception 'adjustment-waits' using errcode = '55000'; end if;
  update public.payout_differences set state = 'decided', decision = p_decision, note = why, decided_by = who, decided_at = now_at where id = d.id;
  perform private.difference_event(d, 'payout-difference.decided', why, jsonb_build_object('decision', p_decision), now_at);
  return p_decision;
end $$;

-- p = { difference_id, version, ledger_account, amount_cents (above zero: it left the provider), currency, reason }.
create function public.propose_adjustment(p jsonb) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p ->> 'reason'); made uuid; now_at timestamptz := clock_timestamp();
  d public.payout_differences := private.lock_difference((p ->> 'difference_id')::uuid, (p ->> 'version')::bigint);
begin
  if not exists (select from jsonb_array_elements(d.effect) e where e ->> 'currency' = p ->> 'currency' and abs((p ->> 'amount_cents')::bigint) <= abs((e ->> 'cents')::bigint)
    and sign((p ->> 'amount_cents')::bigint) = sign((e ->> 'cents')::bigint)) then raise exception 'more-than-differs' using errcode = '22023'; end if;
  insert into public.payout_adjustments (difference_id, ledger_account, amount_cents, currency, reason, proposed_by, proposed_at)
    values (d.id, p ->> 'ledger_account', (p ->> 'amount_cents')::bigint, p ->> 'currency', why, who, now_at) returning id into made;
  perform private.difference_event(d, 'payout-adjustment.proposed', why, jsonb_build_object('adjustment_id', made, 'ledger_account', p ->> 'ledger_account', 'amount_cents', (p ->> 'amount_cents')::bigint,
    'currency', p ->> 'currency'), now_at);
  return made;
end $$;

-- The second name books it: the sum leaves `provider-moved` and stands against whom it is owed from, what it cost, or the loss.
create function public.decide_adjustment(p_id uuid, p_decision text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); x public.payout_adjustments; d public.payout_differences; booked uuid; now_at timestamptz := clock_timestamp();
begin
  select * into x from public.payout_adjustments a where a.id = p_id;
  if x.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  d := private.lock_difference(x.difference_id, null);
  select * into strict x from public.payout_adjustments a where a.id = p_id for update;
  if x.state <> 'proposed' then raise exception 'already-decided' using errcode = '55000'; end if;
  if p_decision not in ('booked', 'refused') then raise exception 'not-allowed' using errcode = '42501'; end if;
  if x.proposed_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if p_decision = 'booked' then
    insert into public.ledger_transactions (kind, account_id, payout_id, reason, booked_at)
      values ('adjustment', (select o.account_id from public.payouts o where o.id = d.payout_id), d.payout_id, x.reason, now_at) returning id into booked;
    insert into public.ledger_entries (transaction_id, ledger_account, amount_cents, currency) values (booked, 'provider-moved', x.amount_cents, x.currency), (booked, x.ledger_account, -x.amount_cents, x.currency);
    update public.payout_differences set state = 'decided', decision = 'booked', note = x.reason, decided_by = who, decided_at = now_at where id = d.id;
  end if;
  update public.payout_adjustments set state = p_decision, decided_by = who, decided_at = now_at, decision_reason = why, transaction_id = booked where id = x.id;
  perform private.difference_event(d, 'payout-adjustment.' || p_decision, why, jsonb_build_object('adjustment_id', x.id, 'proposed_by', x.proposed_by, 'ledger_account', x.ledger_account,
    'amount_cents', x.amount_cents, 'currency', x.currency, 'transaction_id', booked), now_at);
  return p_decision;
end $$;

-- The ledger by provider and currency, beside what the simulated provider's own book comes to, which alone can be asked at any moment.
create function public.provider_balances() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['finance', 'admin', 'auditor']);
  return (select coalesce(jsonb_agg(to_jsonb(b) order by b.provider, b.currency), '[]') from (
    select o.provider, e.currency, coalesce(sum(e.amount_cents) filter (where e.ledger_account = 'in-transit'), 0)::bigint as in_transit_cents,
      coalesce(sum(e.amount_cents) filter (where e.ledger_account = 'paid-out'), 0)::bigint as paid_out_cents,
      coalesce((select sum(m.amount_cents) from public.ledger_entries m join public.payout_adjustments x on x.transaction_id = m.transaction_id join public.payout_differences d on d.id = x.difference_id
        join public.payout_statements s on s.id = d.statement_id where s.provider = o.provider and m.currency = e.currency and m.ledger_account = 'provider-moved'), 0)::bigint as moved_cents,
      (select max(s.covers_until) from public.payout_statements s where s.provider = o.provider) as heard_until,
      (select count(*) from public.payout_differences d join public.payout_statements s on s.id = d.statement_id where s.provider = o.provider and d.state = 'open') as open_differences
    from public.ledger_entries e join public.ledger_transactions t on t.id = e.transaction_id join public.payouts o on o.id = t.payout_id
    where e.ledger_account in ('in-transit', 'paid-out') group by o.provider, e.currency) b);
end $$;

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['payout_statements_list', 'payout_differences_list']) t;
insert into private.declared_grants (privilege, object, roles)
select 'execute', 'public.' || f, '{authenticated}' from unnest(array['decide_difference(uuid, bigint, text, text)', 'propose_adjustment(jsonb)', 'decide_adjustment(uuid, text, text)', 'provider_balances()']) f;
select private.apply_grants();
