-- From one phase to the next: what stands in the way of a pass, what a pass brings about, and how an account of a live phase comes to be.

-- Gates that the judge did not call met when it last looked; unknown is not met.
create function private.open_gates(p_account uuid) returns table (rule text) language sql stable security definer set search_path = '' as $$
  select distinct s ->> 'rule' from public.account_facts f, jsonb_array_elements(f.rule_states) s
    where f.account_id = p_account and s ->> 'consequence' = 'payout_gate' and coalesce(s ->> 'outcome', '') not in ('met', 'pass')
  union select 'never-judged' where not exists (select from public.account_facts f where f.account_id = p_account and f.rule_states <> '[]') $$;

-- The words are codes; an empty answer means nothing is in the way. An order the platform has not acknowledged says nothing about how the account was traded. The gates are the judge's own last states and are not worked out again here.
create function private.pass_blockers(a public.accounts, p_with_gates boolean) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(x.code order by x.place), '{}') from (
    select 1 as place, 'account-is-' || a.status as code where a.status <> 'active'
    union all select 2, 'verdict-stands' where exists (select from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.consequence = 'fail'
      and v.state in ('provisional', 'contested'))
    union all select 3, 'review-open-' || replace(r.kind, '_', '-') from (select distinct y.kind from public.reviews y where y.state in ('open', 'claimed')
      and y.rule <> 'platform-order' and (y.account_id = a.id and y.kind in ('violation', 'verdict_changed', 'data', 'order', 'abuse') or y.trader_id = a.trader_id and y.kind in ('kyc', 'abuse'))) r
    union all select 4, 'trader-disabled' from public.traders t where t.id = a.trader_id and not t.is_active
    union all select 5, 'kyc-rejected' from public.traders t where t.id = a.trader_id and t.kyc_status = 'rejected'
    union all select 6, 'order-returned' where private.order_returned(a.id) and not exists (select from public.reviews y where y.account_id = a.id and y.kind = 'order' and y.rule <> 'platform-order'
      and y.state in ('open', 'claimed'))
    union all select 7, 'gate-' || g.rule from private.open_gates(a.id) g where p_with_gates) x $$;

-- What the judge answered `unknown` when it last looked, and every doubt on record that it has not taken back since. Gates are named by open_gates.
create function private.unknown_rules(p_account uuid) returns table (rule text) language sql stable security definer set search_path = '' as $$
  select distinct s ->> 'rule' from public.account_facts f, jsonb_array_elements(f.rule_states) s
    where f.account_id = p_account and s ->> 'consequence' <> 'payout_gate' and 'unknown' in (s ->> 'outcome', s ->> 'status')
  union select v.rule from public.risk_violations v where v.account_id = p_account and v.outcome = 'unknown' and v.state <> 'withdrawn' and v.consequence <> 'payout_gate' $$;

create function private.unknown_codes(p_account uuid) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg('unknown-' || u.rule order by u.rule), '{}') from private.unknown_rules(p_account) u $$;

-- A rule that could not be judged is not a rule that was kept: a phase never passes by itself over one. A person may, and the timeline then names what nobody knew.
-- What keeps a pass from happening without a person: all that stands in a person's way too, and whatever is not known.
create function private.automatic_blockers(a public.accounts) returns text[] language sql stable security definer set search_path = '' as $$
  select private.pass_blockers(a, true) || private.unknown_codes(a.id) $$;

create function private.refuse_blocked(p_blockers text[]) returns void language plpgsql immutable set search_path = '' as
$$ begin if p_blockers <> '{}' then raise exception 'blocked' using errcode = '55000', detail = array_to_string(p_blockers, ','); end if; end $$;

create function private.queue_notice(p_event bigint, p_message text, p_account uuid, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as
$$ begin perform private.queue_mail(p_event, p_message, p_account, null, p_now, p_now); end $$;

-- Ends the phase and begins the next: an account to trade, or, where the next phase is live, a question for somebody who has not answered this one.
create function private.pass_account(a public.accounts, p_reason text, p_by uuid, p_overridden text[], p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare ahead public.phases := private.next_phase(a.phase_id); told bigint; opened uuid; asked uuid;
begin
  perform set_config('tideline.actor_kind', case when p_by is null then 'system' else 'staff' end, true);
  update public.accounts set status = 'passed', version = version + 1, closed_at = p_now, trading_off_reason = coalesce(trading_off_reason, 'target-reached'),
    trading_off_until = null where id = a.id;
  told := private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.passed', 'reason', p_reason, 'data', jsonb_strip_nulls(
    jsonb_build_object('from_status', a.status, 'next_phase_id', ahead.id, 'overridden', case when p_overridden <> '{}' then to_jsonb(p_overridden) end)))), p_now);
  perform private.queue_notice(told, 'phase-passed', a.id, p_now);
  if ahead.id is null then return jsonb_build_object('next', null); end if;
  if ahead.is_live then
    asked := private.ask_for_live(a.id, a.trader_id, p_by, p_reason, p_now);
    return jsonb_build_object('next', 'live-review', 'review_id', asked);
  end if;
  opened := private.open_pending_account(jsonb_build_object('trader_id', a.trader_id, 'phase_id', ahead.id, 'connection_id', a.connection_id, 'opened_from_account_id', a.id,
    'key', 'pass:' || a.id, 'reason', p_reason), p_now);
  return jsonb_build_object('next', 'account', 'account_id', opened);
