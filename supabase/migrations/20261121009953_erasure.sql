-- Erasing a person: what stands against it, the dry run, asking, agreeing, and the deed itself, which is one transaction of the worker.

-- How long the name behind a record of money is kept after the last one: five years unless the setting says otherwise.
create function private.identity_kept_until(p_trader uuid) returns timestamptz language sql stable security definer set search_path = '' as $$
  select max(at) + make_interval(days => private.kept_days('identity_days', 1825)) from (
    select coalesce(o.delivered_at, o.paid_at, o.created_at) as at from public.orders o where o.trader_id = p_trader and o.state not in ('received', 'undeliverable')
    union all select r.occurred_at from public.order_returns r join public.orders o on o.provider = r.provider and o.payment_ref = r.payment_ref where o.trader_id = p_trader
    union all select coalesce(p.settled_at, p.sent_at) from public.payouts p where p.trader_id = p_trader) x $$;

create function private.erasure_refusals(p_trader uuid, p_now timestamptz) returns jsonb language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('code', x.code, 'detail', x.detail) order by x.place), '[]') from (
    select 1 as place, 'account-lives' as code, string_agg(a.login, ', ' order by a.login) as detail from public.accounts a
      where a.trader_id = p_trader and a.status in ('pending', 'active', 'blocked', 'live') having count(*) > 0
    union all select 2, 'payout-open', string_agg(distinct p.state, ', ') from public.payouts p
      where p.trader_id = p_trader and p.state in ('requested', 'held', 'approved', 'sending', 'unknown', 'sent') having count(*) > 0
    union all select 3, 'money-owed', string_agg(b.currency, ', ' order by b.currency) from public.payable_balances b where b.trader_id = p_trader and (b.payable_cents <> 0 or b.reserved_cents <> 0) having count(*) > 0
    union all select 4, 'money-owed-back', string_agg(a.login, ', ' order by a.login) from public.accounts a where a.trader_id = p_trader and private.overpaid(a.id) <> 0 having count(*) > 0
    union all select 5, 'order-waits', string_agg(o.order_id, ', ' order by o.order_id) from public.orders o where o.trader_id = p_trader and o.state in ('received', 'paid', 'disputed') having count(*) > 0
    union all select 6, 'review-open', string_agg(distinct r.kind, ', ') from public.reviews r
      where (r.trader_id = p_trader or r.account_id in (select a.id from public.accounts a where a.trader_id = p_trader)) and r.state in ('open', 'claimed') having count(*) > 0
    union all select 7, 'decision-open', count(*)::text from public.account_decisions d where d.state = 'open' and d.account_id in (select a.id from public.accounts a where a.trader_id = p_trader) having count(*) > 0
    union all select 8, 'legal-hold', h.reason from public.legal_holds h where h.trader_id = p_trader and h.lifted_at is null
    union all select 9, 'kept-by-law', to_char(k.until at time zone 'UTC', 'YYYY-MM-DD') from (select private.identity_kept_until(p_trader) as until) k where k.until > p_now) x $$;

-- p_dry counts what would go; without it only what stands against it and what was asked is said.
create function public.erasure_of(p_trader_id uuid, p_dry boolean) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare who uuid := private.require_staff(array['support', 'risk', 'finance', 'admin', 'auditor']); t public.traders; e public.trader_erasures;
begin
  select * into t from public.traders x where x.id = p_trader_id;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  select * into e from public.trader_erasures x where x.trader_id = t.id order by x.asked_at desc, x.id limit 1;
  return jsonb_build_object('erased_at', t.erased_at, 'refusals', case when t.erased_at is null then private.erasure_refusals(t.id, now()) else '[]' end,
    'hold', (select jsonb_build_object('reason', h.reason, 'at', h.set_at, 'by', coalesce(nullif(s.full_name, ''), s.email)) from public.legal_holds h join public.staff s on s.id = h.set_by
      where h.trader_id = t.id and h.lifted_at is null),
    'asked', case when e.id is not null then jsonb_build_object('id', e.id, 'state', e.state, 'reason', e.reason, 'at', e.asked_at, 'is_own', e.asked_by = who, 'decision_reason', e.decision_reason,
      'by', (select coalesce(nullif(s.full_name, ''), s.email) from public.staff s where s.id = e.asked_by), 'agreed_by', (select coalesce(nullif(s.full_name, ''), s.email) from public.staff s where s.id = e.decided_by),
      'decided_at', e.decided_at, 'stopped_by', e.stopped_by, 'went', e.went) end,
    'goes', case when p_dry and t.erased_at is null then private.count_personal(private.person_of(t.id)) else '[]' end,
    'stays', jsonb_build_object('accounts', (select count(*) from public.accounts a where a.trader_id = t.id), 'orders', (select count(*) from public.orders o where o.trader_id = t.id),
      'payouts', (select count(*) from public.payouts p where p.trader_id = t.id), 'entries', (select count(*) from public.ledger_entries l where l.trader_id = t.id),
      'events', (select count(*) from public.events v where v.trader_id = t.id)));
