-- Which judge came to a verdict is kept with it: a later one may come to another, and then a dispute asks which of them spoke.
alter table public.risk_violations add column engine text check (engine ~ '^judge/[0-9]+$');
comment on column public.risk_violations.engine is 'The version of the judge that came to the verdict; empty for those recorded before it was kept.';

create or replace function private.record_violations(a public.accounts, p jsonb, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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

select private.apply_grants();