end $$;

-- Who passed the phase asks for the funded account, so somebody else has to grant it.
create function private.ask_for_live(p_account uuid, p_trader uuid, p_by uuid, p_reason text, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare r public.reviews;
begin
  insert into public.reviews (kind, account_id, trader_id, reason, evidence, requested_by, due_at, created_at)
    values ('live_activation', p_account, p_trader, p_reason, jsonb_build_object('passed_by', p_by), p_by, private.review_due('live_activation', p_now), p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning * into r;
  if r.id is null then
    select x.id into r.id from public.reviews x where x.kind = 'live_activation' and x.account_id = p_account and x.state in ('open', 'claimed');
    return r.id;
  end if;
  perform private.review_event(r, 'review.opened', p_reason, null, p_now);
  return r.id;
end $$;

-- A live account is opened from one that passed the phase before, or, where it grows, from the live one itself.
create function private.live_blockers(a public.accounts, p_from text) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(x.code order by x.place), '{}') from (
    select 1 as place, 'account-is-' || a.status as code where a.status <> p_from
    union all select 2, 'no-live-phase' where p_from = 'passed' and not coalesce((private.next_phase(a.phase_id)).is_live, false)
    union all select 3, 'verdict-stands' where exists (select from public.reviews r where r.account_id = a.id and r.kind in ('verdict_changed', 'violation') and r.state in ('open', 'claimed'))
    union all select 4, 'review-open-' || replace(r.kind, '_', '-') from (select distinct y.kind from public.reviews y where y.state in ('open', 'claimed')
      and y.rule <> 'platform-order' and (y.account_id = a.id and y.kind in ('data', 'order', 'abuse') or y.trader_id = a.trader_id and y.kind in ('kyc', 'abuse'))) r
    union all select 5, 'trader-disabled' from public.traders t where t.id = a.trader_id and not t.is_active
    union all select 6, 'kyc-rejected' from public.traders t where t.id = a.trader_id and t.kyc_status = 'rejected'
    union all select 7, 'order-returned' where private.order_returned(a.id) and not exists (select from public.reviews y where y.account_id = a.id and y.kind = 'order' and y.rule <> 'platform-order'
      and y.state in ('open', 'claimed'))) x $$;

create function private.open_live(a public.accounts, p_reason text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare opened uuid;
begin
  perform private.refuse_blocked(private.live_blockers(a, 'passed'));
  opened := private.open_pending_account(jsonb_build_object('trader_id', a.trader_id, 'phase_id', (private.next_phase(a.phase_id)).id, 'connection_id', a.connection_id,
    'opened_from_account_id', a.id, 'key', 'live:' || a.id, 'reason', p_reason), p_now);
  return jsonb_build_object('next', 'account', 'account_id', opened);
end $$;

-- A live account that no approved review stands behind cannot be made, by whichever hand.
create function private.guard_live_opening() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.opened_from_account_id is not null and (select p.is_live from public.phases p where p.id = new.phase_id)
     and not exists (select from public.reviews r where r.kind = 'live_activation' and r.account_id = new.opened_from_account_id and r.state = 'approved'
       and r.decided_by is distinct from r.requested_by) then
    raise exception 'a live account is opened only through an approved live_activation review' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger guard_live_opening before insert on public.accounts for each row execute function private.guard_live_opening();

-- Answers passed, or why a person has to decide after all: the review then simply stays.
create function public.pass_phase(p_review_id uuid, p_now timestamptz) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

-- What stood in the way of a pass may be settled since, so those that pass by themselves are looked at again.
create function private.tend_passes(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
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

-- While a pass that was turned down is held, the target met is no news: neither does trading stop for it nor is anybody asked again.
create function private.record_effects(p jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare is_held boolean;
begin
  -- What a caller leaves out says nothing, and a null of JSON is not an empty list.
  select jsonb_object_agg(x.key, x.value) into p from jsonb_each(p) x where x.value <> 'null';
  if p #>> '{trading_off,reason}' = 'target-reached' then
    select coalesce(a.pass_held_until > p_now, false) into is_held from public.accounts a where a.id = (p ->> 'account_id')::uuid;
    if is_held then
      p := p - 'trading_off' || jsonb_build_object('reviews', (select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(coalesce(p -> 'reviews', '[]')) r where r ->> 'kind' <> 'phase_pass'));
    end if;
  end if;
  perform private.record_all_effects(p, p_now);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.pass_phase(uuid, timestamptz)', '{service_role}');
select private.apply_grants();
