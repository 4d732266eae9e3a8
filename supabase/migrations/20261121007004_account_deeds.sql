-- What staff do to an account by hand: each deed has a reason, knows the version it was looked at, and leaves its event and its letter in the same transaction.
-- Nothing is undone; what goes back is a deed of its own.

-- The fold must know when a block or an ending was lifted: what broke before it is not judged again that day.
create function private.begin_again(a public.accounts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare name text := 'unblock-' || a.version;
begin
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
    values (a.id, 'unblock', name, lpad(trunc(extract(epoch from p_now) * 1000000)::text, 16, '0') || '31' || name, p_now, p_now, 'api',
      encode(sha256(convert_to(name, 'UTF8')), 'hex'), jsonb_build_object('kind', 'unblock', 'external_id', name, 'occurred_at', p_now));
  update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = a.id;
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), p_now, 'judge:' || a.id, 'account:' || a.id);
end $$;

create or replace function private.move_account(a public.accounts, p_status text, p_reason text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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

-- A pass by hand overrides gates, which its event names; it never goes past a verdict that stands or a question about the trader.
create function private.pass_by_hand(a public.accounts, p_reason text, p_by uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare r public.reviews; overridden text[] := array(select g.rule from private.open_gates(a.id) g);
begin
  perform private.refuse_blocked(private.pass_blockers(a, false));
  select * into r from public.reviews x where x.account_id = a.id and x.kind = 'phase_pass' and x.state in ('open', 'claimed') for update;
  if r.requested_by = p_by then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if r.claimed_until > p_now and r.claimed_by <> p_by then raise exception 'claimed-by-another' using errcode = '55000'; end if;
  if r.id is not null then
    update public.reviews set state = 'approved', decided_by = p_by, decided_at = p_now, decision_reason = p_reason where id = r.id returning * into r;
    perform private.review_event(r, 'review.approved', p_reason, jsonb_build_object('by_hand', true), p_now);
  end if;
  perform private.pass_account(a, p_reason, p_by, overridden, p_now);
end $$;

-- Locks the account as somebody saw it, or refuses.
create function private.lock_seen(p_id uuid, p_version bigint) returns public.accounts language plpgsql security definer set search_path = '' as $$
declare a public.accounts;
begin
  select * into a from public.accounts where id = p_id for update;
  if a.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if a.version <> p_version then raise exception 'stale' using errcode = '55000'; end if;
  return a;
end $$;

-- Asks for an edge that needs a second person, or takes one that does not. Answers the new status, or 'requested'.
create or replace function public.transition_account(p_id uuid, p_version bigint, p_status text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version);
  now_at timestamptz := clock_timestamp(); edge public.account_transitions;
begin
  select * into edge from public.account_transitions t where t.from_status = a.status and t.to_status = p_status and t.actor_kind = 'staff';
  if not found or (a.status = 'blocked' and p_status in ('active', 'live') and p_status <> a.blocked_from)
     or (a.status = 'closed' and not (select p.is_live from public.phases p where p.id = a.phase_id)) then raise exception 'illegal-transition' using errcode = '23514'; end if;
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

-- What somebody asked for is decided on the account as it then is: when it moved on meanwhile, there is nothing left to approve.
create or replace function public.decide_transition(p_decision_id uuid, p_state text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

-- A passed account whose funded one was never granted: asks once more, of somebody else.
create function public.request_live(p_id uuid, p_version bigint, p_reason text) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version); now_at timestamptz := clock_timestamp();
begin
  if a.status <> 'passed' or not coalesce((private.next_phase(a.phase_id)).is_live, false) then raise exception 'illegal-transition' using errcode = '23514'; end if;
  if exists (select from public.accounts x where x.opened_from_account_id = a.id) then raise exception 'already-opened' using errcode = '55000'; end if;
  if exists (select from public.reviews r where r.account_id = a.id and r.kind = 'live_activation' and r.state in ('open', 'claimed')) then
    raise exception 'already-requested' using errcode = '55000'; end if;
  return private.ask_for_live(a.id, a.trader_id, who, why, now_at);
end $$;

-- Tells the account once more from its own events, and asks its feed for what may be missing where it can be asked.
create function public.resync_account(p_id uuid, p_version bigint, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version);
  now_at timestamptz := clock_timestamp(); is_pulled boolean;
begin
  if a.status not in ('active', 'live', 'blocked') then raise exception 'illegal-transition' using errcode = '23514'; end if;
  is_pulled := pg_catalog.to_regprocedure('private.pull_account(uuid, timestamptz)') is not null
    and exists (select from public.connections c where c.id = a.connection_id and c.resync_url is not null);
  update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = a.id;
  update public.accounts set version = version + 1 where id = a.id;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.resync-asked', 'reason', why, 'data',
    jsonb_build_object('pulled', is_pulled, 'by', who))), now_at);
  if is_pulled then execute 'select private.pull_account($1, $2)' using a.id, now_at; end if;
  perform private.add_job('judge-account', jsonb_build_object('account_id', a.id), now_at, 'judge:' || a.id, 'account:' || a.id);
  return case when is_pulled then 'pulled' else 'judged-again' end;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.request_live(uuid, bigint, text)', '{authenticated}'),
  ('execute', 'public.resync_account(uuid, bigint, text)', '{authenticated}');
select private.apply_grants();
