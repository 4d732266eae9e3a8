-- One deed on many accounts: weighed before it is done, refused when what was weighed has changed, carried out in chunks through the same function as one by one, and
-- kept with what came of each account. Asked again under the same id it goes on where it stopped and never does anything twice.
create table public.bulk_deeds (
  id uuid primary key, deed text not null check (deed in ('block', 'unblock', 'resync', 'confirm', 'withdraw')), reason text not null, asked_by uuid not null references public.staff,
  asked_at timestamptz not null, matching int not null check (matching between 1 and 2000), address text not null check (length(address) <= 4000),
  undoes_id uuid references public.bulk_deeds, created_at timestamptz not null default now());
create index bulk_deeds_asked_by on public.bulk_deeds (asked_by);
create index bulk_deeds_undoes on public.bulk_deeds (undoes_id);
create index bulk_deeds_asked_at on public.bulk_deeds (asked_at desc);
comment on table public.bulk_deeds is 'What staff asked to be done to many accounts at once; the id is the asker''s own, so a repeated request is the same one.';
alter table public.bulk_deeds enable row level security;
create policy "staff see what was done to many accounts" on public.bulk_deeds for select to authenticated using ((select private.is_staff()));

create table public.bulk_deed_accounts (
  deed_id uuid not null references public.bulk_deeds, account_id uuid not null references public.accounts, outcome text check (outcome = 'done' or outcome ~ '^[a-z][a-z-]{1,60}$'),
  settled_at timestamptz, created_at timestamptz not null default now(), violation_id uuid references public.risk_violations,
  subject_id uuid generated always as (coalesce(violation_id, account_id)) stored, primary key (deed_id, subject_id), check ((outcome is null) = (settled_at is null)));
create index bulk_deed_accounts_account on public.bulk_deed_accounts (account_id);
create index bulk_deed_accounts_violation on public.bulk_deed_accounts (violation_id);
comment on table public.bulk_deed_accounts is 'What came of each account of such a deed: done, why it was left out, or nothing yet.';
comment on column public.bulk_deed_accounts.violation_id is 'The verdict that was decided; null where the deed is about the account itself.';
alter table public.bulk_deed_accounts enable row level security;
create policy "staff see what came of each account" on public.bulk_deed_accounts for select to authenticated using ((select private.is_staff()));

-- Why a deed cannot be done on an account as it stands; null where it can. The weighing and the carrying out ask the same question.
create function private.deed_obstacle(a public.accounts, p_deed text) returns text language sql stable security definer set search_path = '' as $$
  select case
    when p_deed = 'block' and a.status in ('active', 'live') then null
    when p_deed = 'unblock' and a.status = 'blocked' then case when exists (select from public.traders t where t.id = a.trader_id and t.banned_at is not null) then 'trader-banned' end
    when p_deed = 'resync' and a.status in ('active', 'live', 'blocked') then null
    else 'is-' || a.status end $$;

-- Why a verdict cannot be decided so by whoever asks; null where it can.
create function private.verdict_obstacle(v public.risk_violations, p_deed text) returns text language sql stable security definer set search_path = '' as $$
  select case
    when v.state in ('confirmed', 'withdrawn') then 'is-' || v.state
    when v.state = 'contested' and exists (select from public.reviews r where r.kind = 'verdict_changed' and r.subject_id = v.id::text and r.state in ('open', 'claimed')
      and r.requested_by = private.uid()) then 'needs-another-person' end $$;

-- What a deed would meet: each account or verdict with its account, why it cannot be done, and what was seen of it.
create function private.deed_prospects(p_deed text, p_ids uuid[]) returns table (id uuid, account_id uuid, violation_id uuid, login text, code text, seen text)
language sql stable security definer set search_path = '' as $$
  select a.id, a.id, null::uuid, a.login, o.code, coalesce(o.code, 'can') from public.accounts a cross join lateral (select private.deed_obstacle(a, p_deed) as code) o
    where p_deed not in ('confirm', 'withdraw') and a.id = any (p_ids)
  union all
  select v.id, a.id, v.id, a.login, o.code, v.state || ':' || coalesce(o.code, 'can') from public.risk_violations v join public.accounts a on a.id = v.account_id
    cross join lateral (select private.verdict_obstacle(v, p_deed) as code) o where p_deed in ('confirm', 'withdraw') and v.id = any (p_ids) $$;

