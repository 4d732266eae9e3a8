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
  if v.state = 'contested' and exists (select from public.reviews r where r.kind = 'verdict_changed' and r.subject_id = v.id::text and r.state in ('open', 'claimed') and r.requested_by = who) then
    raise exception 'needs-another-person' using errcode = '42501'; end if;
  perform private.as_staff();
  return private.settle_verdict(v, p_state, why, who, now_at);
end $$;

-- Asks for an edge that needs a second person, or takes one that does not. Answers the new status, or 'requested'.
create function public.transition_account(p_id uuid, p_version bigint, p_status text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version);
  now_at timestamptz := clock_timestamp(); edge public.account_transitions;
begin
  select * into edge from public.account_transitions t where t.from_status = a.status and t.to_status = p_status and t.actor_kind = 'staff';
  if not found or (a.status = 'blocked' and p_status in ('active', 'live') and p_status <> a.blocked_from)
     or (a.status = 'closed' and not (select p.is_live from public.phases p where p.id = a.phase_id))
     or (a.status = 'closed' and exists (select from public.accounts x where x.opened_from_account_id = a.id)) then raise exception 'illegal-transition' using errcode = '23514'; end if;
  if edge.needs_second_person then
    if exists (select from public.account_decisions d where d.account_id = a.id and d.to_status = p_status and d.state = 'open') then
      raise exception 'already-requested' using errcode = '55000'; end if;
    insert into public.account_decisions (account_id, from_status, to_status, reason, requested_by, requested_at) values (a.id, a.status, p_status, why, who, now_at);
    perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.change-requested', 'reason', why, 'data',
      jsonb_build_object('from_status', a.status, 'to_status', p_status))), now_at);
    return 'requested';
  end if;
  if p_status = 'passed' then perform private.pass_by_hand(a, why, who, now_at);
  else perform private.move_account(a, p_status, why, now_at); end if;
  return p_status;
end $$;

create function private.move_account(a public.accounts, p_status text, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare told bigint; runs boolean := p_status in ('active', 'live'); kind text;
begin
  perform private.as_staff();
  update public.accounts set status = p_status, version = version + 1,
    closed_at = case when p_status in ('passed', 'failed', 'closed') then p_now when runs then null else closed_at end,
    closure_reason = case when p_status in ('failed', 'closed') then 'by_hand' when runs then null else closure_reason end,
    trading_off_reason = case when runs then null else coalesce(trading_off_reason, 'by-hand') end,
    trading_off_until = case when runs then null else trading_off_until end where id = a.id;
  if runs and a.status in ('blocked', 'failed', 'closed') then perform private.begin_again(a, p_now); end if;
  kind := case when a.status = 'blocked' and runs then 'account.unblocked' when a.status in ('failed', 'closed') then 'account.reinstated' else 'account.' || p_status end;
  told := private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', kind, 'reason', p_reason, 'data',
    jsonb_build_object('from_status', a.status, 'to_status', p_status))), p_now);
  if runs then perform private.settle_trading_off(a.id, p_now); end if;
  perform private.queue_notice(told, case kind when 'account.blocked' then 'account-blocked' when 'account.unblocked' then 'account-reopened' when 'account.reinstated' then 'account-reopened'
    else 'account-ended' end, a.id, p_now);
end $$;

-- What somebody asked for is decided on the account as it then is: when it moved on meanwhile, there is nothing left to approve.
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
  if p_state = 'approved' and a.status <> d.from_status then raise exception 'stale' using errcode = '55000'; end if;
  update public.account_decisions set state = p_state, decided_by = who, decided_at = now_at where id = d.id;
  if p_state = 'approved' then perform private.move_account(a, d.to_status, why, now_at);
  else perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.change-rejected', 'reason', why, 'data',
    jsonb_build_object('to_status', d.to_status))), now_at); end if;
  return p_state;
end $$;
