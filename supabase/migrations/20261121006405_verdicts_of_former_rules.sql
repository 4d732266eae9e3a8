-- Verdicts stand with the version that found them, also after the account was moved to another one: they are loaded with its name, and a row
-- that names a version is stored under it.
create or replace function private.held_after(p_account uuid, p_rule_set uuid, p_key text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare held jsonb;
begin
  select jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject,
      'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'raised_key', v.raised_key, 'state', v.state,
      'consequence', v.consequence, 'outcome', v.outcome, 'rule_set_id', v.rule_set_id)) into held
    from public.risk_violations v where v.account_id = p_account and (v.state <> 'withdrawn' or v.resolved_by is not null)
      and v.raised_key > coalesce(p_key, '') collate "C";
  return coalesce(held, '[]');
end $$;

-- The version asked for no longer narrows anything: a refold that begins before a move judges by every version since.
create or replace function private.load_held(p_account uuid, p_rule_set uuid, p_after text, p_until text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'breached_at', v.breached_at,
      'raised_key', v.raised_key, 'state', v.state, 'consequence', v.consequence, 'outcome', v.outcome, 'rule_set_id', v.rule_set_id) order by v.raised_key, v.id), '[]')
    from public.risk_violations v where v.account_id = p_account and v.state <> 'withdrawn'
      and (p_after is null or v.raised_key > p_after collate "C") and (p_until is null or v.raised_key <= p_until collate "C"));
end $$;

create or replace function private.record_violations(a public.accounts, p jsonb, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare one jsonb; v public.risk_violations;
begin
  perform private.withdraw_verdicts(a.id, p -> 'withdrawn', p_now);
  -- A provisional verdict that a refold found again at the same moment says what was found last; a confirmed one keeps what it was confirmed with.
  update public.risk_violations held set measured_value = r.measured_value, threshold_value = r.threshold_value, percentage_bps = r.percentage_bps,
      evidence = coalesce(r.evidence, '[]'), message = coalesce(r.message, ''), until = r.until
    from jsonb_to_recordset(coalesce(p -> 'restated', '[]')) as r(rule text, instance int, subject text, outcome text, measured_value numeric,
      threshold_value numeric, percentage_bps bigint, breached_at timestamptz, until timestamptz, evidence jsonb, message text, rule_set_id uuid)
    where held.account_id = a.id and held.rule_set_id = coalesce(r.rule_set_id, a.rule_set_id) and held.rule = r.rule and held.instance = r.instance and held.subject = r.subject
      and held.breached_at = r.breached_at and held.outcome = r.outcome and held.state = 'provisional';
  for one in select x from jsonb_array_elements(coalesce(p -> 'violations', '[]')) x order by x ->> 'raised_key' collate "C" loop
    insert into public.risk_violations as held (account_id, rule, instance, subject, outcome, consequence, severity, state, measured_value, threshold_value, unit,
        percentage_bps, breached_at, detected_at, raised_key, until, rule_set_id, evidence, message, trade_ticket, confirm_after)
      select a.id, r.rule, coalesce(r.instance, 0), coalesce(r.subject, ''), r.outcome, r.consequence, r.severity,
        case when r.outcome = 'breach' then 'provisional' else 'confirmed' end, r.measured_value, r.threshold_value, r.unit, r.percentage_bps, r.breached_at, p_now,
        coalesce(r.raised_key, ''), r.until, coalesce(r.rule_set_id, a.rule_set_id), coalesce(r.evidence, '[]'), coalesce(r.message, ''), r.trade_ticket, p_now + make_interval(secs => p_grace)
      from jsonb_to_record(one) as r(rule text, instance int, subject text, outcome text, consequence text, severity text, measured_value numeric, threshold_value numeric,
        unit text, percentage_bps bigint, breached_at timestamptz, raised_key text, until timestamptz, evidence jsonb, message text, trade_ticket text, rule_set_id uuid)
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

select private.apply_grants();