-- { matching, can, digest, groups: [{ code|null, count, logins }] }. The digest stands for exactly these accounts with exactly these prospects.
create function private.weigh(p_deed text, p_ids uuid[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with found as (select * from private.deed_prospects(p_deed, p_ids)),
    ranked as (select f.*, row_number() over (partition by f.code order by f.login, f.id) as place from found f),
    grouped as (select r.code, count(*)::int as count, jsonb_agg(r.login order by r.place) filter (where r.place <= 5) as logins from ranked r group by r.code)
  select jsonb_build_object('matching', (select count(*) from found), 'can', (select count(*) from found where code is null),
    'digest', encode(sha256(convert_to(p_deed || coalesce((select string_agg(f.id || ':' || f.seen, ',' order by f.id) from found f), ''), 'UTF8')), 'hex'),
    'groups', coalesce((select jsonb_agg(jsonb_build_object('code', g.code, 'count', g.count, 'logins', g.logins) order by g.code nulls first) from grouped g), '[]')) $$;

-- The decision on one verdict, as its own page would take it. Answers 'done' or why not; whatever it did before failing is taken back.
create function private.decide_one(p_deed public.bulk_deeds, p_violation uuid) returns text language plpgsql security definer set search_path = '' as $$
declare v public.risk_violations; obstacle text;
begin
  -- The account's lock first, as everywhere.
  perform from public.accounts a where a.id = (select x.account_id from public.risk_violations x where x.id = p_violation) for update;
  select * into strict v from public.risk_violations x where x.id = p_violation for update;
  obstacle := private.verdict_obstacle(v, p_deed.deed);
  if obstacle is not null then return obstacle; end if;
  perform public.decide_violation(v.id, case p_deed.deed when 'confirm' then 'confirmed' else 'withdrawn' end, p_deed.reason);
  return 'done';
exception
  when serialization_failure or deadlock_detected then raise;
  when lock_not_available then return 'busy';
  when others then return coalesce(substring(sqlerrm from '^[a-z][a-z-]{1,60}$'), 'not-done');
end $$;

create function private.check_deed(p_deed text, p_many int) returns void language plpgsql immutable set search_path = '' as $$
begin
  if coalesce(p_deed, '') not in ('block', 'unblock', 'resync', 'confirm', 'withdraw') then raise exception 'invalid' using errcode = '22023'; end if;
  if p_many > 2000 then raise exception 'too-many' using errcode = '22023'; end if;
end $$;

create function public.weigh_accounts(p_deed text, p_ids uuid[]) returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  perform private.require_staff(array['risk', 'admin']);
  perform private.check_deed(p_deed, coalesce(cardinality(p_ids), 0));
  return private.weigh(p_deed, coalesce(p_ids, '{}'));
end $$;

-- p = { id, deed, reason, ids, matching, digest, address } or, for the counter-deed of a block, { id, deed: unblock, reason, undoes, address }: then the accounts are those
-- that were blocked by it. Answers { outcome: 'begun'|'known'|'drift', matching }; drift does nothing.
create function public.begin_bulk_deed(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); why text := private.need_reason(p ->> 'reason'); now_at timestamptz := clock_timestamp(); known public.bulk_deeds; seen jsonb;
  undone public.bulk_deeds; wanted uuid[];
begin
  if p ->> 'undoes' is null then wanted := array(select x::uuid from jsonb_array_elements_text(p -> 'ids') x);
  else
    select * into undone from public.bulk_deeds d where d.id = (p ->> 'undoes')::uuid;
    if undone.deed is distinct from 'block' or p ->> 'deed' is distinct from 'unblock' then raise exception 'not-found' using errcode = 'P0002'; end if;
    wanted := array(select b.account_id from public.bulk_deed_accounts b where b.deed_id = undone.id and b.outcome = 'done');
  end if;
  perform private.check_deed(p ->> 'deed', cardinality(wanted));
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('bulk:' || (p ->> 'id'), 7));
  select * into known from public.bulk_deeds d where d.id = (p ->> 'id')::uuid;
  if known.id is not null then
    if known.asked_by <> who or known.deed <> p ->> 'deed' then raise exception 'key-reused' using errcode = '22023'; end if;
    return jsonb_build_object('outcome', 'known', 'matching', known.matching);
  end if;
  seen := private.weigh(p ->> 'deed', wanted);
  if undone.id is null and ((seen ->> 'matching')::int is distinct from (p ->> 'matching')::int or seen ->> 'digest' is distinct from p ->> 'digest') then
    return jsonb_build_object('outcome', 'drift', 'matching', seen -> 'matching', 'can', seen -> 'can'); end if;
  if (seen ->> 'matching')::int = 0 then raise exception 'nothing-chosen' using errcode = '22023'; end if;
  insert into public.bulk_deeds (id, deed, reason, asked_by, asked_at, matching, address, undoes_id)
    values ((p ->> 'id')::uuid, p ->> 'deed', why, who, now_at, (seen ->> 'matching')::int, coalesce(p ->> 'address', ''), undone.id);
  insert into public.bulk_deed_accounts (deed_id, account_id, violation_id)
    select (p ->> 'id')::uuid, x.account_id, x.violation_id from private.deed_prospects(p ->> 'deed', wanted) x;
  perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object(
    'kind', case when p ->> 'deed' in ('confirm', 'withdraw') then 'rule.bulk-' else 'account.bulk-' end || (p ->> 'deed'), 'reason', why, 'data',
    jsonb_strip_nulls(jsonb_build_object('bulk_id', p ->> 'id', 'matching', seen -> 'matching', 'can', seen -> 'can', 'undoes', p ->> 'undoes')))), now_at);
  return jsonb_build_object('outcome', 'begun', 'matching', seen -> 'matching');
