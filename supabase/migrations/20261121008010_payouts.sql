-- Payouts: what a trader asked for, what became of it, and whose names are on it. People release money, each time or by a policy that two of them published.
create table public.beneficiaries (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, provider text not null check (provider in ('simulated', 'stripe', 'nowpayments', 'rise', 'bank')),
  name text not null check (trim(name) <> ''), masked text not null, destination jsonb not null, version int not null default 1 check (version > 0), is_active boolean not null default true,
  confirmed_at timestamptz not null, created_at timestamptz not null default now(),
  awaits_link boolean not null default false);
create index beneficiaries_trader on public.beneficiaries (trader_id, created_at desc, id);
comment on table public.beneficiaries is 'Where a trader is paid. The destination is sealed; people see its mask.';
alter table public.beneficiaries enable row level security;
create policy "those who pay or audit see the destinations'' masks, a trader their own" on public.beneficiaries for select to authenticated
  using ((select private.staff_role()) in ('finance', 'risk', 'support', 'admin', 'auditor') or trader_id = (select private.trader_id()));

create table public.beneficiary_edits (
  id uuid primary key default gen_random_uuid(), beneficiary_id uuid not null references public.beneficiaries, edited_by uuid not null, edited_by_kind text not null check (edited_by_kind in ('trader', 'staff')),
  version int not null, reason text not null default '', edited_at timestamptz not null, created_at timestamptz not null default now());
create index beneficiary_edits_beneficiary on public.beneficiary_edits (beneficiary_id, edited_at desc);
create index beneficiary_edits_editor on public.beneficiary_edits (edited_by, edited_at desc);
comment on table public.beneficiary_edits is 'Who changed a destination, and when: whoever did may not approve a payout to it for a week.';
alter table public.beneficiary_edits enable row level security;
create policy "those who pay or audit see who edited" on public.beneficiary_edits for select to authenticated using ((select private.staff_role()) in ('finance', 'risk', 'admin', 'auditor'));
create trigger beneficiary_edits_are_append_only before update or delete on public.beneficiary_edits for each row execute function private.refuse();

create table private.payout_edges (from_state text not null, to_state text not null, created_at timestamptz not null default now(), primary key (from_state, to_state));
comment on table private.payout_edges is 'Every change of state a payout may make; there are no others. Equals lib/payouts/states.ts.';
alter table private.payout_edges enable row level security;
insert into private.payout_edges (from_state, to_state) values
  ('requested', 'approved'), ('requested', 'held'), ('requested', 'rejected'), ('requested', 'cancelled'), ('held', 'requested'), ('held', 'rejected'), ('held', 'cancelled'),
  ('approved', 'sending'), ('approved', 'held'), ('approved', 'cancelled'), ('sending', 'sent'), ('sending', 'paid'), ('sending', 'unknown'), ('sending', 'failed'),
  ('unknown', 'sent'), ('unknown', 'paid'), ('unknown', 'failed'), ('unknown', 'sending'), ('sent', 'paid'), ('sent', 'failed'), ('paid', 'returned');

create table public.payouts (
  id uuid primary key default gen_random_uuid(), account_id uuid not null references public.accounts, trader_id uuid not null references public.traders,
  beneficiary_id uuid not null references public.beneficiaries, requested_cents public.money_cents not null, gross_cents public.money_cents not null, firm_cents public.money_cents not null,
  currency text not null, split_bps int not null default 0,
  state text not null default 'requested' check (state in ('requested', 'held', 'approved', 'sending', 'unknown', 'sent', 'paid', 'failed', 'returned', 'rejected', 'cancelled')),
  route text not null check (route in ('policy', 'person')), approvals_required int not null, provider text not null, provider_ref text, attempt_group int not null default 1,
  entitled_cents public.money_cents not null, checks jsonb not null default '[]', effect jsonb not null default '{}', hold_reason text, hold_until timestamptz not null,
  requested_by uuid not null, approved_by uuid references public.staff, approved_digest bytea, approved_at timestamptz, rejection_reason text, requested_at timestamptz not null,
  sent_at timestamptz, settled_at timestamptz, next_check_at timestamptz, checks_made int not null default 0, version bigint not null default 1, request_key text not null,
  created_at timestamptz not null default now(),
  absent_since timestamptz, repays_id uuid references public.payouts, unique (trader_id, request_key),
  constraint amounts_add_up check (requested_cents > 0 and firm_cents >= 0 and gross_cents = requested_cents + firm_cents),
  constraint one_or_two_approvals check (approvals_required between 1 and 2), constraint approver_is_not_requester check (approved_by <> requested_by),
  check ((state = 'held') <= (hold_reason is not null)), check ((state = 'rejected') = (rejection_reason is not null)));
