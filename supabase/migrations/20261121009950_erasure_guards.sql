-- A person forgotten: the guards of what is never changed step aside for one transaction and for named columns only, and a chain proves its links over what was taken out.
alter table public.traders add column erased_at timestamptz;
comment on column public.traders.erased_at is 'When everything that says who this was went, for good: the row stays for the money and the verdicts that name it.';

create table public.legal_holds (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, reason text not null check (trim(reason) <> ''), set_by uuid not null references public.staff,
  set_at timestamptz not null, lifted_by uuid references public.staff, lifted_at timestamptz, lift_reason text, created_at timestamptz not null default now(),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lift_reason is null)));
create unique index legal_holds_standing on public.legal_holds (trader_id) where lifted_at is null;
create index legal_holds_trader on public.legal_holds (trader_id);
create index legal_holds_set_by on public.legal_holds (set_by);
create index legal_holds_lifted_by on public.legal_holds (lifted_by);
comment on table public.legal_holds is 'Whose data may not be erased now, because a court or a quarrel needs it; who said so, and who lifted it.';
alter table public.legal_holds enable row level security;
create policy "staff see whose data is held" on public.legal_holds for select to authenticated using ((select private.is_staff()));

create table public.trader_erasures (
  id uuid primary key default gen_random_uuid(), trader_id uuid not null references public.traders, reason text not null check (trim(reason) <> ''),
  state text not null default 'asked' check (state in ('asked', 'agreed', 'withdrawn', 'stopped', 'erased')), asked_by uuid not null references public.staff, asked_at timestamptz not null,
  decided_by uuid references public.staff, decided_at timestamptz, decision_reason text, stopped_by jsonb, erased_at timestamptz, went jsonb, event_id bigint, sign_in_left uuid,
  created_at timestamptz not null default now(), constraint who_agrees_did_not_ask check (state in ('asked', 'withdrawn') or decided_by <> asked_by),
  check ((state = 'erased') = (erased_at is not null)));
create unique index trader_erasures_once on public.trader_erasures (trader_id) where state in ('asked', 'agreed', 'erased');
create index trader_erasures_trader on public.trader_erasures (trader_id);
create index trader_erasures_asked_by on public.trader_erasures (asked_by);
create index trader_erasures_decided_by on public.trader_erasures (decided_by);
comment on table public.trader_erasures is 'Persons to be forgotten: who asked and why, who agreed, and how many rows of which kind went. Says nothing of who it was.';
alter table public.trader_erasures enable row level security;
create policy "staff see what was erased" on public.trader_erasures for select to authenticated using ((select private.is_staff()));

-- Only the erasing function writes here, and takes its line away before it ends: nobody else ever sees one. The setting `tideline.erasing` only spares everybody else the look; by itself it opens nothing.
create table private.erasing (xid xid8 primary key, created_at timestamptz not null default now());
comment on table private.erasing is 'The transaction that erases somebody right now.';
alter table private.erasing enable row level security;
create function private.begin_erasing() returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into private.erasing (xid) values (pg_catalog.pg_current_xact_id());
  perform set_config('tideline.erasing', 'on', true);
end $$;
create function private.end_erasing() returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from private.erasing e where e.xid = pg_catalog.pg_current_xact_id();
  perform set_config('tideline.erasing', '', true);
end $$;
create function private.is_erasing() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select from private.erasing e where e.xid = pg_catalog.pg_current_xact_id_if_assigned()) $$;

-- What may lose its words while somebody is erased, and no more: no amount, no date, no state, no id and no link of a chain.
create function private.only_forgets() returns trigger language plpgsql set search_path = '' as $$
declare may_go constant text[] := array['reason', 'body', 'body_base64', 'headers', 'last_error', 'data', 'request_id', 'address', 'email', 'ip', 'user_agent', 'device_hash', 'rejection_reason', 'hold_reason',
    'checks', 'effect', 'evidence', 'decision_reason', 'lift_reason', 'note', 'comment', 'words', 'bytes', 'received', 'closure_reason', 'trading_off_reason', 'answer', 'error', 'product_name', 'problem'] || tg_argv[0]::text[];
begin
  if tg_op = 'DELETE' then
    if 'rows' = any (may_go) then return old; end if;
    raise exception '% is never deleted', tg_table_name;
  end if;
  if to_jsonb(new) - may_go is distinct from to_jsonb(old) - may_go then raise exception 'erasing changes no more than words: %', tg_table_name; end if;
  return new;
end $$;

do $$
declare t record;
begin
  for t in select g.tgname, c.relname, pg_catalog.pg_get_triggerdef(g.oid) as def from pg_catalog.pg_trigger g join pg_catalog.pg_class c on c.oid = g.tgrelid join pg_catalog.pg_proc p on p.oid = g.tgfoid
      where c.relnamespace = 'public'::regnamespace and not g.tgisinternal and g.tgqual is null and (g.tgtype & 3) = 3 and (p.proname = 'refuse' or p.proname like 'guard\_%')
        and c.relname not in ('account_transitions', 'order_transitions', 'kyc_transitions', 'ledger_entries', 'settings', 'rule_sets', 'staff', 'traders', 'symbols', 'anchors', 'legal_notices') order by g.oid loop
    execute format('drop trigger %I on public.%I', t.tgname, t.relname);
    execute replace(t.def, ' EXECUTE FUNCTION ', $w$ WHEN (coalesce(current_setting('tideline.erasing', true), '') = '' or not private.is_erasing()) EXECUTE FUNCTION $w$);
    if not exists (select from pg_catalog.pg_trigger g where g.tgrelid = format('public.%I', t.relname)::regclass and g.tgname = 'only_forgets') then
      execute format('create trigger only_forgets before update or delete on public.%I for each row when (coalesce(current_setting(''tideline.erasing'', true), '''') <> '''' and private.is_erasing()) execute function private.only_forgets(%L)', t.relname,
        -- What is generated is not known yet when the row is looked at, and nobody can write it.
        array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = format('public.%I', t.relname)::regclass and a.attgenerated <> '')
          || case t.relname when 'ip_events' then '{rows}' when 'kyc_reports' then '{external_id,reference,codes}' else '{}' end::text[]);
    end if;
  end loop;
