-- What staff do: each function checks the role, names the actor from the session, and leaves an event.
create function private.as_staff() returns void language sql set search_path = '' as $$ select set_config('tideline.actor_kind', 'staff', true) $$;
create function private.need_reason(p_reason text) returns text language plpgsql immutable set search_path = '' as
$$ begin if coalesce(trim(p_reason), '') = '' then raise exception 'reason-missing' using errcode = '22023'; end if; return trim(p_reason); end $$;

create function public.add_note(p_account_id uuid, p_body text) returns uuid language plpgsql security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'finance', 'admin']); made uuid;
begin
  if not exists (select from public.accounts a where a.id = p_account_id) then raise exception 'not-found' using errcode = 'P0002'; end if;
  insert into public.account_notes (account_id, staff_id, body) values (p_account_id, who, p_body) returning id into made;
  perform private.append_events('account:' || p_account_id, jsonb_build_array(jsonb_build_object('kind', 'note.added', 'data', jsonb_build_object('note_id', made))), clock_timestamp());
  return made;
end $$;

-- A confirmed verdict is not withdrawn by one person in silence: it becomes contested and a review waits for somebody else.
create function public.decide_violation(p_id uuid, p_state text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); v public.risk_violations; now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason);
begin
  if p_state not in ('confirmed', 'withdrawn') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into v from public.risk_violations where id = p_id;
  if v.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform from public.accounts where id = v.account_id for update;
  select * into strict v from public.risk_violations where id = p_id for update;
  if v.state = p_state or v.state = 'withdrawn' then raise exception 'already-decided' using errcode = '55000'; end if;
  perform private.as_staff();
  if v.state = 'contested' and exists (select from public.reviews r where r.kind = 'verdict_changed' and r.subject_id = v.id::text and r.state in ('open', 'claimed') and r.requested_by = who) then
    raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.mail_deliveries set state = 'voided', state_reason = 'verdict withdrawn' where violation_id = v.id and state = 'queued' and p_state = 'withdrawn';
  if v.state = 'confirmed' then
    update public.risk_violations set state = 'contested' where id = v.id returning * into v;
    insert into public.reviews (kind, account_id, subject_id, rule, reason, evidence, requested_by, due_at)
      values ('verdict_changed', v.account_id, v.id::text, v.rule, why, jsonb_build_object('violation_id', v.id), who, now_at + interval '24 hours')
      on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing;
    perform private.violation_event(v, 'rule.violation-contested', why, now_at);
  else
    update public.risk_violations set state = p_state, resolved_at = now_at, resolved_by = who, resolution = why where id = v.id returning * into v;
    perform private.violation_event(v, 'rule.violation-' || p_state, why, now_at);
    update public.reviews set state = case p_state when 'confirmed' then 'approved' else 'rejected' end, decided_by = who, decided_at = now_at, reason = why
      where account_id = v.account_id and kind in ('violation', 'verdict_changed') and subject_id = v.id::text and state in ('open', 'claimed');
    if p_state = 'confirmed' and v.consequence = 'fail' then perform private.end_account(v.account_id, v, now_at); end if;
    perform private.remove_job('confirm:' || v.id);
  end if;
  perform private.settle_trading_off(v.account_id, now_at);
  update public.accounts set version = version + 1 where id = v.account_id;
  return v.state;
end $$;

-- Asks for an edge that needs a second person, or takes one that does not. Answers the new status, or 'requested'.
create function public.transition_account(p_id uuid, p_version bigint, p_status text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); a public.accounts; now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason); edge public.account_transitions;
begin
  select * into a from public.accounts where id = p_id for update;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if a.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  select * into edge from public.account_transitions t where t.from_status = a.status and t.to_status = p_status and t.actor_kind = 'staff';
  if not found then raise exception 'illegal-transition' using errcode = '23514'; end if;
  if edge.needs_second_person then
    insert into public.account_decisions (account_id, from_status, to_status, reason, requested_by, requested_at) values (a.id, a.status, p_status, why, who, now_at);
    perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.change-requested', 'reason', why, 'data',
      jsonb_build_object('from_status', a.status, 'to_status', p_status))), now_at);
    return 'requested';
  end if;
  perform private.move_account(a, p_status, why, now_at);
  return p_status;
end $$;

create function private.move_account(a public.accounts, p_status text, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  perform private.as_staff();
  update public.accounts set status = p_status, version = version + 1,
    closed_at = case when p_status in ('passed', 'failed', 'closed') then p_now when p_status in ('active', 'live') then null else closed_at end,
    closure_reason = case when p_status in ('failed', 'closed') then 'by_hand' when p_status in ('active', 'live') then null else closure_reason end,
    trading_off_reason = case when p_status in ('active', 'live') then null else coalesce(trading_off_reason, 'by-hand') end,
    trading_off_until = case when p_status in ('active', 'live') then null else trading_off_until end where id = a.id;
  if a.status = 'blocked' and p_status in ('active', 'live') then
    -- The fold must know when a block ended: what broke before it is not judged again that day.
    insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
      values (a.id, 'unblock', 'unblock-' || a.version, lpad(trunc(extract(epoch from p_now) * 1000000)::text, 16, '0') || '31unblock-' || a.version, p_now, p_now, 'api',
        encode(sha256(convert_to('unblock-' || a.version, 'UTF8')), 'hex'), jsonb_build_object('kind', 'unblock', 'external_id', 'unblock-' || a.version, 'occurred_at', p_now));
    update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = a.id;
  end if;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', case when a.status = 'blocked' and p_status in ('active', 'live') then 'account.unblocked'
    when a.status in ('failed', 'closed') then 'account.reinstated' else 'account.' || p_status end, 'reason', p_reason, 'data', jsonb_build_object('from_status', a.status, 'to_status', p_status))), p_now);
end $$;

create function public.decide_transition(p_decision_id uuid, p_state text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); d public.account_decisions; a public.accounts; now_at timestamptz := clock_timestamp(); why text := private.need_reason(p_reason);
begin
  if p_state not in ('approved', 'rejected') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into d from public.account_decisions where id = p_decision_id;
  if d.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  select * into strict a from public.accounts where id = d.account_id for update;
  select * into strict d from public.account_decisions where id = p_decision_id for update;
  if d.state <> 'open' then raise exception 'already-decided' using errcode = '55000'; end if;
  if d.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.account_decisions set state = p_state, decided_by = who, decided_at = now_at where id = d.id;
  if p_state = 'approved' then perform private.move_account(a, d.to_status, why, now_at);
  else perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.change-rejected', 'reason', why)), now_at); end if;
  return p_state;
end $$;
