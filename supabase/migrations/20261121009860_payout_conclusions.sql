-- A payout that no machine can bring to an end is brought to one by two people: one says what became of it and on what evidence, another looks at that and carries it out. What is on
-- the way is finished only while what was signed still stands, and what nobody knows under our key is believed to be missing once it was missed twice.

create table public.payout_conclusions (
  id uuid primary key default gen_random_uuid(), payout_id uuid not null references public.payouts, from_state text not null check (from_state in ('unknown', 'sent', 'paid')),
  outcome text not null check (outcome in ('paid', 'failed', 'returned')), evidence text not null check (trim(evidence) <> ''), proposed_by uuid not null references public.staff, proposed_at timestamptz not null,
  state text not null default 'proposed' check (state in ('proposed', 'concluded', 'refused', 'overtaken')), decided_by uuid references public.staff, decided_at timestamptz, decision_reason text,
  created_at timestamptz not null default now(), check ((state in ('concluded', 'refused')) = (decided_by is not null)), check (from_state <> 'paid' or outcome = 'returned'),
  constraint who_concludes_did_not_propose check (state <> 'concluded' or decided_by <> proposed_by));
create unique index one_open_conclusion on public.payout_conclusions (payout_id) where state = 'proposed';
create index payout_conclusions_payout on public.payout_conclusions (payout_id, proposed_at);
create index payout_conclusions_proposed_by on public.payout_conclusions (proposed_by);
create index payout_conclusions_decided_by on public.payout_conclusions (decided_by);
comment on table public.payout_conclusions is 'What two people found to have become of a payout that its provider would not or could not tell, with their evidence.';
alter table public.payout_conclusions enable row level security;
create policy "those who pay, judge or audit see the conclusions" on public.payout_conclusions for select to authenticated using ((select private.staff_role()) in ('finance', 'risk', 'admin', 'auditor'));
create function private.guard_conclusion() returns trigger language plpgsql set search_path = '' as $$
declare may_change constant text[] := array['state', 'decided_by', 'decided_at', 'decision_reason'];
begin
  if tg_op = 'DELETE' then raise exception 'conclusions are never deleted'; end if;
  if old.state <> 'proposed' then raise exception 'a conclusion is decided once' using errcode = '23514'; end if;
  if to_jsonb(old) - may_change is distinct from to_jsonb(new) - may_change then raise exception 'immutable column of a conclusion'; end if;
  return new;
end $$;
create trigger guard_conclusion before update or delete on public.payout_conclusions for each row execute function private.guard_conclusion();
create trigger conclusions_are_never_truncated before truncate on public.payout_conclusions for each statement execute function private.refuse();

-- Missed once it may only be late; a quarter of an hour later it is missing.
create function private.is_missing(p public.payouts, p_now timestamptz) returns boolean language sql immutable set search_path = '' as $$
  select coalesce(p.absent_since <= p_now - interval '15 minutes', false) $$;
-- Whether an unknown payout may be handed over again under its own key. Stripe and the simulated provider make nothing twice under one key; NOWPayments promises no such thing, so there
-- it has to be missing. While two people find out what became of it, and once what was signed has changed, nothing is handed over.
create function private.may_hand_again(p public.payouts, p_now timestamptz) returns boolean language sql stable security definer set search_path = '' as $$
  select p.state = 'unknown' and p.absent_since is not null and (p.provider <> 'nowpayments' or private.is_missing(p, p_now)) and p.sent_at > p_now - interval '20 hours'
    and private.valid_approvals(p) >= p.approvals_required and not exists (select from public.payout_conclusions c where c.payout_id = p.id and c.state = 'proposed') $$;