end $$;
drop trigger question_name on public.traders;
create trigger question_name after update of full_name on public.traders for each row when (new.erased_at is null and new.kyc_status = 'approved' and old.kyc_status = 'approved'
  and lower(regexp_replace(trim(new.full_name), '\s+', ' ', 'g')) <> lower(regexp_replace(trim(old.full_name), '\s+', ' ', 'g'))) execute function private.question_name();

-- Nothing brings a person back into the row of somebody who was forgotten.
create function private.keep_forgotten() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if private.is_erasing() or not exists (select from public.traders t where t.id = case tg_table_name when 'traders' then (to_jsonb(new) ->> 'id') else to_jsonb(new) ->> 'trader_id' end::uuid and t.erased_at is not null) then
    return new; end if;
  raise exception 'erased' using errcode = '55000';
end $$;
create trigger keep_forgotten before update on public.traders for each row when (old.erased_at is not null) execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.trader_notes for each row execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.beneficiaries for each row execute function private.keep_forgotten();
create trigger keep_forgotten before insert on public.trader_invites for each row execute function private.keep_forgotten();

-- An event that lost its words keeps its hash, so every link and every head put away outside still holds. What it says now is proven by the digest in the event that tells of the erasure, which the
-- chain holds like any other. The number of the request, which nobody can guess, goes with the words: what is gone cannot be guessed against the hash that stays.
create table private.forgotten_events (
  event_id bigint references public.events, erasure_id uuid references public.trader_erasures, left_hash bytea not null, created_at timestamptz not null default now(), primary key (event_id, erasure_id));
create index forgotten_events_erasure on private.forgotten_events (erasure_id);
comment on table private.forgotten_events is 'Which events lost their words by which erasure, and the digest of what they say since.';
alter table private.forgotten_events enable row level security;
create function private.forgotten_digest(p_erasure uuid) returns text language sql stable security definer set search_path = '' as $$
  select encode(sha256(coalesce(string_agg(convert_to(f.event_id::text || ' ', 'UTF8') || e.hash || f.left_hash, ''::bytea order by f.event_id), ''::bytea)), 'hex')
  from private.forgotten_events f join public.events e on e.id = f.event_id where f.erasure_id = p_erasure $$;
create function private.proven_erasures() returns setof uuid language sql stable security definer set search_path = '' as $$
  select r.id from public.trader_erasures r join public.events e on e.id = r.event_id and e.kind = 'trader.erased' and e.data ->> 'erasure_id' = r.id::text
  where e.data ->> 'digest' = private.forgotten_digest(r.id) $$;
-- Asked only of events whose hash does not fit what they say.
create function private.is_forgotten(e public.events, p_proven uuid[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select from private.forgotten_events f where f.event_id = e.id and f.left_hash = private.event_hash(e) and f.erasure_id = any (p_proven)) $$;

create or replace function private.bad_events() returns table (stream text, seq bigint, event_id bigint) language sql stable security definer set search_path = '' as $$
  with proven as (select coalesce(array_agg(p), '{}') as ids from private.proven_erasures() p),
    linked as (select x.stream, x.seq, x.id, case when x.hash = private.event_hash(x) then true else private.is_forgotten(x, (select ids from proven)) end
        and x.prev_hash = coalesce(lag(x.hash) over w, '\x'::bytea) and x.seq = coalesce(lag(x.seq) over w, 0) + 1 as good
      from public.events x window w as (partition by x.stream order by x.seq)),
    known as (select b ->> 'stream' as stream, (b ->> 'seq')::bigint as seq from public.anchors a, jsonb_array_elements(a.bad_rows) b
      where a.id <= (select max(k.anchor_id) from public.anchor_acknowledgements k))
  select l.stream, l.seq, l.id from linked l where not l.good and not exists (select from known k where k.stream = l.stream and k.seq = l.seq) $$;

create or replace function public.verify_events() returns table (stream text, events bigint, head bytea, first_bad_seq bigint, is_intact boolean) language plpgsql stable security definer set search_path = '' as $$
declare proven uuid[];
begin
  if private.is_request() and coalesce(private.staff_role(), '') not in ('auditor', 'admin') then raise exception 'not-allowed' using errcode = '42501'; end if;
  select coalesce(array_agg(p), '{}') into proven from private.proven_erasures() p;
  return query
  with linked as (
    select x.stream as s, x.seq, x.hash, case when x.hash = private.event_hash(x) then true else private.is_forgotten(x, proven) end
      and x.prev_hash = coalesce(lag(x.hash) over w, '\x'::bytea) and x.seq = coalesce(lag(x.seq) over w, 0) + 1 as good
    from public.events x window w as (partition by x.stream order by x.seq))
  select l.s, count(*), (array_agg(l.hash order by l.seq desc))[1], min(l.seq) filter (where not l.good), bool_and(l.good) from linked l group by l.s order by l.s;
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.legal_holds', '{authenticated}'), ('select', 'public.trader_erasures', '{authenticated}'),
  ('select (erased_at)', 'public.traders', '{authenticated}');
select private.apply_grants();
