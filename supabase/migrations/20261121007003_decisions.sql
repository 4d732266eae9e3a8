-- Deciding a review: one function for every kind, one transaction for the decision and all it brings about, and the same for many at once.

-- A person's word on a verdict, shared by its own page and by the reviews about it. The caller holds the account's lock.
create function private.settle_verdict(v public.risk_violations, p_state text, p_why text, p_by uuid, p_now timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare r public.reviews;
begin
  if p_state = 'withdrawn' then
    update public.mail_deliveries set state = 'voided', state_reason = 'verdict withdrawn' where violation_id = v.id and state = 'queued'; end if;
  if v.state = 'confirmed' then
    -- One person does not take back in silence what was confirmed: it is contested, and somebody else looks.
    update public.risk_violations set state = 'contested' where id = v.id returning * into v;
    insert into public.reviews (kind, account_id, trader_id, subject_id, rule, reason, evidence, requested_by, due_at)
      select 'verdict_changed', v.account_id, a.trader_id, v.id::text, v.rule, p_why, jsonb_build_object('violation_id', v.id), p_by, private.review_due('verdict_changed', p_now)
      from public.accounts a where a.id = v.account_id
      on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
    perform private.violation_event(v, 'rule.violation-contested', p_why, p_now);
    if r.id is not null then perform private.review_event(r, 'review.opened', p_why, null, p_now); end if;
  else
    update public.risk_violations set state = p_state, resolved_at = p_now, resolved_by = p_by, resolution = p_why where id = v.id returning * into v;
    perform private.violation_event(v, 'rule.violation-' || p_state, p_why, p_now);
    update public.reviews set state = case p_state when 'confirmed' then 'approved' else 'rejected' end, decided_by = p_by, decided_at = p_now, decision_reason = p_why
      where account_id = v.account_id and kind in ('violation', 'verdict_changed') and subject_id = v.id::text and state in ('open', 'claimed') and requested_by is distinct from p_by;
    -- A warning, or what could not be judged, has no consequence, whoever says that it stands.
    if p_state = 'confirmed' and v.outcome = 'breach' and v.consequence = 'fail' then perform private.end_account(v.account_id, v, p_now);
    elsif p_state = 'confirmed' and v.outcome = 'breach' and v.consequence = 'block' then perform private.block_by_rule(v, p_now); end if;
    perform private.remove_job('confirm:' || v.id);
  end if;
  perform private.settle_trading_off(v.account_id, p_now);
  update public.accounts set version = version + 1 where id = v.account_id;
  return v.state;
end $$;

-- Approving says the verdict stands, rejecting that it does not; reviews that name no verdict are answered and nothing else.
create function private.decide_verdict_review(r public.reviews, p_decision text, p_why text, p_by uuid, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare v public.risk_violations; wanted text := case p_decision when 'approved' then 'confirmed' else 'withdrawn' end;
begin
  if r.subject_id !~ '^[0-9a-f-]{36}$' then return '{}'; end if;
  select * into v from public.risk_violations where id = r.subject_id::uuid and account_id = r.account_id for update;
  if v.id is null or v.state = wanted or v.state = 'withdrawn' then return jsonb_build_object('verdict', v.state); end if;
  return jsonb_build_object('verdict', private.settle_verdict(v, wanted, p_why, p_by, p_now));
end $$;

-- Rejected with `unfreeze`, the account trades on and the target met is no news for the rest of its trading day; with `fail`, it ends.
-- A person may pass over what is not known, never over a gate; the event says over what.
create function private.decide_pass(r public.reviews, p_decision text, p_choice text, p_why text, p_by uuid, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare a public.accounts;
begin
  select * into strict a from public.accounts where id = r.account_id;
  if p_decision = 'approved' then
    perform private.refuse_blocked(private.pass_blockers(a, true));
    return private.pass_account(a, p_why, p_by, private.unknown_codes(a.id), p_now);
  end if;
  if a.status <> 'active' then return jsonb_build_object('account', a.status); end if;
  if p_choice = 'fail' then perform private.move_account(a, 'failed', p_why, p_now); return jsonb_build_object('account', 'failed'); end if;
  update public.accounts set version = version + 1, pass_held_until = coalesce((select d.ends_at from public.account_facts f join public.daily_stats d on d.account_id = f.account_id
      and d.trading_day = f.trading_day where f.account_id = a.id and d.ends_at > p_now), p_now + interval '24 hours'),
    trading_off_reason = nullif(trading_off_reason, 'target-reached'), trading_off_until = case when trading_off_reason = 'target-reached' then null else trading_off_until end where id = a.id;
  if a.trading_off_reason = 'target-reached' then
    perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.trading-resumed', 'reason', p_why)), p_now); end if;
  return jsonb_build_object('account', 'active');
end $$;

-- The queue keeps what failed for good, so a person may have it tried once more; dismissing leaves it as it is.
create function private.decide_job(r public.reviews, p_decision text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare again int := 0;
begin
  if p_decision <> 'approved' then return '{}'; end if;
  if r.kind = 'inbox' then
    if not exists (select from public.inbox i where i.id::text = r.subject_id and i.state in ('received', 'parked')) then return jsonb_build_object('retried', 0); end if;
    perform private.add_job('settle-message', jsonb_build_object('inbox_id', r.subject_id), p_now, 'settle:' || r.subject_id, null);
    return jsonb_build_object('retried', 1);
  end if;
  if r.subject_id !~ '^[0-9]{1,18}$' then return jsonb_build_object('retried', 0); end if;
  execute 'select count(*)::int from graphile_worker.reschedule_jobs(array[$1::bigint], run_at => $2, attempts => 0)' into again using r.subject_id, p_now;
  return jsonb_build_object('retried', again);
end $$;

-- KYC answers to its own part where that is there; otherwise the decision itself is what is kept.
create function private.decide_kyc(r public.reviews, p_decision text, p_why text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  if pg_catalog.to_regprocedure('private.settle_kyc_review(public.reviews, text, text, timestamptz)') is null then return '{}'; end if;
  execute 'select private.settle_kyc_review($1, $2, $3, $4)' using r, p_decision, p_why, p_now;
  return jsonb_build_object('kyc', p_decision);
end $$;

create function private.carry_out(r public.reviews, p_decision text, p_choice text, p_why text, p_by uuid, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare a public.accounts;
begin
  if r.kind = 'phase_pass' then return private.decide_pass(r, p_decision, p_choice, p_why, p_by, p_now); end if;
  if r.kind = 'live_activation' and p_decision = 'approved' then
    select * into strict a from public.accounts where id = r.account_id;
    if r.rule = 'scaling' then return private.open_scaled(a, p_why, p_now); end if;
    return private.open_live(a, p_why, p_now);
  end if;
  if r.kind in ('violation', 'verdict_changed') then return private.decide_verdict_review(r, p_decision, p_why, p_by, p_now); end if;
  if r.kind in ('job', 'inbox') then return private.decide_job(r, p_decision, p_now); end if;
  if r.kind = 'order' and r.rule = 'not-provisioned' and p_decision = 'approved' then
    perform private.add_job('provision-account', jsonb_build_object('account_id', r.account_id), p_now, 'provision:' || r.account_id, 'account:' || r.account_id);
    return jsonb_build_object('retried', 1);
  end if;
  if r.kind = 'kyc' then return private.decide_kyc(r, p_decision, p_why, p_now); end if;
  if r.kind = 'abuse' then return private.decide_abuse(r, p_decision, p_choice, p_why, p_by, p_now); end if;
  return '{}';
end $$;

-- Answers { outcome: decided, state, effect } or { outcome: stale, changes } and then nothing was done. What is in the way of an approval is raised as `blocked`.
create function public.decide_review(p_id uuid, p_version bigint, p_decision text, p_reason text, p_choice text default null) returns jsonb
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.uid(); r public.reviews := private.lock_review(p_id); now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason); effect jsonb;
begin
  if p_decision not in ('approved', 'rejected') then raise exception 'invalid' using errcode = '22023'; end if;
  if r.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if r.state not in ('open', 'claimed') or r.version <> p_version or (r.claimed_until > now_at and r.claimed_by <> who) then return private.review_since(r, least(p_version, r.version - 1)); end if;
  if r.kind = 'phase_pass' and p_decision = 'rejected' and coalesce(p_choice, '') not in ('unfreeze', 'fail') then raise exception 'choice-missing' using errcode = '22023'; end if;
  perform private.as_staff();
  -- Decided first: what follows may end the account, and an ended account has no open question left.
  update public.reviews set state = p_decision, decided_by = who, decided_at = now_at, decision_reason = why, choice = p_choice where id = r.id returning * into r;
  perform private.review_event(r, 'review.' || p_decision, why, jsonb_strip_nulls(jsonb_build_object('choice', p_choice)), now_at);
  effect := private.carry_out(r, p_decision, p_choice, why, who, now_at);
  return jsonb_build_object('outcome', 'decided', 'state', p_decision, 'version', r.version, 'effect', effect);
end $$;

-- Many at once. p = { kind, ids|null (null: all open ones of the kind), rule|null, expected, decision, reason, choice|null, dry_run }. The set is counted here: when it
-- is not what the person saw, nothing is done. One that cannot be decided is told and does not hold up the rest. Many passes approved at once leave out those over a
-- rule that could not be judged: nobody has read which one it is.
create function public.decide_reviews(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one record; answer jsonb; done int := 0; left_out jsonb := '[]'; matching int; found uuid[]; is_dry boolean := coalesce((p ->> 'dry_run')::boolean, true); problem text; detail text;
begin
  perform private.require_staff(private.review_deciders(coalesce(p ->> 'kind', 'payout')));
  if coalesce(p ->> 'kind', '') in ('', 'live_activation', 'payout') then raise exception 'one-by-one' using errcode = '22023'; end if;
  select array_agg(r.id order by r.account_id nulls last, r.id), count(*) into found, matching from public.reviews r
    where r.kind = p ->> 'kind' and r.state in ('open', 'claimed') and (p ->> 'rule' is null or r.rule = p ->> 'rule')
      and (coalesce(p -> 'ids', 'null') = 'null' or r.id in (select x::uuid from jsonb_array_elements_text(p -> 'ids') x));
  if matching > 500 then raise exception 'too-many' using errcode = '22023'; end if;
  if matching is distinct from (p ->> 'expected')::int then return jsonb_build_object('outcome', 'drift', 'matching', matching); end if;
  for one in select r.id, r.version, r.account_id from unnest(found) with ordinality f(id, place) join public.reviews r on r.id = f.id order by f.place loop
    begin
      -- What nobody knew is passed over by somebody who reads what it is, one account at a time.
      if p ->> 'kind' = 'phase_pass' and p ->> 'decision' = 'approved' and private.unknown_codes(one.account_id) <> '{}' then
        raise exception 'blocked' using errcode = '55000', detail = array_to_string(private.unknown_codes(one.account_id), ','); end if;
      answer := public.decide_review(one.id, one.version, p ->> 'decision', p ->> 'reason', p ->> 'choice');
      if answer ->> 'outcome' = 'decided' then done := done + 1; else left_out := left_out || jsonb_build_object('id', one.id, 'code', 'claimed-by-another'); end if;
      -- The rehearsal is the act itself, taken back: it cannot differ from what would be done.
      if is_dry then raise exception 'rehearsed' using errcode = 'TL001'; end if;
    exception when sqlstate 'TL001' then null;
      when serialization_failure or deadlock_detected then raise;
      when others then
        get stacked diagnostics problem = message_text, detail = pg_exception_detail;
        left_out := left_out || jsonb_build_object('id', one.id, 'code', problem, 'detail', nullif(detail, ''));
    end;
  end loop;
  return jsonb_build_object('outcome', case when is_dry then 'rehearsed' else 'decided' end, 'matching', matching, 'done', done, 'left_out', left_out);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.decide_review(uuid, bigint, text, text, text)', '{authenticated}'),
  ('execute', 'public.decide_reviews(jsonb)', '{authenticated}');
select private.apply_grants();