end $$;

-- The deed on one account, as its own page would do it. Answers 'done' or why not; whatever it did before failing is taken back.
create function private.do_one(p_deed public.bulk_deeds, p_account uuid) returns text language plpgsql security definer set search_path = '' as $$
declare a public.accounts; obstacle text; answer text;
begin
  select * into strict a from public.accounts x where x.id = p_account for update;
  obstacle := private.deed_obstacle(a, p_deed.deed);
  if obstacle is not null then return obstacle; end if;
  -- An undoing takes back its own deed only: what somebody decided on the account since stays decided.
  if p_deed.undoes_id is not null and exists (select from public.bulk_deed_accounts b join public.events e on e.account_id = b.account_id and e.occurred_at > b.settled_at
      and e.kind in ('account.blocked', 'account.unblocked') where b.deed_id = p_deed.undoes_id and b.account_id = a.id) then return 'changed-since'; end if;
  if p_deed.deed = 'resync' then answer := public.resync_account(a.id, a.version, p_deed.reason);
  else answer := public.transition_account(a.id, a.version, case p_deed.deed when 'block' then 'blocked' else a.blocked_from end, p_deed.reason); end if;
  return 'done';
exception
  when serialization_failure or deadlock_detected then raise;
  when lock_not_available then return 'busy';
  when others then return coalesce(substring(sqlerrm from '^[a-z][a-z-]{1,60}$'), 'not-done');
end $$;

-- Carries out some of what is left, by account, each in its own subtransaction. Two at once share the work. Answers how many are left.
create function public.carry_bulk_deed(p_id uuid, p_limit int) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '500ms' as $$
declare who uuid := private.require_staff(array['risk', 'admin']); d public.bulk_deeds; one record; told text;
begin
  select * into d from public.bulk_deeds x where x.id = p_id;
  if d.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if d.asked_by <> who then raise exception 'not-allowed' using errcode = '42501'; end if;
  for one in select b.account_id, b.violation_id, b.subject_id from public.bulk_deed_accounts b where b.deed_id = d.id and b.outcome is null order by b.account_id, b.subject_id
      limit least(greatest(p_limit, 1), 200) for update skip locked loop
    told := case when one.violation_id is null then private.do_one(d, one.account_id) else private.decide_one(d, one.violation_id) end;
    update public.bulk_deed_accounts set outcome = told, settled_at = clock_timestamp() where deed_id = d.id and subject_id = one.subject_id;
  end loop;
  return jsonb_build_object('left', (select count(*) from public.bulk_deed_accounts b where b.deed_id = d.id and b.outcome is null));
end $$;

-- How a deed went, by reason.
create function public.bulk_deed_result(p_id uuid) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare answer jsonb;
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  select coalesce(jsonb_agg(jsonb_build_object('code', x.outcome, 'count', x.count, 'logins', x.logins) order by x.outcome = 'done' desc, x.outcome), '[]') from (
    select g.outcome, count(*)::int as count, jsonb_agg(g.login order by g.place) filter (where g.place <= 5) as logins from (
      select b.outcome, a.login, row_number() over (partition by b.outcome order by a.login, a.id) as place
      from public.bulk_deed_accounts b join public.accounts a on a.id = b.account_id where b.deed_id = p_id) g group by g.outcome) x into answer;
  return answer;
end $$;

insert into private.declared_grants (privilege, object, roles) values
  ('select', 'public.bulk_deeds', '{authenticated}'), ('select', 'public.bulk_deed_accounts', '{authenticated}'),
  ('execute', 'public.weigh_accounts(text, uuid[])', '{authenticated}'), ('execute', 'public.begin_bulk_deed(jsonb)', '{authenticated}'),
  ('execute', 'public.carry_bulk_deed(uuid, integer)', '{authenticated}'), ('execute', 'public.bulk_deed_result(uuid)', '{authenticated}');
select private.apply_grants();
