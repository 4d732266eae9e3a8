-- What waits for a person, what is mailed, what runs over the whole book, and what staff saved for themselves.
create table public.reviews (
  id uuid primary key default gen_random_uuid(), kind text not null check (kind in ('phase_pass', 'live_activation', 'kyc', 'payout', 'verdict_changed',
    'violation', 'abuse', 'data', 'order', 'job', 'inbox')),
  account_id uuid references public.accounts, trader_id uuid references public.traders, subject_id text, rule text not null default '',
  state text not null default 'open' check (state in ('open', 'claimed', 'approved', 'rejected', 'cancelled')), claimed_by uuid references public.staff,
  due_at timestamptz, requested_by uuid references public.staff, decided_by uuid references public.staff, decided_at timestamptz, reason text,
  evidence jsonb not null default '{}', version bigint not null default 1, created_at timestamptz not null default now(),
  claimed_until timestamptz, alerted_at timestamptz, decision_reason text, choice text check (choice ~ '^[a-z][a-z-]{1,40}$'),
  constraint a_claim_has_an_end check ((state = 'claimed') = (claimed_until is not null)),
  constraint the_decider_is_not_the_requester check (decided_by <> requested_by));
create unique index one_open_review on public.reviews (kind, coalesce(account_id::text, subject_id, ''), rule) where state in ('open', 'claimed');
create index reviews_account on public.reviews (account_id);
create index reviews_trader on public.reviews (trader_id);
create index reviews_due on public.reviews (due_at, id) where state in ('open', 'claimed');
create index reviews_claimed_by on public.reviews (claimed_by);
create index reviews_requested_by on public.reviews (requested_by);
create index reviews_decided_by on public.reviews (decided_by);
comment on table public.reviews is 'The human queue: one open review per kind, account or subject, and rule.';
comment on column public.reviews.reason is 'Why it was opened; why it was decided is decision_reason.';
alter table public.reviews enable row level security;
create policy "each role sees the kinds it decides or audits" on public.reviews for select to authenticated using (
  (select private.staff_role()) in ('risk', 'admin', 'auditor') or ((select private.staff_role()) = 'support' and kind in ('kyc', 'order'))
  or ((select private.staff_role()) = 'finance' and kind = 'payout') or ((select private.staff_role()) = 'config' and kind in ('data', 'job', 'inbox')));

create function private.guard_review() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then raise exception 'reviews are never deleted'; end if;
  if (new.kind, new.account_id, new.trader_id, new.subject_id, new.rule, new.requested_by, new.created_at) is distinct from
     (old.kind, old.account_id, old.trader_id, old.subject_id, old.rule, old.requested_by, old.created_at) then raise exception 'immutable column of a review'; end if;
  if old.state in ('approved', 'rejected', 'cancelled') and new.state <> old.state then raise exception 'already decided'; end if;
  if new.state in ('approved', 'rejected') and old.state <> new.state and new.decided_by is null then raise exception 'a decision names its decider'; end if;
  if new.state <> 'claimed' then new.claimed_until := null; end if;
  if new.state = 'open' then new.claimed_by := null; end if;
  -- A letter about being overdue changes nothing anybody decides on.
  if (to_jsonb(new) - 'alerted_at') = (to_jsonb(old) - 'alerted_at') then return new; end if;
  new.version := old.version + 1;
  return new;
end $$;
create trigger guard_review before update or delete on public.reviews for each row execute function private.guard_review();

create table public.mail_templates (
  id uuid primary key default gen_random_uuid(), message text not null, locale text not null default 'en', subject text not null, body text not null,
  version int not null check (version > 0), is_active boolean not null default false, saved_by uuid references public.staff,
  created_at timestamptz not null default now(),
  reason text, unique (message, locale, version));
