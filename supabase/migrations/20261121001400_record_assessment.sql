-- The judge's half in SQL: many accounts in one call, each standing or falling alone, each against the version it was judged from.
--
-- p = { now, accounts: [Account], messages: [{ inbox_id, answer: { status, body }, accounts: [account ids it still needs] }] }
-- Account = { account_id, version, facts, last_event_key, last_event_at, balance_cents, equity_cents|null, high_water_cents, cumulative_profit_cents, trading_day,
--   day_start_balance_cents, day_start_equity_cents, headroom_cents|null, allowance_cents|null, used_bps|null, risk_state, nearest_rule|null, rule_states: [RuleState],
--   events: [{ kind, external_id, order_key, occurred_at, received_at, source, inbox_id, content_sha256, data, outcome }],
--   trades: [{ external_id, ticket_number, position_id, symbol, type, lots, volume_unit, contract_size, open_price, close_price, stop_loss, take_profit, open_time|null, close_time,
--     profit_loss_cents (gross), commission_cents, swap_cents, fee_cents, booked_cents, magic_number, comment, close_reason, is_final_slice, is_late,
--     supersedes_external_id, inbox_id }]; the row of a reversal is made here from its event (data.reverses_external_id) and its target,
--   operations: [{ external_id, kind, amount_cents, affects_profit, reference, position_id, comment, occurred_at, inbox_id }],
--   positions: null, or the whole list [{ position_id, symbol, side, lots|volume, volume_unit, open_price, stop_loss, take_profit, opened_at, floating_cents, swap_cents, reported_at }],
--   marks: [{ minute, open_cents, high_cents, high_at, low_cents, low_at, close_cents, close_at }], checkpoints: [{ trading_day, order_key, facts }],
--   drop_checkpoints_after: order key|null (given when this was a refold), days: [{ trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents,
--     trades, wins, losses, largest_win_cents, largest_loss_cents, lots, floors, is_breached }],
--   violations: [{ rule, instance, subject, outcome, consequence, severity, measured_value, threshold_value, unit, percentage_bps, breached_at, raised_key, until, evidence,
--     message, trade_ticket }], withdrawn: [violation ids], trading_off: null (leave) or { reason, until }, conflicts: [{ kind, external_id, stored_sha256, received_sha256, received }],
--   reviews: [{ kind, rule|null, subject_id|null, reason, evidence, due_at }], spine: [{ kind, data, reason, occurred_at }]; events of verdicts are added here }
-- Answer: { accounts: [{ account_id, outcome: recorded|stale|failed, version, code, message }], settled: [inbox ids] }
create function private.record_violations(a public.accounts, p jsonb, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare one jsonb; v public.risk_violations;
begin
  perform private.withdraw_verdicts(a.id, p -> 'withdrawn', p_now);
  -- A provisional verdict that a refold found again at the same moment says what was found last; a confirmed one keeps what it was confirmed with.
  update public.risk_violations held set measured_value = r.measured_value, threshold_value = r.threshold_value, percentage_bps = r.percentage_bps,
      evidence = coalesce(r.evidence, '[]'), message = coalesce(r.message, ''), until = r.until
    from jsonb_to_recordset(coalesce(p -> 'restated', '[]')) as r(rule text, instance int, subject text, outcome text, measured_value numeric,
      threshold_value numeric, percentage_bps bigint, breached_at timestamptz, until timestamptz, evidence jsonb, message text)
    where held.account_id = a.id and held.rule_set_id = a.rule_set_id and held.rule = r.rule and held.instance = r.instance and held.subject = r.subject
      and held.breached_at = r.breached_at and held.outcome = r.outcome and held.state = 'provisional';
  for one in select x from jsonb_array_elements(coalesce(p -> 'violations', '[]')) x order by x ->> 'raised_key' collate "C" loop
    insert into public.risk_violations as held (account_id, rule, instance, subject, outcome, consequence, severity, state, measured_value, threshold_value, unit,
        percentage_bps, breached_at, detected_at, raised_key, until, rule_set_id, evidence, message, trade_ticket, confirm_after)
      select a.id, r.rule, coalesce(r.instance, 0), coalesce(r.subject, ''), r.outcome, r.consequence, r.severity,
        case when r.outcome = 'breach' then 'provisional' else 'confirmed' end, r.measured_value, r.threshold_value, r.unit, r.percentage_bps, r.breached_at, p_now,
        coalesce(r.raised_key, ''), r.until, a.rule_set_id, coalesce(r.evidence, '[]'), coalesce(r.message, ''), r.trade_ticket, p_now + make_interval(secs => p_grace)
      from jsonb_to_record(one) as r(rule text, instance int, subject text, outcome text, consequence text, severity text, measured_value numeric, threshold_value numeric,
        unit text, percentage_bps bigint, breached_at timestamptz, raised_key text, until timestamptz, evidence jsonb, message text, trade_ticket text)
      on conflict (account_id, rule, instance, subject, breached_at, rule_set_id) do update
        set state = excluded.state, outcome = excluded.outcome, consequence = excluded.consequence, severity = excluded.severity, evidence = excluded.evidence,
          measured_value = excluded.measured_value, threshold_value = excluded.threshold_value, message = excluded.message, raised_key = excluded.raised_key,
          until = excluded.until, detected_at = excluded.detected_at, confirm_after = excluded.confirm_after, resolved_at = null, resolved_by = null, resolution = null
        where held.state = 'withdrawn' and held.resolved_by is null
      returning * into v;
    -- A verdict that already stands, or that a person withdrew, has no effect twice.
    if found then perform private.apply_verdict(v, p_grace, p_now); end if;
  end loop;
  perform private.settle_trading_off(a.id, p_now);
end $$;

create function private.record_reviews(p_account uuid, p jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.ingest_conflicts (account_id, kind, external_id, stored_sha256, received_sha256, received)
    select p_account, c.kind, c.external_id, c.stored_sha256, c.received_sha256, c.received
    from jsonb_to_recordset(coalesce(p -> 'conflicts', '[]')) as c(kind text, external_id text, stored_sha256 text, received_sha256 text, received jsonb)
    on conflict (account_id, kind, external_id, received_sha256) do nothing;
  perform private.open_review(r.kind, p_account, r.subject_id, r.rule, r.reason, r.evidence, r.due_at, p_now)
    from jsonb_to_recordset(coalesce(p -> 'reviews', '[]')) as r(kind text, rule text, subject_id text, reason text, evidence jsonb, due_at timestamptz);
end $$;

create function private.record_account(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare a public.accounts; grace int; touched text[]; refolded boolean := coalesce(p -> 'drop_checkpoints_after', 'null') <> 'null';
begin
  -- The account's lock is always taken first, so two messages on one account take their turns.
  select * into a from public.accounts where id = (p ->> 'account_id')::uuid for update;
  if a.id is null then return jsonb_build_object('account_id', p ->> 'account_id', 'outcome', 'failed', 'version', null, 'code', 'not-found'); end if;
  if a.version <> (p ->> 'version')::bigint then
    return jsonb_build_object('account_id', a.id, 'outcome', 'stale', 'version', a.version, 'code', 'stale');
  end if;
  select c.confirm_grace_seconds into strict grace from public.connections c where c.id = a.connection_id;
  update public.accounts set version = version + 1 where id = a.id;
  perform private.record_events(a.id, coalesce(p -> 'events', '[]'));
  perform private.record_trades(a.id, coalesce(p -> 'trades', '[]'));
  perform private.record_reversals(a.id, coalesce(p -> 'events', '[]'));
  perform private.record_operations(a.id, coalesce(p -> 'operations', '[]'));
  perform private.record_positions(a.id, p -> 'positions');
  perform private.record_marks(a.id, coalesce(p -> 'marks', '[]'));
  perform private.record_days(a.id, coalesce(p -> 'days', '[]'), refolded);
  perform private.record_checkpoints(a.id, coalesce(p -> 'checkpoints', '[]'), p ->> 'drop_checkpoints_after');
  perform private.record_facts(a.id, p, p_now);
  perform private.append_events('account:' || a.id, (select coalesce(jsonb_agg(x), '[]') from jsonb_array_elements(coalesce(p -> 'spine', '[]')) x
    where x ->> 'kind' not like 'rule.%'), p_now);
  -- A verdict that stops trading outranks whatever the caller has to say about it.
  if coalesce(p -> 'trading_off', 'null') <> 'null' and coalesce(a.trading_off_reason, 'rule-pause') = 'rule-pause' then
    update public.accounts set trading_off_reason = p #>> '{trading_off,reason}', trading_off_until = (p #>> '{trading_off,until}')::timestamptz where id = a.id;
    perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.trading-stopped', 'reason', p #>> '{trading_off,reason}')), p_now);
  end if;
  perform private.record_reviews(a.id, p, p_now);
  perform private.record_violations(a, p, grace, p_now);
  select array_agg(x ->> 'external_id') into touched from jsonb_array_elements(coalesce(p -> 'events', '[]') || coalesce(p -> 'trades', '[]')) x;
  if touched is not null then perform private.snapshot_consistency(a.id, touched); end if;
  return jsonb_build_object('account_id', a.id, 'outcome', 'recorded', 'version', a.version + 1, 'code', null);
end $$;

-- A message is settled only when every account it names was recorded in this very call; its first answer stands.
create function private.settle_messages(p_messages jsonb, p_answers jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare one jsonb; settled jsonb := '[]';
begin
  for one in select x from jsonb_array_elements(coalesce(p_messages, '[]')) x order by x ->> 'inbox_id' loop
    continue when exists (select from jsonb_array_elements_text(one -> 'accounts') need where not exists (
      select from jsonb_array_elements(p_answers) got where got ->> 'account_id' = need and got ->> 'outcome' = 'recorded'));
    update public.inbox set state = 'settled', answer = one -> 'answer', settled_at = p_now, attempts = attempts + 1
      where id = (one ->> 'inbox_id')::uuid and state in ('received', 'parked');
    if found then perform private.remove_job('settle:' || (one ->> 'inbox_id')); end if;
    settled := settled || to_jsonb(one ->> 'inbox_id');
  end loop;
  return settled;
end $$;

create function public.record_assessment(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one jsonb; answers jsonb := '[]'; now_at timestamptz := (p ->> 'now')::timestamptz; problem text; detail text;
begin
  for one in select x from jsonb_array_elements(coalesce(p -> 'accounts', '[]')) x order by x ->> 'account_id' loop
    begin
      answers := answers || jsonb_build_array(private.record_account(one, now_at));
    exception
      when serialization_failure or deadlock_detected then raise;
      when others then
        get stacked diagnostics problem = returned_sqlstate, detail = message_text;
        answers := answers || jsonb_build_array(jsonb_build_object('account_id', one ->> 'account_id', 'outcome', 'failed', 'version', null, 'code', problem, 'message', detail));
    end;
  end loop;
  return jsonb_build_object('accounts', answers, 'settled', private.settle_messages(p -> 'messages', answers, now_at));
end $$;
