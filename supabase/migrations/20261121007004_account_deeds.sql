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

-- A pass by hand overrides gates, which its event names; it never goes past a verdict that stands or a question about the trader.
create function private.pass_by_hand(a public.accounts, p_reason text, p_by uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare r public.reviews; overridden text[] := array(select g.rule from private.open_gates(a.id) g) || private.unknown_codes(a.id);
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

-- Tells the account once more from its own events, and asks its feed for what may be missing where it can be asked. Support may have it done: nothing of it is decided
-- by the person, so it needs no judgement of risk. Many at once stay with risk.
create function public.resync_account(p_id uuid, p_version bigint, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'admin']); why text := private.need_reason(p_reason); a public.accounts := private.lock_seen(p_id, p_version);
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