-- What whoever asks the provider has to know. `only_look`: nothing half done may be finished, because nobody would sign it now, it is too old, or it is over.
create function public.payout_to_check(p_id uuid, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('state', p.state, 'provider', p.provider, 'reference', p.provider_ref, 'key', 'payout:' || p.id || ':' || (p.attempt_group - (p.state = 'failed')::int),
    'only_look', not (p.state in ('sending', 'unknown') and p.sent_at > p_now - interval '20 hours' and private.valid_approvals(p) >= p.approvals_required
      and not exists (select from public.payout_conclusions c where c.payout_id = p.id and c.state = 'proposed')))
  from public.payouts p where p.id = p_id $$;

-- Nobody could tell what became of it, or nothing is known of it under our key.
create function private.leave_unknown(p public.payouts, p_said text, p_why text, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare o public.payouts := p; waits constant int[] := array[1, 5, 15, 60]; next_at timestamptz := p_now + make_interval(mins => coalesce(waits[o.checks_made + 1], 60)); is_new boolean := o.state = 'sending';
begin
  update public.payouts set state = 'unknown', checks_made = checks_made + 1, hold_reason = case when p_said = 'absent' and not is_new then hold_reason else p_why end,
    absent_since = case when p_said = 'absent' then coalesce(absent_since, p_now) else absent_since end where id = o.id returning * into o;
  if is_new then perform private.payout_event(o, 'withdrawal.unknown', p_why, null, p_now); end if;
  if p_said = 'absent' and not private.is_missing(o, p_now) then next_at := least(next_at, o.absent_since + interval '15 minutes'); end if;
  update public.payouts set next_check_at = next_at where id = o.id;
  if p_now > o.sent_at + interval '24 hours' then
    perform private.open_review('payout', o.account_id, o.id::text, 'unknown', 'the provider has not said for a day what became of a payout', jsonb_build_object('payout_id', o.id), p_now, p_now); end if;
  if p_said = 'absent' and private.may_hand_again(o, p_now) then
    perform private.add_job('send-payout', jsonb_build_object('payout_id', o.id), p_now, 'check:' || o.id, 'payout:' || o.account_id);
  else perform private.add_job('check-payout', jsonb_build_object('payout_id', o.id), next_at, 'check:' || o.id, 'payout:' || o.account_id); end if;
  return jsonb_build_object('outcome', 'unknown', 'state', o.state);
end $$;

-- The provider has what we hold for failed: the sum was given back to the trader, so nothing else may leave until somebody has looked. Told once.
create function private.contradict_payout(p public.payouts, p_said jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.events e where e.stream = 'payout:' || p.id and e.kind = 'withdrawal.contradicted') then
    perform private.payout_event(p, 'withdrawal.contradicted', p_said ->> 'reason', jsonb_build_object('said', p_said ->> 'kind', 'reference', p_said ->> 'reference'), p_now);
    perform private.open_review('payout', p.account_id, p.id::text, 'after-sending', 'the provider says that a payout left which stands as failed here',
      jsonb_build_object('payout_id', p.id, 'state', p.state, 'said', p_said ->> 'kind', 'reference', p_said ->> 'reference'), p_now + interval '4 hours', p_now);
    perform private.hold_open_payouts(p.account_id, 'an earlier payout may have left after all', p_now);
  end if;
  return jsonb_build_object('outcome', 'contradicted', 'state', p.state);
end $$;

-- The first of two names. p_state is what the person saw: hourly questions to the provider raise the version, and mean nothing here.
create function public.propose_conclusion(p_id uuid, p_state text, p_outcome text, p_evidence text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_evidence); o public.payouts := private.lock_payout(p_id); made uuid; now_at timestamptz := clock_timestamp();
begin
  if o.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if o.state <> p_state then return jsonb_build_object('outcome', 'stale', 'state', o.state); end if;
  if o.provider in ('rise', 'bank') or not (o.state in ('unknown', 'sent') and p_outcome in ('paid', 'failed', 'returned') or o.state = 'paid' and p_outcome = 'returned') then
    raise exception 'not-to-conclude' using errcode = '55000'; end if;
  insert into public.payout_conclusions (payout_id, from_state, outcome, evidence, proposed_by, proposed_at) values (o.id, o.state, p_outcome, why, who, now_at)
    on conflict (payout_id) where state = 'proposed' do nothing returning id into made;
  if made is null then return jsonb_build_object('outcome', 'already-proposed', 'state', o.state); end if;
  perform private.payout_event(o, 'withdrawal.conclusion-proposed', why, jsonb_build_object('conclusion_id', made, 'outcome', p_outcome), now_at);
  return jsonb_build_object('outcome', 'proposed', 'id', made, 'state', o.state);
end $$;

-- The second name carries it out, as if the provider had said so; or somebody, who may be the first, lets it drop.
create function public.conclude_payout(p_conclusion uuid, p_decision text, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_reason(p_reason); c public.payout_conclusions; o public.payouts; now_at timestamptz := clock_timestamp();
begin
  if p_decision not in ('concluded', 'refused') then raise exception 'invalid' using errcode = '22023'; end if;
  select * into c from public.payout_conclusions x where x.id = p_conclusion;
  if c.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  o := private.lock_payout(c.payout_id);
  select * into strict c from public.payout_conclusions x where x.id = p_conclusion for update;
  if c.state <> 'proposed' then return jsonb_build_object('outcome', 'already-decided', 'state', o.state); end if;
  if p_decision = 'concluded' and (c.proposed_by = who or o.requested_by = who) then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if p_decision = 'concluded' and o.state <> c.from_state then return jsonb_build_object('outcome', 'stale', 'state', o.state); end if;
  update public.payout_conclusions set state = p_decision, decided_by = who, decided_at = now_at, decision_reason = why where id = c.id;
  perform private.payout_event(o, 'withdrawal.conclusion-' || p_decision, why, jsonb_build_object('conclusion_id', c.id, 'outcome', c.outcome, 'proposed_by', c.proposed_by), now_at);
  if p_decision = 'refused' then return jsonb_build_object('outcome', 'refused', 'state', o.state); end if;
  return public.settle_payout(jsonb_build_object('payout_id', o.id, 'kind', c.outcome, 'reason', c.evidence, 'by_people', true, 'now', now_at)) || jsonb_build_object('outcome', 'concluded');
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.payout_conclusions', '{authenticated}'), ('execute', 'public.payout_to_check(uuid, timestamptz)', '{service_role}'),
  ('execute', 'public.propose_conclusion(uuid, text, text, text)', '{authenticated}'), ('execute', 'public.conclude_payout(uuid, text, text)', '{authenticated}');
select private.apply_grants();
