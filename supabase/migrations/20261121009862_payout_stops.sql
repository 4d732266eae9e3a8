-- A person may stop a payout that waits or was let go, and only another person lets it go on: what is worked out again in between does not undo a stop.
create table public.payout_stops (
  id uuid primary key default gen_random_uuid(), payout_id uuid not null references public.payouts, reason text not null check (trim(reason) <> ''), set_by uuid not null references public.staff,
  set_at timestamptz not null, lifted_by uuid references public.staff, lifted_at timestamptz, lift_reason text, created_at timestamptz not null default now(),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)), constraint whoever_lifts_did_not_stop check (lifted_by <> set_by));
create unique index one_stop_per_payout on public.payout_stops (payout_id) where lifted_at is null;
create index payout_stops_payout on public.payout_stops (payout_id, set_at);
create index payout_stops_set_by on public.payout_stops (set_by);
create index payout_stops_lifted_by on public.payout_stops (lifted_by);
comment on table public.payout_stops is 'Payouts that a person stopped, why, and who let each go on; kept for good.';
alter table public.payout_stops enable row level security;
create policy "those who pay, judge or audit see the stops" on public.payout_stops for select to authenticated using ((select private.staff_role()) in ('finance', 'risk', 'admin', 'auditor'));

-- Traders read why a payout is held, so what is written there names nobody and nothing; the reason stands with the stop.
create function public.hold_payout(p_id uuid, p_version bigint, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'risk', 'admin']); why text := private.need_reason(p_reason); p public.payouts := private.lock_payout(p_id); made uuid; now_at timestamptz := clock_timestamp();
begin
  if p.state not in ('requested', 'approved', 'held') then return jsonb_build_object('outcome', 'already-decided', 'state', p.state, 'version', p.version); end if;
  if p.version <> p_version then return jsonb_build_object('outcome', 'stale', 'state', p.state, 'version', p.version); end if;
  insert into public.payout_stops (payout_id, reason, set_by, set_at) values (p.id, why, who, now_at) on conflict (payout_id) where lifted_at is null do nothing returning id into made;
  if made is null then return jsonb_build_object('outcome', 'already-stopped', 'state', p.state, 'version', p.version); end if;
  if p.state <> 'held' then perform private.undo_money(p, 'reservation', why, now_at); end if;
  if p.state = 'approved' then perform private.take_back_expected(p, now_at); end if;
  update public.payouts set state = 'held', hold_reason = 'a person stopped it', approved_by = null, approved_digest = null, approved_at = null where id = p.id returning * into p;
  perform private.remove_job('payout:' || p.id);
  perform private.remove_job('release:' || p.id);
  perform private.payout_event(p, 'withdrawal.held', why, jsonb_build_object('stop_id', made), now_at);
  return jsonb_build_object('outcome', 'stopped', 'state', p.state, 'version', p.version);
end $$;

-- It is worked out again at once, and asks for names again where it is still owed in full.
create function public.release_hold(p_id uuid, p_reason text) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'risk', 'admin']); why text := private.need_reason(p_reason); p public.payouts := private.lock_payout(p_id); s public.payout_stops; now_at timestamptz := clock_timestamp();
begin
  select * into s from public.payout_stops x where x.payout_id = p.id and x.lifted_at is null for update;
  if s.id is null then return jsonb_build_object('outcome', 'already-decided', 'state', p.state, 'version', p.version); end if;
  if s.set_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  update public.payout_stops set lifted_by = who, lifted_at = now_at, lift_reason = why where id = s.id;
  perform private.payout_event(p, 'withdrawal.stop-lifted', why, jsonb_build_object('stop_id', s.id, 'set_by', s.set_by), now_at);
  if p.state = 'held' then perform private.add_job('recompute-payout', jsonb_build_object('payout_id', p.id), now_at, 'recompute:' || p.id, 'payout:' || p.account_id); end if;
  return jsonb_build_object('outcome', 'lifted', 'state', p.state, 'version', p.version);
end $$;

-- Who stopped it and what is concluded about it, by name, and why the reader may not act: what the page of one payout offers beside a decision.
create function public.payout_deeds(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['finance', 'risk', 'support', 'admin', 'auditor']); role text := private.staff_role(); p public.payouts;
begin
  select * into p from public.payouts x where x.id = p_id;
  if p.id is null then return null; end if;
  return jsonb_build_object('is_automatic', p.provider not in ('rise', 'bank'), 'absent_since', p.absent_since,
    'may_stop', role in ('finance', 'risk', 'admin'), 'may_not_conclude', case when role not in ('finance', 'admin') then 'role' when p.requested_by = who then 'asked-yourself' end,
    'stop', (select jsonb_build_object('reason', s.reason, 'by', coalesce(nullif(m.full_name, ''), m.email), 'at', s.set_at, 'is_own', s.set_by = who)
      from public.payout_stops s join public.staff m on m.id = s.set_by where s.payout_id = p.id and s.lifted_at is null),
    'conclusion', (select jsonb_build_object('id', c.id, 'outcome', c.outcome, 'evidence', c.evidence, 'by', coalesce(nullif(m.full_name, ''), m.email), 'at', c.proposed_at, 'is_own', c.proposed_by = who)
      from public.payout_conclusions c join public.staff m on m.id = c.proposed_by where c.payout_id = p.id and c.state = 'proposed'));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.payout_stops', '{authenticated}'), ('execute', 'public.hold_payout(uuid, bigint, text)', '{authenticated}'),
  ('execute', 'public.release_hold(uuid, text)', '{authenticated}'), ('execute', 'public.payout_deeds(uuid)', '{authenticated}');
select private.apply_grants();