create unique index one_open_payout on public.payouts (account_id) where state in ('requested', 'held', 'approved', 'sending', 'unknown');
create index payouts_account on public.payouts (account_id, requested_at desc, id);
create index payouts_trader on public.payouts (trader_id, requested_at desc, id);
create index payouts_beneficiary on public.payouts (beneficiary_id);
create index payouts_state on public.payouts (state, requested_at, id);
create index payouts_approved_by on public.payouts (approved_by);
create unique index payouts_provider_ref on public.payouts (provider, provider_ref) where provider_ref is not null;
create index payouts_repays on public.payouts (repays_id) where repays_id is not null;
comment on table public.payouts is 'Requests of traders for their share and what became of each. Never deleted.';
comment on column public.payouts.absent_since is 'Since when the provider has said that it knows nothing under our key; null once it was handed over again or settled.';
comment on column public.payouts.repays_id is 'The payout that came back and is paid again by this one: the same sum, gross and account, with names of its own.';
alter table public.payouts enable row level security;
create policy "those who pay, help or audit see the payouts, a trader their own" on public.payouts for select to authenticated
  using ((select private.staff_role()) in ('finance', 'risk', 'support', 'admin', 'auditor') or trader_id = (select private.trader_id()));
alter table public.ledger_transactions add constraint ledger_transactions_payout_fk foreign key (payout_id) references public.payouts;

-- Whoever signed a day ago signs again where a second name is still missing, so a name may stand twice and counts once.
create table public.payout_approvals (
  id uuid primary key default gen_random_uuid(), payout_id uuid not null references public.payouts, kind text not null check (kind in ('person', 'policy')),
  approver_id uuid references public.staff, setting_key text, setting_version int, digest bytea not null, approved_at timestamptz not null, created_at timestamptz not null default now(),
  foreign key (setting_key, setting_version) references public.settings (key, version),
  check (case kind when 'person' then approver_id is not null and setting_key is null else approver_id is null and setting_key = 'payout_policy' and setting_version is not null end));
create index payout_approvals_payout on public.payout_approvals (payout_id);
create index payout_approvals_approver on public.payout_approvals (approver_id);
create index payout_approvals_setting on public.payout_approvals (setting_key, setting_version);
comment on table public.payout_approvals is 'Who let a payout go, and exactly what they signed: a digest that any change makes void.';
alter table public.payout_approvals enable row level security;
create policy "those who pay or audit see the approvals" on public.payout_approvals for select to authenticated using ((select private.staff_role()) in ('finance', 'risk', 'admin', 'auditor'));
create trigger payout_approvals_are_append_only before update or delete on public.payout_approvals for each row execute function private.refuse();
create trigger payout_approvals_are_never_truncated before truncate on public.payout_approvals for each statement execute function private.refuse();

-- What an approval signs: the sum, where it goes, and what it rests on.
create function private.payout_digest(p public.payouts) returns bytea language sql stable security definer set search_path = '' as $$
  select sha256(convert_to(jsonb_build_array(p.id, p.account_id, p.requested_cents, p.gross_cents, p.currency, p.provider, b.id, b.version, a.status, a.rule_set_id, p.entitled_cents)::text, 'UTF8'))
  from public.beneficiaries b, public.accounts a where b.id = p.beneficiary_id and a.id = p.account_id $$;

-- Where a policy ends and a person begins: one sum in several parts is one sum, who signs is asked for by today's policy, and a signature that waits for a second one grows old.
-- Parts of one sum are what is asked for within one settlement window, and within a day at least.
create function private.split_since(p_policy jsonb, p_now timestamptz) returns timestamptz language sql immutable set search_path = '' as $$
  select p_now - make_interval(days => greatest(coalesce((p_policy ->> 'settlement_days')::int, 7), 1)) $$;

