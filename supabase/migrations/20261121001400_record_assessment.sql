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
--     message, trade_ticket, engine, rule_set_id }], restated: [what a refold found again, as violations], withdrawn: [violation ids], trading_off: null (leave) or { reason, until }, conflicts: [{ kind, external_id, stored_sha256, received_sha256, received }],
--   reviews: [{ kind, rule|null, subject_id|null, reason, evidence, due_at }], spine: [{ kind, data, reason, occurred_at }]; events of verdicts are added here }
-- Answer: { accounts: [{ account_id, outcome: recorded|stale|failed, version, code, message }], settled: [inbox ids] }
--
-- Which judge came to a verdict (engine) is kept with it: a later one may come to another, and then a dispute asks which of them spoke.

create function private.record_violations(a public.accounts, p jsonb, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare one jsonb; v public.risk_violations;
begin
  perform private.withdraw_verdicts(a.id, p -> 'withdrawn', p_now);
  -- A provisional verdict that a refold found again at the same moment says what was found last, and so do warnings and doubts, which have no effect to confirm. A
  -- confirmed breach keeps what it was confirmed with, and what a person has decided stays as it was decided.
  update public.risk_violations held set measured_value = r.measured_value, threshold_value = r.threshold_value, percentage_bps = r.percentage_bps,
      severity = r.severity, unit = r.unit, evidence = coalesce(r.evidence, '[]'), message = coalesce(r.message, ''), until = r.until,
      raised_key = r.raised_key, trade_ticket = r.trade_ticket, engine = r.engine
    from jsonb_to_recordset(coalesce(p -> 'restated', '[]')) as r(rule text, instance int, subject text, outcome text, severity text,
      measured_value numeric, threshold_value numeric, unit text, percentage_bps bigint, breached_at timestamptz, raised_key text, until timestamptz, evidence jsonb,
      message text, trade_ticket text, rule_set_id uuid, engine text)
    where held.account_id = a.id and held.rule_set_id = coalesce(r.rule_set_id, a.rule_set_id) and held.rule = r.rule and held.instance = r.instance and held.subject = r.subject
      and held.breached_at = r.breached_at and held.outcome = r.outcome
      and (held.state = 'provisional' or (held.outcome <> 'breach' and held.state = 'confirmed' and held.resolved_by is null));
  for one in select x from jsonb_array_elements(coalesce(p -> 'violations', '[]')) x order by x ->> 'raised_key' collate "C" loop
    insert into public.risk_violations as held (account_id, rule, instance, subject, outcome, consequence, severity, state, measured_value, threshold_value, unit,
        percentage_bps, breached_at, detected_at, raised_key, until, rule_set_id, evidence, message, trade_ticket, confirm_after, engine)
      select a.id, r.rule, coalesce(r.instance, 0), coalesce(r.subject, ''), r.outcome, r.consequence, r.severity,
        case when r.outcome = 'breach' then 'provisional' else 'confirmed' end, r.measured_value, r.threshold_value, r.unit, r.percentage_bps, r.breached_at, p_now,
        coalesce(r.raised_key, ''), r.until, coalesce(r.rule_set_id, a.rule_set_id), coalesce(r.evidence, '[]'), coalesce(r.message, ''), r.trade_ticket,
        p_now + make_interval(secs => p_grace), r.engine
      from jsonb_to_record(one) as r(rule text, instance int, subject text, outcome text, consequence text, severity text, measured_value numeric, threshold_value numeric,
        unit text, percentage_bps bigint, breached_at timestamptz, raised_key text, until timestamptz, evidence jsonb, message text, trade_ticket text, rule_set_id uuid, engine text)
      on conflict (account_id, rule, instance, subject, breached_at, rule_set_id) do update
        set state = excluded.state, outcome = excluded.outcome, consequence = excluded.consequence, severity = excluded.severity, evidence = excluded.evidence,
          measured_value = excluded.measured_value, threshold_value = excluded.threshold_value, unit = excluded.unit, percentage_bps = excluded.percentage_bps,
          trade_ticket = excluded.trade_ticket, message = excluded.message, raised_key = excluded.raised_key, engine = excluded.engine,
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

-- As told at the head of this file; with { tell } it answers told beside the rest. The document may also come as one json string. For batches also standing:
-- what people read of the accounts, as private.write_standing reads it, and run: { id, skipped, breached, unknown: [account ids] }.
create function public.record_assessment(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one jsonb; answers jsonb := '[]'; answer jsonb; now_at timestamptz; rows jsonb; problem text; detail text;
begin
  if jsonb_typeof(p) = 'string' then p := (p #>> '{}')::jsonb; end if;
  now_at := (p ->> 'now')::timestamptz;
  rows := coalesce(p -> 'accounts', '[]');
  -- A batch comes back with the same few statements hundreds of times, and what is planned anew for each list is planned the same: that took a third of its verdicts' time.
  if p ? 'run' then perform set_config('plan_cache_mode', 'force_generic_plan', true); end if;
  if jsonb_array_length(rows) > 0 then
    begin
      -- One account that somebody else holds must not keep all the others waiting for long: they are written alone then.
      if jsonb_array_length(rows) > 1 then perform set_config('lock_timeout', '500ms', true); end if;
      answers := private.record_accounts(rows, now_at);
      perform set_config('lock_timeout', '2s', true);
    exception
      when serialization_failure or deadlock_detected then raise;
      when others then
        for one in select x from jsonb_array_elements(rows) x order by x ->> 'account_id' loop
          begin
            answers := answers || private.record_accounts(jsonb_build_array(one), now_at);
          exception
            when serialization_failure or deadlock_detected then raise;
            when others then
              get stacked diagnostics problem = returned_sqlstate, detail = message_text;
              answers := answers || jsonb_build_array(jsonb_build_object('account_id', one ->> 'account_id', 'outcome', 'failed', 'version', null, 'code', problem, 'message', detail));
          end;
        end loop;
    end;
  end if;
  answer := jsonb_build_object('accounts', answers, 'standing', private.record_standing(p -> 'standing', now_at), 'settled', private.settle_messages(p -> 'messages', answers, now_at));
  if p ? 'run' then perform private.note_progress(p -> 'run', answers || (answer -> 'standing')); end if;
  if p ? 'tell' then answer := answer || jsonb_build_object('told', public.tell_trade(p -> 'tell' || jsonb_build_object('now', p -> 'now'))); end if;
  return answer;
end $$;