end $$;

-- The reason outlives the person, so it may not name them.
create function private.need_nameless(p_trader uuid, p_reason text) returns text language plpgsql stable security definer set search_path = '' as $$
declare why text := private.need_reason(p_reason); p private.person := private.person_of(p_trader); called text;
begin
  select t.full_name into called from public.traders t where t.id = p_trader;
  if why like '%@%' or private.says(why, p.words) or exists (select from regexp_split_to_table(lower(called), '\s+') w where length(w) > 2 and lower(why) ~ ('\m' || regexp_replace(w, '([^[:alnum:]])', '\\\1', 'g') || '\M')) then
    raise exception 'names-the-person' using errcode = '22023'; end if;
  return why;
end $$;

create function public.ask_erasure(p_trader_id uuid, p_reason text) returns uuid language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['admin']); why text := private.need_nameless(p_trader_id, p_reason); now_at timestamptz := clock_timestamp(); t public.traders; made uuid; told bigint;
begin
  select * into t from public.traders x where x.id = p_trader_id for update;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if t.erased_at is not null then raise exception 'erased' using errcode = '55000'; end if;
  if private.erasure_refusals(t.id, now_at) <> '[]' then raise exception 'not-yet' using errcode = '55000'; end if;
  insert into public.trader_erasures (trader_id, reason, asked_by, asked_at) values (t.id, why, who, now_at) on conflict do nothing returning id into made;
  if made is null then raise exception 'already-asked' using errcode = '55000'; end if;
  told := private.trader_event(t.id, 'trader.erasure-asked', null, jsonb_build_object('erasure_id', made), now_at);
  return made;
end $$;

-- 'agree' takes another admin and sets the job off; 'withdraw' takes any, and ends what was not begun.
create function public.decide_erasure(p_id uuid, p_decision text, p_reason text) returns text language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['admin']); now_at timestamptz := clock_timestamp(); e public.trader_erasures; why text; told bigint;
begin
  select * into e from public.trader_erasures x where x.id = p_id for update;
  if e.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if e.state <> 'asked' then raise exception 'already-decided' using errcode = '55000'; end if;
  if p_decision not in ('agree', 'withdraw') then raise exception 'invalid' using errcode = '22023'; end if;
  why := private.need_nameless(e.trader_id, p_reason);
  if p_decision = 'withdraw' then
    update public.trader_erasures set state = 'withdrawn', decided_by = who, decided_at = now_at, decision_reason = why where id = e.id;
    told := private.trader_event(e.trader_id, 'trader.erasure-withdrawn', null, jsonb_build_object('erasure_id', e.id), now_at);
    return 'withdrawn';
  end if;
  if e.asked_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if private.erasure_refusals(e.trader_id, now_at) <> '[]' then raise exception 'not-yet' using errcode = '55000'; end if;
  update public.trader_erasures set state = 'agreed', decided_by = who, decided_at = now_at, decision_reason = why where id = e.id;
  told := private.trader_event(e.trader_id, 'trader.erasure-agreed', null, jsonb_build_object('erasure_id', e.id), now_at);
  perform private.add_job('erase-trader', jsonb_build_object('erasure_id', e.id), now_at, 'erase:' || e.id, null);
  return 'agreed';
end $$;