create unique index mail_templates_active on public.mail_templates (message, locale) where is_active;
create index mail_templates_saved_by on public.mail_templates (saved_by);
comment on table public.mail_templates is 'Words of the mails as staff edited them; every version is kept.';
alter table public.mail_templates enable row level security;
create policy "staff see the templates" on public.mail_templates for select to authenticated using ((select private.is_staff()));

create table public.mail_deliveries (
  id uuid primary key default gen_random_uuid(), event_id bigint not null references public.events, message text not null, to_email text not null,
  account_id uuid references public.accounts, trader_id uuid references public.traders, violation_id uuid references public.risk_violations,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'complained', 'voided', 'failed', 'not_sent')),
  state_reason text, provider_id text, attempts int not null default 0, run_at timestamptz, sent_at timestamptz, created_at timestamptz not null default now(),
  context jsonb not null default '{}',
  template_version int, template_trouble text, subject text, is_test boolean not null default false, words jsonb,
  repeats_id uuid references public.mail_deliveries, told_at timestamptz,
  unique (event_id, message, to_email));
create index mail_deliveries_violation on public.mail_deliveries (violation_id) where violation_id is not null;
create index mail_deliveries_account on public.mail_deliveries (account_id);
create index mail_deliveries_trader on public.mail_deliveries (trader_id);
create index mail_deliveries_created on public.mail_deliveries (created_at desc, id);
create index mail_deliveries_open on public.mail_deliveries (run_at) where state in ('queued', 'sending');
create index mail_deliveries_provider on public.mail_deliveries (provider_id) where provider_id is not null;
comment on table public.mail_deliveries is 'Every mail we owe, once per event, message and address; voided when its verdict is withdrawn before it left.';
comment on column public.mail_deliveries.context is 'What a letter says beyond its account and trader; holds no secret, links are signed when the letter is written.';
comment on column public.mail_deliveries.template_version is 'Which version of the words was sent; 0 is the house''s own.';
comment on column public.mail_deliveries.words is 'The unsaved words of a test, subject and body.';
alter table public.mail_deliveries enable row level security;
create policy "those who write, help or audit see the deliveries" on public.mail_deliveries for select to authenticated
  using ((select private.staff_role()) in ('support', 'config', 'admin', 'auditor', 'risk'));

create table public.batch_runs (
  id uuid primary key default gen_random_uuid(), kind text not null, state text not null default 'running' check (state in ('running', 'done', 'failed', 'stopped')),
  total int not null default 0, ok int not null default 0, failed int not null default 0, skipped int not null default 0, metrics jsonb not null default '{}',
  errors jsonb not null default '[]', started_by uuid references public.staff, started_at timestamptz not null, heartbeat_at timestamptz, ended_at timestamptz,
  created_at timestamptz not null default now(), stop_requested_at timestamptz, stopped_by uuid references public.staff,
  constraint who_stops_is_named check ((stop_requested_at is null) = (stopped_by is null)), constraint all_accounted_for check (state = 'running' or ok + failed + skipped = total));
create index batch_runs_started on public.batch_runs (started_at desc, id);
create index batch_runs_started_by on public.batch_runs (started_by);
comment on table public.batch_runs is 'Runs over many accounts: every account ends judged, failed or skipped, and the sum is the total.';
alter table public.batch_runs enable row level security;
create policy "those who run or audit batches see them" on public.batch_runs for select to authenticated
  using ((select private.staff_role()) in ('risk', 'config', 'admin', 'auditor'));

create table public.saved_views (
  id uuid primary key default gen_random_uuid(), staff_id uuid not null references public.staff, page text not null, name text not null, query text not null default '',
  columns jsonb not null default '[]', is_shared boolean not null default false, created_at timestamptz not null default now(), unique (staff_id, page, name));
comment on table public.saved_views is 'Lists as somebody likes to see them.';
alter table public.saved_views enable row level security;
create policy "staff see their own and the shared views" on public.saved_views for select to authenticated
  using ((select private.is_staff()) and (staff_id = (select private.uid()) or is_shared));
