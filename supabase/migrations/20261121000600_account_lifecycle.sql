-- The account's lifecycle as data, and the guard that refuses every other change of status, whoever asks.
create table public.account_transitions (
  from_status text not null, to_status text not null, actor_kind text not null check (actor_kind in ('system', 'staff')),
  needs_second_person boolean not null default false, created_at timestamptz not null default now(), primary key (from_status, to_status, actor_kind));
comment on table public.account_transitions is 'Every edge of the lifecycle; there are no others. Equals lib/accounts/lifecycle.ts.';
alter table public.account_transitions enable row level security;
create policy "staff see the edges" on public.account_transitions for select to authenticated using ((select private.is_staff()));
insert into public.account_transitions (from_status, to_status, actor_kind, needs_second_person) values
  ('pending', 'active', 'system', false), ('pending', 'live', 'system', false), ('pending', 'closed', 'system', false),
  ('active', 'passed', 'staff', false), ('active', 'passed', 'system', false), ('active', 'failed', 'system', false), ('active', 'failed', 'staff', false),
  ('active', 'blocked', 'system', false), ('active', 'blocked', 'staff', false), ('live', 'blocked', 'system', false), ('live', 'blocked', 'staff', false),
  ('active', 'closed', 'staff', false), ('blocked', 'active', 'staff', false), ('blocked', 'live', 'staff', false),
  ('blocked', 'failed', 'staff', false), ('blocked', 'closed', 'staff', false), ('live', 'closed', 'system', false), ('live', 'closed', 'staff', false),
  ('failed', 'active', 'staff', true), ('closed', 'live', 'staff', true);
create trigger account_transitions_are_fixed before insert or update or delete on public.account_transitions for each row execute function private.refuse();

create table public.account_decisions (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, from_status text not null, to_status text not null,
  reason text not null check (trim(reason) <> ''), requested_by uuid not null references public.staff, requested_at timestamptz not null,
  decided_by uuid references public.staff, decided_at timestamptz, state text not null default 'open' check (state in ('open', 'approved', 'rejected')),
  used_at timestamptz, created_at timestamptz not null default now(),
  constraint the_decider_is_not_the_requester check (decided_by <> requested_by),
  check (state = 'open' or (decided_by is not null and decided_at is not null)));
create unique index account_decisions_open on public.account_decisions (account_id, to_status) where state = 'open';
create index account_decisions_account on public.account_decisions (account_id);
create index account_decisions_requested_by on public.account_decisions (requested_by);
create index account_decisions_decided_by on public.account_decisions (decided_by);
comment on table public.account_decisions is 'Requests for edges that need a second person; the guard spends one approved row per change.';
alter table public.account_decisions enable row level security;
create policy "staff see the requests" on public.account_decisions for select to authenticated using ((select private.is_staff()));

-- The placeholder of a pending account gives way to the platform's login once; after that, server and login are terms like the others.
create function private.guard_account() returns trigger language plpgsql security definer set search_path = '' as $$
declare who text := coalesce(nullif(current_setting('tideline.actor_kind', true), ''), 'system'); edge public.account_transitions; live boolean; spent uuid;
begin
  if tg_op = 'DELETE' then
    if old.server not like 'scale:%' then raise exception 'accounts are never deleted'; end if;
    return old;
  end if;
  select p.is_live into live from public.phases p where p.id = new.phase_id;
  if tg_op = 'INSERT' then
    if new.status <> 'pending' then raise exception 'an account begins pending'; end if;
    return new;
  end if;
  if (new.platform, new.trader_id, new.challenge_type_id, new.phase_id, new.initial_balance_cents, new.currency, new.opened_from_account_id, new.opening_key)
     is distinct from (old.platform, old.trader_id, old.challenge_type_id, old.phase_id, old.initial_balance_cents, old.currency, old.opened_from_account_id, old.opening_key)
     or ((new.server, new.login) is distinct from (old.server, old.login) and (old.status <> 'pending' or old.login not like 'pending:%'))
     or new.version < old.version then raise exception 'immutable column of an account'; end if;
  if new.rule_set_id <> old.rule_set_id and not exists (select from public.rule_sets r where r.id = new.rule_set_id and r.phase_id = new.phase_id and r.state <> 'draft') then
    raise exception 'an account is pinned to a published rule set of its own phase'; end if;
  if new.status = old.status then return new; end if;
  select * into edge from public.account_transitions t where t.from_status = old.status and t.to_status = new.status and t.actor_kind = who;
  if not found then raise exception 'illegal account transition % -> % by %', old.status, new.status, who using errcode = '23514'; end if;
  if old.status = 'pending' and new.status in ('active', 'live') then
    if (new.status = 'live') <> live then raise exception 'the phase says whether an account opens active or live'; end if;
    if new.login like 'pending:%' then raise exception 'an account opens with a login of its platform'; end if;
  end if;
  if old.status = 'blocked' and new.status in ('active', 'live') and new.status <> old.blocked_from then
    raise exception 'a blocked account goes back to %', old.blocked_from; end if;
  if old.status = 'closed' and exists (select from public.accounts x where x.opened_from_account_id = old.id) then raise exception 'an account that went on in another is not reinstated'; end if;
  if old.status = 'closed' and not live then raise exception 'only an account of a live phase is reinstated live'; end if;
  if old.status = 'active' and new.status = 'passed' and who = 'system' and not private.passes_by_itself(new.phase_id, new.rule_set_id) then
    raise exception 'only a phase with automatic pass is passed by the system'; end if;
  if edge.needs_second_person then
    update public.account_decisions d set used_at = d.decided_at where d.id = (select x.id from public.account_decisions x where x.account_id = new.id
      and x.from_status = old.status and x.to_status = new.status and x.state = 'approved' and x.used_at is null order by x.decided_at limit 1 for update) returning id into spent;
    if spent is null then raise exception '% -> % needs a second person', old.status, new.status using errcode = '42501'; end if;
  end if;
  new.blocked_from := case when new.status = 'blocked' then old.status end;
  return new;
end $$;
create trigger guard_account before insert or update or delete on public.accounts for each row execute function private.guard_account();

create table public.account_notes (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, staff_id uuid not null references public.staff,
  body text not null check (trim(body) <> '' and length(body) <= 4000), created_at timestamptz not null default now());
create index account_notes_account on public.account_notes (account_id, created_at desc);
create index account_notes_staff on public.account_notes (staff_id);
comment on table public.account_notes is 'What staff wrote about an account; append-only, never seen by the trader.';
create trigger account_notes_are_append_only before update or delete on public.account_notes for each row execute function private.refuse();
create trigger account_notes_are_never_truncated before truncate on public.account_notes for each statement execute function private.refuse();
alter table public.account_notes enable row level security;
create policy "staff read the notes" on public.account_notes for select to authenticated using ((select private.is_staff()));

create function private.begin_as_ruled() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from public.rule_sets r where r.id = new.rule_set_id and r.initial_balance_cents = 0) then new.initial_balance_cents := 0; end if;
  return new;
end $$;

create trigger begin_as_ruled before insert on public.accounts for each row execute function private.begin_as_ruled();
