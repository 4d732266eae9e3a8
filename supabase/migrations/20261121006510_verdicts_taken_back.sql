-- What a late event takes back is taken back whole: a verdict found again says what was found last, and nothing that only people may lift is done before a verdict is confirmed.

-- A rule blocks an account when its verdict is confirmed, as it fails one: only staff lift a block, so a verdict that may still be taken back stops trading and no more.
create function private.block_by_rule(v public.risk_violations, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.accounts set status = 'blocked', trading_off_until = null,
    trading_off_reason = case when trading_off_reason = any (array['target-reached', 'rule-pause']) then 'rule-block' else coalesce(trading_off_reason, 'rule-block') end
    where id = v.account_id and status in ('active', 'live');
  if found then
    perform private.append_events('account:' || v.account_id, jsonb_build_array(jsonb_build_object('kind', 'account.blocked', 'reason', 'rule_violation',
      'data', jsonb_build_object('violation_id', v.id, 'rule', v.rule))), p_now);
  end if;
end $$;

-- Takes the present state under the account's lock. The caller of record_assessment already holds it, which is the same lock order.
create or replace function private.confirm_violation(p_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
declare v public.risk_violations; c public.connections;
begin
  select * into v from public.risk_violations where id = p_id;
  if v.id is null then return 'unknown'; end if;
  perform from public.accounts where id = v.account_id for update;
  select * into strict v from public.risk_violations where id = p_id for update;
  if v.state <> 'provisional' then return v.state; end if;
  select x.* into strict c from public.connections x join public.accounts a on a.connection_id = x.id where a.id = v.account_id;
  if v.confirm_after > p_now then
    perform private.add_job('confirm-violation', jsonb_build_object('violation_id', v.id), v.confirm_after, 'confirm:' || v.id, null);
    return 'waiting';
  end if;
  -- Where a feed can be pulled, the grace alone proves nothing: it must be complete through the breach.
  if c.confirm_grace_seconds > 0 and c.resync_url is not null and coalesce(c.complete_through < v.breached_at, true) then
    if p_now < v.detected_at + interval '24 hours' then
      perform private.add_job('confirm-violation', jsonb_build_object('violation_id', v.id), p_now + interval '5 minutes', 'confirm:' || v.id, null);
      return 'waiting';
    end if;
    perform private.open_review('violation', v.account_id, v.id::text, v.rule, 'the feed is not complete through the breach after 24 hours',
      jsonb_build_object('violation_id', v.id), p_now + interval '4 hours', p_now);
    return 'review';
  end if;
  update public.risk_violations set state = 'confirmed', resolved_at = p_now where id = v.id returning * into v;
  perform private.violation_event(v, 'rule.violation-confirmed', null, p_now);
  if v.consequence = 'fail' then perform private.end_account(v.account_id, v, p_now); perform private.settle_trading_off(v.account_id, p_now);
  elsif v.consequence = 'block' then perform private.block_by_rule(v, p_now); end if;
  return 'confirmed';
end $$;

-- Trading is off while a verdict that stops it stands. Reasons set by people or by the target are theirs to lift, unless a breach outranks them.
create or replace function private.settle_trading_off(p_account uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare a public.accounts; reason text; ends timestamptz; ours constant text[] := array['rule-violation', 'rule-block', 'rule-pause'];
begin
  select * into strict a from public.accounts where id = p_account;
  if exists (select from public.risk_violations v where v.account_id = p_account and v.outcome = 'breach' and v.consequence = 'fail'
      and (v.state in ('provisional', 'contested') or (v.state = 'confirmed' and a.status in ('failed', 'closed', 'blocked')))) then reason := 'rule-violation';
  elsif a.status = 'blocked' then reason := case when a.trading_off_reason in ('rule-violation', 'rule-pause') then 'rule-block' else coalesce(a.trading_off_reason, 'rule-block') end;
  elsif a.trading_off_reason is not null and a.trading_off_reason <> all (ours) then return;
  elsif exists (select from public.risk_violations v where v.account_id = p_account and v.outcome = 'breach' and v.consequence = 'block' and v.state = 'provisional') then reason := 'rule-block';
  else
    select max(v.until) into ends from public.risk_violations v where v.account_id = p_account and v.outcome = 'breach' and v.consequence = 'pause'
      and v.state <> 'withdrawn' and v.until > p_now;
    if ends is not null then reason := 'rule-pause'; end if;
  end if;
  if (reason, ends) is not distinct from (a.trading_off_reason, a.trading_off_until) then return; end if;
  update public.accounts set trading_off_reason = reason, trading_off_until = ends where id = p_account;
  perform private.append_events('account:' || p_account, jsonb_build_array(jsonb_build_object('kind', case when reason is null then 'account.trading-resumed'
    else 'account.trading-stopped' end, 'reason', coalesce(reason, a.trading_off_reason), 'data', jsonb_build_object('until', ends))), p_now);
end $$;

create or replace function private.apply_verdict(v public.risk_violations, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare told bigint; due timestamptz := p_now + make_interval(secs => p_grace);
begin
  told := private.violation_event(v, case v.outcome when 'breach' then 'rule.violation-detected' when 'warn' then 'rule.warning-raised' else 'rule.unknown' end, null, p_now);
  if v.outcome <> 'breach' then return; end if;
  if v.consequence in ('block', 'flag') then
    perform private.open_review('violation', v.account_id, v.id::text, v.rule, v.message, jsonb_build_object('violation_id', v.id), p_now + interval '24 hours', p_now);
  end if;
  if v.consequence = 'fail' then perform private.queue_mail(told, 'rule-violation', v.account_id, v.id, due, p_now); end if;
  if p_grace = 0 then perform private.confirm_violation(v.id, p_now);
  else perform private.add_job('confirm-violation', jsonb_build_object('violation_id', v.id), due, 'confirm:' || v.id, null); end if;
end $$;

-- Warnings and unknowns carry no effect, so they stand confirmed at once and may go quietly. A confirmed breach, or one whose letter has left, never flips.
create or replace function private.withdraw_verdicts(p_account uuid, p_ids jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare v public.risk_violations; other public.risk_violations; has_left boolean;
begin
  for v in select x.* from public.risk_violations x join jsonb_array_elements_text(coalesce(p_ids, '[]')) i on x.id = i::uuid
      where x.account_id = p_account and x.state in ('provisional', 'confirmed') order by x.raised_key, x.id for update of x loop
    select exists (select from public.mail_deliveries m where m.violation_id = v.id and m.state in ('sending', 'sent', 'delivered', 'bounced', 'complained')) into has_left;
    update public.mail_deliveries set state = 'voided', state_reason = 'verdict withdrawn' where violation_id = v.id and state = 'queued';
    if v.outcome <> 'breach' or (v.state = 'provisional' and not has_left) then
      update public.risk_violations set state = 'withdrawn', resolved_at = p_now, resolution = 'no longer holds' where id = v.id returning * into v;
      update public.reviews set state = 'cancelled', decided_at = p_now where account_id = p_account and kind = 'violation' and subject_id = v.id::text and state in ('open', 'claimed');
      if found then
        -- One rule asks one question at a time: what else of it stands and was never asked about is asked now.
        select x.* into other from public.risk_violations x where x.account_id = p_account and x.rule = v.rule and x.outcome = 'breach' and x.consequence in ('block', 'flag')
          and x.state in ('provisional', 'confirmed') and x.resolved_by is null and x.id <> all (private.uuids(coalesce(p_ids, '[]')))
          and not exists (select from public.reviews r where r.account_id = p_account and r.kind = 'violation' and r.rule = v.rule and r.state in ('approved', 'rejected') and r.decided_at >= x.detected_at)
          order by x.raised_key, x.id limit 1;
        if other.id is not null then
          perform private.open_review('violation', p_account, other.id::text, other.rule, other.message, jsonb_build_object('violation_id', other.id), p_now + interval '24 hours', p_now);
        end if;
      end if;
      perform private.violation_event(v, 'rule.violation-withdrawn', 'a later event shows that it never held', p_now);
      perform private.remove_job('confirm:' || v.id);
    else
      update public.risk_violations set state = 'contested' where id = v.id returning * into v;
      perform private.violation_event(v, 'rule.violation-contested', 'a later event contradicts a confirmed verdict', p_now);
      perform private.open_review('verdict_changed', p_account, v.id::text, v.rule, 'a later event contradicts a confirmed verdict', jsonb_build_object('violation_id', v.id,
        'held', v.evidence, 'letter_has_left', has_left), p_now + interval '24 hours', p_now);
    end if;
  end loop;
end $$;

create or replace function private.record_violations(a public.accounts, p jsonb, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare one jsonb; v public.risk_violations;
begin
  perform private.withdraw_verdicts(a.id, p -> 'withdrawn', p_now);
  -- A provisional verdict that a refold found again at the same moment says what was found last, and so do warnings and doubts, which have no effect to confirm. A
  -- confirmed breach keeps what it was confirmed with, and what a person has decided stays as it was decided.
  update public.risk_violations held set measured_value = r.measured_value, threshold_value = r.threshold_value, percentage_bps = r.percentage_bps,
      severity = r.severity, unit = r.unit, evidence = coalesce(r.evidence, '[]'), message = coalesce(r.message, ''), until = r.until,
      raised_key = r.raised_key, trade_ticket = r.trade_ticket
    from jsonb_to_recordset(coalesce(p -> 'restated', '[]')) as r(rule text, instance int, subject text, outcome text, severity text,
      measured_value numeric, threshold_value numeric, unit text, percentage_bps bigint, breached_at timestamptz, raised_key text, until timestamptz, evidence jsonb,
      message text, trade_ticket text, rule_set_id uuid)
    where held.account_id = a.id and held.rule_set_id = coalesce(r.rule_set_id, a.rule_set_id) and held.rule = r.rule and held.instance = r.instance and held.subject = r.subject
      and held.breached_at = r.breached_at and held.outcome = r.outcome
      and (held.state = 'provisional' or (held.outcome <> 'breach' and held.state = 'confirmed' and held.resolved_by is null));
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
          measured_value = excluded.measured_value, threshold_value = excluded.threshold_value, unit = excluded.unit, percentage_bps = excluded.percentage_bps,
          trade_ticket = excluded.trade_ticket, message = excluded.message, raised_key = excluded.raised_key,
          until = excluded.until, detected_at = excluded.detected_at, confirm_after = excluded.confirm_after, resolved_at = null, resolved_by = null, resolution = null
        where held.state = 'withdrawn' and held.resolved_by is null
      returning * into v;
    -- A verdict that already stands, or that a person withdrew, has no effect twice.
    if found then perform private.apply_verdict(v, p_grace, p_now); end if;
  end loop;
  perform private.settle_trading_off(a.id, p_now);
end $$;

select private.apply_grants();