create function public.set_legal_hold(p_trader_id uuid, p_holds boolean, p_reason text) returns void language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['finance', 'admin']); why text := private.need_nameless(p_trader_id, p_reason); now_at timestamptz := clock_timestamp(); t public.traders; h uuid; told bigint;
begin
  select * into t from public.traders x where x.id = p_trader_id for update;
  if t.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  if t.erased_at is not null then raise exception 'erased' using errcode = '55000'; end if;
  if p_holds then insert into public.legal_holds (trader_id, reason, set_by, set_at) values (t.id, why, who, now_at) on conflict do nothing returning id into h;
  else update public.legal_holds set lifted_by = who, lifted_at = now_at, lift_reason = why where trader_id = t.id and lifted_at is null returning id into h; end if;
  if h is null then raise exception 'already-decided' using errcode = '55000'; end if;
  told := private.trader_event(t.id, case when p_holds then 'trader.held' else 'trader.released' end, null, jsonb_build_object('hold_id', h), now_at);
end $$;

-- People name themselves, and some are called as the house speaks: a name that is said of more than five others is no name to search for, or forgetting one person would take the reasons out of everybody's history.
create function private.rare_words(p private.person) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(r.w), '{}') from unnest(p.words) r(w) where r.w not in (
    select x.w from (select distinct s.w, coalesce(e.trader_id::text, e.account_id::text, e.stream) from public.events e join unnest(p.words) s(w) on strpos(lower(coalesce(e.reason, '') || e.data::text), s.w) > 0
      where e.trader_id is distinct from p.trader and coalesce(e.account_id <> all (p.accounts), true)) x group by x.w having count(*) > 5) $$;

-- Words that name the person where nobody would own the row: a saved view, a note on somebody else, a title of an alert.
create function private.forget_words(p private.person) returns bigint language plpgsql security definer set search_path = '' as $$
declare c record; n bigint; total bigint := 0;
begin
  if p.words = '{}' then return 0; end if;
  for c in select format('%I.%I', s.nspname, r.relname) as relation, a.attname as name, a.atttypid = 'jsonb'::regtype as is_json from pg_catalog.pg_attribute a join pg_catalog.pg_class r on r.oid = a.attrelid
      join pg_catalog.pg_namespace s on s.oid = r.relnamespace where s.nspname in ('public', 'private') and r.relkind = 'r' and not r.relispartition and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        and a.atttypid in ('text'::regtype, 'jsonb'::regtype) and a.attname !~ '(_id|_sha256|_key|_ref)$' and a.attname not in ('state', 'kind', 'stream', 'currency', 'code', 'slug', 'status', 'key')
        and r.relname not in ('events', 'traders', 'staff', 'staff_invites', 'beneficiaries', 'login_events', 'mail_addresses', 'trades', 'account_events', 'account_facts', 'account_checkpoints', 'positions',
          'daily_stats', 'abuse_matches', 'personal_data', 'declared_grants', 'rule_sets', 'rule_set_certificates', 'settings', 'symbols', 'trader_erasures', 'legal_holds', 'connections', 'anchors', 'account_transitions',
          'order_transitions', 'kyc_transitions', 'equity_marks', 'risk_violations', 'news_events',
          -- What the house says itself is about nobody.
          'challenge_types', 'phases', 'mail_templates', 'mail_messages', 'mail_warnings', 'legal_notices', 'ledger_entries', 'payout_edges', 'fx_rates', 'market_holidays', 'market_imports', 'ip_networks',
          'outbound_endpoints', 'list_columns', 'statistics_refreshed') and (r.relname, a.attname) <> ('mail_deliveries', 'to_email') loop
    execute format('update %1$s set %2$I = private.%3$s(%2$I, $1) where private.says(%2$I::text, $1)', c.relation, c.name, case when c.is_json then 'json_without' else 'without' end) using p.words;
    get diagnostics n = row_count;
    total := total + n;
  end loop;
  if to_regclass('graphile_worker._private_jobs') is not null and has_table_privilege('graphile_worker._private_jobs', 'update') then
    execute 'update graphile_worker._private_jobs set last_error = private.without(last_error, $1) where private.says(last_error, $1)' using p.words; end if;
  return total;
end $$;

-- Where the auth server keeps its people to itself, the answer is false and the worker asks the auth server.
create function private.forget_sign_in(p private.person) returns boolean language plpgsql security definer set search_path = '' as $$
declare one text;
begin
  if p.sign_in is null then return true; end if;
  if to_regclass('auth.users') is null or not has_table_privilege('auth.users', 'delete') then return false; end if;
  foreach one in array array['sessions', 'identities', 'one_time_tokens', 'flow_state', 'mfa_factors'] loop
    if to_regclass('auth.' || one) is not null and has_table_privilege('auth.' || one, 'delete') then execute format('delete from auth.%I where user_id = $1', one) using p.sign_in; end if;
  end loop;
  if to_regclass('auth.refresh_tokens') is not null and has_table_privilege('auth.refresh_tokens', 'delete') then execute 'delete from auth.refresh_tokens where user_id::text = $1' using p.sign_in::text; end if;
  if to_regclass('auth.audit_log_entries') is not null and has_table_privilege('auth.audit_log_entries', 'delete') then
    execute 'delete from auth.audit_log_entries where private.says(payload::text, $1)' using p.words || p.sign_in::text; end if;
  execute 'delete from auth.users where id = $1' using p.sign_in;
  return true;
