-- Who somebody is: outcomes of identity checks, in the order they were made and not in the order they arrived. No document is ever kept.
create table public.kyc_transitions (
  from_status text not null, to_status text not null, actor_kind text not null check (actor_kind in ('system', 'staff')), created_at timestamptz not null default now(),
  primary key (from_status, to_status, actor_kind));
comment on table public.kyc_transitions is 'Every edge of a trader''s identity check; there are no others. Equals lib/reviews/kyc-states.ts.';
alter table public.kyc_transitions enable row level security;
create policy "staff see the edges of the identity check" on public.kyc_transitions for select to authenticated using ((select private.is_staff()));
insert into public.kyc_transitions (from_status, to_status, actor_kind)
  select e.f, e.t, k from (values ('none', 'pending'), ('pending', 'approved'), ('pending', 'retry'), ('pending', 'rejected'), ('retry', 'pending'), ('expired', 'pending'),
    ('approved', 'pending'), ('approved', 'expired')) e(f, t) cross join unnest(array['system', 'staff']) k
  union all select 'rejected', 'pending', 'staff';
create trigger kyc_transitions_are_fixed before insert or update or delete on public.kyc_transitions for each row execute function private.refuse();

create table public.kyc_reports (
  id uuid primary key default gen_random_uuid(), trader_id uuid references public.traders, provider text not null, external_id text not null, reference text not null,
  status text not null check (status in ('none', 'pending', 'retry', 'approved', 'rejected', 'expired')), needs_person boolean not null default false, codes text[] not null default '{}',
  is_applied boolean not null, left_out text check (left_out in ('stale', 'no-edge', 'one-trader', 'no-change', 'unknown-trader')), inbox_id uuid references public.inbox,
  decided_by uuid references public.staff, occurred_at timestamptz not null, created_at timestamptz not null default now(), unique (provider, external_id),
  check (is_applied = (left_out is null)));
create index kyc_reports_trader on public.kyc_reports (trader_id, occurred_at desc);
create index kyc_reports_reference on public.kyc_reports (provider, reference);
create index kyc_reports_inbox on public.kyc_reports (inbox_id);
create index kyc_reports_decided_by on public.kyc_reports (decided_by);
comment on table public.kyc_reports is 'What each identity check answered: outcome, codes and the provider''s own ids, and whether it changed anything.';
create trigger kyc_reports_are_append_only before update or delete on public.kyc_reports for each row execute function private.refuse();
create trigger kyc_reports_are_never_truncated before truncate on public.kyc_reports for each statement execute function private.refuse();
alter table public.kyc_reports enable row level security;
create policy "those who help, judge, pay or audit see the identity checks" on public.kyc_reports for select to authenticated
  using ((select private.staff_role()) in ('support', 'risk', 'finance', 'admin', 'auditor'));

create function private.guard_kyc() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.kyc_status = old.kyc_status then return new; end if;
  if not exists (select from public.kyc_transitions t where t.from_status = old.kyc_status and t.to_status = new.kyc_status
      and t.actor_kind = coalesce(nullif(current_setting('tideline.actor_kind', true), ''), 'system')) then
    raise exception 'illegal identity check transition % -> %', old.kyc_status, new.kyc_status using errcode = '23514'; end if;
  return new;
end $$;
create trigger guard_kyc before update of kyc_status on public.traders for each row execute function private.guard_kyc();

-- Moves a trader to a status over the edges there are, by way of pending where that is needed. Each step is an event.
create function private.move_kyc(p_trader uuid, p_status text, p_actor text, p_reason text, p_data jsonb, p_now timestamptz) returns boolean language plpgsql security definer set search_path = '' as $$
declare present text; step text; steps text[];
begin
  select t.kyc_status into strict present from public.traders t where t.id = p_trader;
  steps := case when exists (select from public.kyc_transitions x where x.from_status = present and x.to_status = p_status and x.actor_kind = p_actor) then array[p_status]
    when exists (select from public.kyc_transitions x join public.kyc_transitions y on y.from_status = x.to_status and y.actor_kind = p_actor
      where x.from_status = present and x.to_status = 'pending' and y.to_status = p_status and x.actor_kind = p_actor) then array['pending', p_status] end;
  if steps is null then return false; end if;
  perform set_config('tideline.actor_kind', p_actor, true);
  foreach step in array steps loop
    update public.traders set kyc_status = step where id = p_trader;
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'kyc.' || step, 'reason', p_reason, 'trader_id', p_trader, 'actor_kind', p_actor,
      'data', jsonb_build_object('trader_id', p_trader, 'from', present, 'to', step) || coalesce(p_data, '{}'))), p_now);
    present := step;
  end loop;
  return true;
end $$;

create function private.kyc_review(p_trader uuid, p_subject text, p_rule text, p_evidence jsonb, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.reviews (kind, trader_id, subject_id, rule, reason, evidence, due_at, created_at)
    values ('kyc', p_trader, p_subject, p_rule, p_rule, coalesce(p_evidence, '{}'), p_now + interval '24 hours', p_now)
    on conflict (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed') do nothing returning id into made;
  if made is not null then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'review.opened', 'reason', p_rule, 'trader_id', p_trader,
      'data', jsonb_build_object('review_id', made, 'review_kind', 'kyc', 'rule', p_rule, 'subject_id', p_subject))), p_now); end if;
  return made;
end $$;

-- One person, one trader: while that is in question, nobody is approved. Once it was answered against the trader, no machine approves them either.
create function private.is_in_question(p_trader uuid, p_states text[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.reviews r where r.kind = 'kyc' and r.trader_id = p_trader and r.rule = 'one-trader' and r.state = any (p_states)
    and not exists (select from public.reviews x where x.kind = 'kyc' and x.trader_id = p_trader and x.rule = 'one-trader' and x.state = 'approved' and x.created_at > r.created_at)) $$;
