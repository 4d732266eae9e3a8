-- A rule that could not be judged is not a rule that was kept: a phase never passes by itself over one. A person may, and the timeline then names what nobody knew.

-- What the judge answered `unknown` when it last looked, and every doubt on record that it has not taken back since. Gates are named by open_gates.
create function private.unknown_rules(p_account uuid) returns table (rule text) language sql stable security definer set search_path = '' as $$
  select distinct s ->> 'rule' from public.account_facts f, jsonb_array_elements(f.rule_states) s
    where f.account_id = p_account and s ->> 'consequence' <> 'payout_gate' and 'unknown' in (s ->> 'outcome', s ->> 'status')
  union select v.rule from public.risk_violations v where v.account_id = p_account and v.outcome = 'unknown' and v.state <> 'withdrawn' and v.consequence <> 'payout_gate' $$;

create function private.unknown_codes(p_account uuid) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg('unknown-' || u.rule order by u.rule), '{}') from private.unknown_rules(p_account) u $$;

-- What keeps a pass from happening without a person: all that stands in a person's way too, and whatever is not known.
create function private.automatic_blockers(a public.accounts) returns text[] language sql stable security definer set search_path = '' as $$
  select private.pass_blockers(a, true) || private.unknown_codes(a.id) $$;

create or replace function public.pass_phase(p_review_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare r public.reviews; a public.accounts; why constant text := 'The published rules pass this phase by themselves.';
begin
  select * into r from public.reviews where id = p_review_id and kind = 'phase_pass';
  if r.id is null then return 'unknown'; end if;
  select * into strict a from public.accounts where id = r.account_id for update;
  select * into strict r from public.reviews where id = p_review_id for update;
  if r.state not in ('open', 'claimed') then return r.state; end if;
  if private.automatic_blockers(a) <> '{}' or not private.passes_by_itself(a.phase_id, a.rule_set_id) then return 'waits'; end if;
  update public.reviews set state = 'cancelled', decided_at = p_now, decision_reason = why where id = r.id returning * into r;
  perform private.review_event(r, 'review.cancelled', why, null, p_now);
  perform private.pass_account(a, why, null, '{}', p_now);
  return 'passed';
end $$;

create or replace function private.tend_passes(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare one uuid; account uuid; total int := 0;
begin
  for one, account in select r.id, a.id from public.reviews r join public.accounts a on a.id = r.account_id where r.kind = 'phase_pass' and r.state in ('open', 'claimed')
      and a.status = 'active' and private.passes_by_itself(a.phase_id, a.rule_set_id) and private.automatic_blockers(a) = '{}'
      and r.created_at + make_interval(secs => (select c.confirm_grace_seconds from public.connections c where c.id = a.connection_id)) <= p_now order by r.id limit 500 loop
    perform private.add_job('pass-phase', jsonb_build_object('review_id', one), p_now, 'pass:' || one, 'account:' || account);
    total := total + 1;
  end loop;
  return total;
end $$;

-- A person may pass over what is not known, never over a gate; the event says over what.
create or replace function private.decide_pass(r public.reviews, p_decision text, p_choice text, p_why text, p_by uuid, p_now timestamptz) returns jsonb
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

create or replace function private.pass_by_hand(a public.accounts, p_reason text, p_by uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
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

select private.apply_grants();
