-- What follows from a verdict: reviews, mail, trading stopped or let go, confirmation after the grace. SQL is told verdicts and never derives one.
-- What a late event takes back is taken back whole: nothing that only people may lift is done before a verdict is confirmed.

-- One question is open per account and rule, so a second payout of the account joins it: whoever answers reads of every payout it is about.
create function private.join_review(p_account uuid, p_subject text, p_rule text, p_reason text, p_evidence jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare r public.reviews;
begin
  select * into r from public.reviews x where x.kind = 'payout' and x.account_id = p_account and x.rule = p_rule and x.state in ('open', 'claimed') for update;
  -- The first one speaks for itself, and each other is named once.
  if r.id is null or r.subject_id = p_subject or coalesce(r.evidence -> 'also', '[]') @> jsonb_build_array(jsonb_build_object('payout_id', p_subject)) then return; end if;
  update public.reviews set evidence = jsonb_set(evidence, '{also}', coalesce(evidence -> 'also', '[]') || jsonb_build_array(coalesce(p_evidence, '{}') || jsonb_build_object('payout_id', p_subject, 'why', p_reason)))
    where id = r.id returning * into r;
  perform private.review_event(r, 'review.added-to', p_reason, jsonb_build_object('rule', r.rule, 'subject_id', p_subject), p_now);
end $$;

-- The pass is asked for once the target is met; where the published rules pass by themselves, a job does so once the verdicts of that moment are final.
-- One question is open per account and rule, so a second payout of the account joins it: whoever answers reads of every payout it is about.
create function private.open_review(p_kind text, p_account uuid, p_subject text, p_rule text, p_reason text, p_evidence jsonb, p_due timestamptz, p_now timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare r public.reviews; a public.accounts;
begin
  select * into a from public.accounts x where x.id = p_account;
  insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
    values (p_kind, p_account, a.trader_id, p_subject, coalesce(p_rule, ''), p_reason, coalesce(p_evidence, '{}'), p_due, p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
  if r.id is null then
    if p_kind = 'payout' then perform private.join_review(p_account, p_subject, coalesce(p_rule, ''), p_reason, p_evidence, p_now); end if;
    return null;
  end if;
  perform private.review_event(r, 'review.opened', p_reason, jsonb_build_object('rule', r.rule, 'subject_id', p_subject), p_now);
  if p_kind = 'phase_pass' and private.passes_by_itself(a.phase_id, a.rule_set_id) then
    perform private.add_job('pass-phase', jsonb_build_object('review_id', r.id),
      p_now + make_interval(secs => (select c.confirm_grace_seconds from public.connections c where c.id = a.connection_id)), 'pass:' || r.id, 'account:' || a.id);
  end if;
  return r.id;
end $$;

create function private.queue_mail(p_event bigint, p_message text, p_account uuid, p_violation uuid, p_run_at timestamptz, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.mail_deliveries (event_id, message, to_email, account_id, trader_id, violation_id, run_at, created_at)
    select p_event, p_message, t.email, a.id, t.id, p_violation, p_run_at, p_now from public.accounts a join public.traders t on t.id = a.trader_id where a.id = p_account
    on conflict (event_id, message, to_email) do nothing returning id into made;
  if made is not null then perform private.add_job('send-mail', jsonb_build_object('delivery_id', made), p_run_at, 'mail:' || made, null); end if;
  return made;
end $$;

create function private.violation_event(v public.risk_violations, p_kind text, p_reason text, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events('account:' || v.account_id, jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'data', jsonb_build_object(
    'violation_id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'outcome', v.outcome, 'consequence', v.consequence, 'severity', v.severity,
    'state', v.state, 'measured', v.measured_value, 'threshold', v.threshold_value, 'unit', v.unit, 'breached_at', v.breached_at, 'message', v.message,
    'rule_set_id', v.rule_set_id))), p_now) $$;

-- Trading is off while a verdict that stops it stands. Reasons set by people or by the target are theirs to lift, unless a breach outranks them.
create function private.settle_trading_off(p_account uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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

create function private.end_account(p_account uuid, p_violation public.risk_violations, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare a public.accounts; ended text;
begin
  select * into strict a from public.accounts where id = p_account;
  ended := case a.status when 'active' then 'failed' when 'live' then 'closed' end;
  if ended is not null then
    update public.accounts set status = ended, closed_at = p_now, closure_reason = 'rule_violation' where id = p_account;
    perform private.append_events('account:' || p_account, jsonb_build_array(jsonb_build_object('kind', 'account.' || ended, 'reason', 'rule_violation',
      'data', jsonb_build_object('violation_id', p_violation.id, 'rule', p_violation.rule, 'from_status', a.status))), p_now);
  elsif a.status = 'blocked' then
    perform private.open_review('violation', p_account, p_violation.id::text, p_violation.rule, 'a breach was confirmed while the account is blocked',
      jsonb_build_object('violation_id', p_violation.id), p_now + interval '24 hours', p_now);
  end if;
end $$;

-- Where the broker's own balance differs from what its deals add up to, a deal is missing: while it does, a breach of that account is confirmed by no machine.
-- The breach waits as it waits for a feed that is not complete, at most a day, and then a person looks. It is the only check for a source that cannot be asked.
create function private.balance_differs(p_account uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select abs((f.facts ->> 'balance_gap_cents')::bigint) > 1 from public.account_facts f where f.account_id = p_account), false) $$;

-- Takes the present state under the account's lock. The caller of record_assessment already holds it, which is the same lock order.
create function private.confirm_violation(p_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' as $$
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
  if c.stale_since is not null or (c.confirm_grace_seconds > 0 and private.balance_differs(v.account_id)) or (c.confirm_grace_seconds > 0 and c.resync_url is not null and coalesce(c.complete_through < v.breached_at, true)) then
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

create function public.confirm_violation(p_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare answer text; account uuid;
begin
  answer := private.confirm_violation(p_id, p_now);
  if answer = 'confirmed' then
    select v.account_id into account from public.risk_violations v where v.id = p_id;
    update public.accounts set version = version + 1 where id = account;
  end if;
  return answer;
end $$;

create function private.apply_verdict(v public.risk_violations, p_grace int, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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

-- Warnings and unknowns carry no effect, so they stand confirmed at once and may go quietly. A confirmed breach, or one whose letter has left, never flips.
create function private.withdraw_verdicts(p_account uuid, p_ids jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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