-- What else of theirs is open, or was let go without a person since then; by trader and by destination.
create function private.asked_beside(p_trader uuid, p_beneficiary uuid, p_currency text, p_but uuid, p_since timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select coalesce(sum(x.requested_cents), 0)::bigint from public.payouts x where x.currency = p_currency and x.id is distinct from p_but and x.repays_id is null
    and (x.trader_id = p_trader or x.beneficiary_id = p_beneficiary) and (x.state in ('requested', 'held') or (x.state in ('approved', 'sending', 'unknown', 'sent', 'paid') and x.approved_at > p_since
      and x.approved_by is null)) $$;

-- What is signed before it was held does not count once it asks for names again.
create function private.signed_since(p_id uuid, p_at timestamptz) returns timestamptz language sql stable security definer set search_path = '' as $$
  select greatest(p_at - interval '24 hours', (select max(e.occurred_at) from public.events e where e.stream = 'payout:' || p_id and e.kind = 'withdrawal.reopened')) $$;

create function private.signatures(p public.payouts, p_at timestamptz) returns bigint language sql stable security definer set search_path = '' as $$
  select count(distinct coalesce(a.approver_id::text, a.kind)) from public.payout_approvals a left join public.staff s on s.id = a.approver_id
  where a.payout_id = p.id and a.digest = private.payout_digest(p) and a.approved_at > private.signed_since(p.id, p_at) and case a.kind
    when 'person' then s.is_active and s.role in ('finance', 'admin') and a.approver_id <> p.requested_by
      and not exists (select from public.beneficiary_edits b where b.beneficiary_id = p.beneficiary_id and b.edited_by = a.approver_id and b.edited_at > a.approved_at - interval '7 days')
    else p.approvals_required = 1 and p.route = 'policy' and exists (select from public.settings g where g.key = a.setting_key and g.version = a.setting_version
      and g.published_at is not null and p.requested_cents < (g.value ->> 'auto_release_below_cents')::bigint) end $$;

-- Those that stood together when it was let go.
create function private.valid_approvals(p public.payouts) returns bigint language sql stable security definer set search_path = '' as $$
  select private.signatures(p, coalesce(p.approved_at, (select max(a.approved_at) from public.payout_approvals a where a.payout_id = p.id and a.digest = private.payout_digest(p)))) $$;

create function private.has_signed(p public.payouts, p_who uuid, p_at timestamptz) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from public.payout_approvals a where a.payout_id = p.id and a.approver_id = p_who and a.digest = private.payout_digest(p) and a.approved_at > private.signed_since(p.id, p_at)) $$;

create function private.guard_payout() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then raise exception 'payouts are never deleted'; end if;
  if tg_op = 'INSERT' then
    if new.state <> 'requested' then raise exception 'a payout begins requested'; end if;
    return new;
  end if;
  if (new.account_id, new.trader_id, new.beneficiary_id, new.requested_cents, new.gross_cents, new.firm_cents, new.currency, new.provider, new.requested_by, new.requested_at, new.request_key)
     is distinct from (old.account_id, old.trader_id, old.beneficiary_id, old.requested_cents, old.gross_cents, old.firm_cents, old.currency, old.provider, old.requested_by, old.requested_at, old.request_key)
     or new.approvals_required < old.approvals_required or new.hold_until < old.hold_until then raise exception 'immutable column of a payout'; end if;
  if new.state <> old.state and not exists (select from private.payout_edges e where e.from_state = old.state and e.to_state = new.state) then
    raise exception 'illegal payout transition % -> %', old.state, new.state using errcode = '23514'; end if;
  if new.state <> old.state and new.state in ('approved', 'sending') and private.valid_approvals(new) < new.approvals_required then
    raise exception 'not enough approvals' using errcode = '42501'; end if;
  new.version := old.version + 1;
  return new;
end $$;
create trigger guard_payout before insert or update or delete on public.payouts for each row execute function private.guard_payout();
create trigger payouts_are_never_truncated before truncate on public.payouts for each statement execute function private.refuse();

create table public.payout_exports (
  id uuid primary key default gen_random_uuid(), provider text not null, file_name text not null, bytes text not null, sha256 text not null, replaces_id uuid references public.payout_exports,
  made_by uuid not null references public.staff, made_at timestamptz not null, downloaded_at timestamptz, created_at timestamptz not null default now());
create index payout_exports_made_by on public.payout_exports (made_by);
create index payout_exports_replaces on public.payout_exports (replaces_id);
comment on table public.payout_exports is 'Files of payouts that people carry to a bank or provider; their bytes never change.';
alter table public.payout_exports enable row level security;
create policy "those who pay or audit see the files" on public.payout_exports for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));
create table public.payout_export_lines (
  export_id uuid not null references public.payout_exports, payout_id uuid not null unique references public.payouts, created_at timestamptz not null default now(), primary key (export_id, payout_id));
comment on table public.payout_export_lines is 'Which payouts a file carries: each in one file only.';
alter table public.payout_export_lines enable row level security;
create policy "those who pay or audit see what a file carries" on public.payout_export_lines for select to authenticated using ((select private.staff_role()) in ('finance', 'admin', 'auditor'));
create trigger payout_export_lines_are_append_only before update or delete on public.payout_export_lines for each row execute function private.refuse();

insert into private.declared_grants (privilege, object, roles)
select 'select', 'public.' || t, '{authenticated}' from unnest(array['beneficiary_edits', 'payouts', 'payout_approvals', 'payout_export_lines']) t;
insert into private.declared_grants (privilege, object, roles) values
  -- The bytes of a file name destinations in full.
  ('select (id, provider, file_name, sha256, replaces_id, made_by, made_at, downloaded_at, created_at)', 'public.payout_exports', '{authenticated}'),
  ('select (id, trader_id, provider, name, masked, version, is_active, confirmed_at, awaits_link, created_at)', 'public.beneficiaries', '{authenticated}');
select private.apply_grants();
