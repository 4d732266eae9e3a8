-- The deeds on many accounts serve many verdicts too: weighed before they are done, refused when what was weighed has changed, carried out in chunks through the same
-- function as one by one. A verdict that was confirmed is never taken back this way: that opens a review, each with a reason of its own.
alter table public.bulk_deeds drop constraint bulk_deeds_deed_check;
alter table public.bulk_deeds add constraint bulk_deeds_deed_check check (deed in ('block', 'unblock', 'resync', 'confirm', 'withdraw'));

alter table public.bulk_deed_accounts add column violation_id uuid references public.risk_violations;
alter table public.bulk_deed_accounts add column subject_id uuid generated always as (coalesce(violation_id, account_id)) stored;
alter table public.bulk_deed_accounts drop constraint bulk_deed_accounts_pkey;
alter table public.bulk_deed_accounts add primary key (deed_id, subject_id);
create index bulk_deed_accounts_violation on public.bulk_deed_accounts (violation_id);
comment on column public.bulk_deed_accounts.violation_id is 'The verdict that was decided; null where the deed is about the account itself.';

create or replace function private.check_deed(p_deed text, p_many int) returns void language plpgsql immutable set search_path = '' as $$
begin
  if coalesce(p_deed, '') not in ('block', 'unblock', 'resync', 'confirm', 'withdraw') then raise exception 'invalid' using errcode = '22023'; end if;
  if p_many > 2000 then raise exception 'too-many' using errcode = '22023'; end if;
end $$;

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

create or replace function private.weigh(p_deed text, p_ids uuid[]) returns jsonb language sql stable security definer set search_path = '' as $$
  with found as (select * from private.deed_prospects(p_deed, p_ids)),
    ranked as (select f.*, row_number() over (partition by f.code order by f.login, f.id) as place from found f),
    grouped as (select r.code, count(*)::int as count, jsonb_agg(r.login order by r.place) filter (where r.place <= 5) as logins from ranked r group by r.code)
  select jsonb_build_object('matching', (select count(*) from found), 'can', (select count(*) from found where code is null),
    'digest', encode(sha256(convert_to(p_deed || coalesce((select string_agg(f.id || ':' || f.seen, ',' order by f.id) from found f), ''), 'UTF8')), 'hex'),
    'groups', coalesce((select jsonb_agg(jsonb_build_object('code', g.code, 'count', g.count, 'logins', g.logins) order by g.code nulls first) from grouped g), '[]')) $$;

create or replace function public.begin_bulk_deed(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
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

create or replace function public.carry_bulk_deed(p_id uuid, p_limit int) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '500ms' as $$
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

select private.apply_grants();