end $$;

-- The deed, run by the worker: all of it or nothing. Asked again it does nothing twice. Answers the sign-in that the auth server still has to remove, if any.
create function private.erase_trader(p_id uuid, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare e public.trader_erasures; p private.person; place private.personal_data; n bigint; gone jsonb := '[]'; against jsonb; told bigint; touched bigint; origins uuid[]; rare text[];
begin
  select * into e from public.trader_erasures x where x.id = p_id for update;
  if e.state = 'erased' then return e.sign_in_left; end if;
  if e.state is distinct from 'agreed' then return null; end if;
  -- Accounts first, by id, as everywhere; the trader's row after them.
  perform from public.accounts a where a.trader_id = e.trader_id order by a.id for update;
  perform from public.traders t where t.id = e.trader_id for update;
  against := private.erasure_refusals(e.trader_id, p_now);
  if against <> '[]' then
    update public.trader_erasures set state = 'stopped', stopped_by = against where id = e.id;
    told := private.trader_event(e.trader_id, 'trader.erasure-stopped', null, jsonb_build_object('erasure_id', e.id, 'against', (select jsonb_agg(x -> 'code') from jsonb_array_elements(against) x)), p_now);
    return null;
  end if;
  p := private.person_of(e.trader_id);
  -- A message that is stored and not settled yet still has to be read: the job comes again.
  if exists (select from public.inbox i where i.id = any (p.messages) and i.state = 'received') then raise exception 'a message about them is not settled yet' using errcode = '55006'; end if;
  rare := private.rare_words(p);
  if cardinality(rare) < cardinality(p.words) then gone := gone || jsonb_build_object('what', 'names said of many others, not searched for', 'rows', cardinality(p.words) - cardinality(rare)); end if;
  p.words := rare;
  perform private.begin_erasing();
  touched := private.forget_events(p, e.id);
  origins := array(select distinct i.origin_id from public.ip_events i where i.trader_id = p.trader or i.account_id = any (p.accounts));
  gone := gone || jsonb_build_object('what', 'words of events', 'rows', touched);
  for place in select * from private.personal_data d order by d.position loop
    if place.changes is null then execute format('delete from %s x where %s', place.relation, place.owned) using p, p_now;
    else execute format('update %s x set %s where %s', place.relation, place.changes, place.owned) using p, p_now; end if;
    get diagnostics n = row_count;
    if n > 0 then gone := gone || jsonb_build_object('what', place.title, 'rows', n); end if;
  end loop;
  delete from public.ip_origins o where o.id = any (origins) and not exists (select from public.ip_events i where i.origin_id = o.id);
  n := private.forget_words(p);
  if n > 0 then gone := gone || jsonb_build_object('what', 'mentions elsewhere', 'rows', n); end if;
  update public.trader_erasures set sign_in_left = case when not private.forget_sign_in(p) then p.sign_in end where id = e.id;
  perform private.end_erasing();
  told := private.trader_event(e.trader_id, 'trader.erased', null, jsonb_build_object('erasure_id', e.id, 'events', touched, 'digest', private.forgotten_digest(e.id)), p_now);
  update public.trader_erasures set state = 'erased', erased_at = p_now, went = gone, event_id = told where id = e.id returning sign_in_left into p.sign_in;
  return p.sign_in;
end $$;
create function private.sign_in_removed(p_id uuid) returns void language sql security definer set search_path = '' as $$ update public.trader_erasures set sign_in_left = null where id = p_id $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.erasure_of(uuid, boolean)', '{authenticated}'), ('execute', 'public.ask_erasure(uuid, text)', '{authenticated}'),
  ('execute', 'public.decide_erasure(uuid, text, text)', '{authenticated}'), ('execute', 'public.set_legal_hold(uuid, boolean, text)', '{authenticated}');
select private.apply_grants();
