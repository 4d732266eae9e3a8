-- The spine: what happened, by whom and why, append-only, one hash chain per stream.

-- The rows of a load test's accounts may go, by the one function that drops a run; everything else stays.
create function private.refuse() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' then
    if private.is_scale_row(to_jsonb(old)) then return old; end if;
  end if;
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op);
end $$;

create table public.events (
  id bigint generated always as identity primary key, stream text not null, seq bigint not null, kind text not null, account_id uuid, trader_id uuid,
  actor_kind text not null check (actor_kind in ('system', 'staff', 'trader', 'owner', 'provider')), actor_id uuid, reason text, data jsonb not null default '{}',
  occurred_at timestamptz not null, request_id text, created_at timestamptz not null, prev_hash bytea not null, hash bytea not null, address inet, unique (stream, seq));
create index events_account on public.events (account_id, id desc) where account_id is not null;
create index events_trader on public.events (trader_id, id desc) where trader_id is not null;
create index events_kind on public.events (kind, id desc);
create index events_actor on public.events (actor_id, id desc) where actor_id is not null;
comment on table public.events is 'The audit trail and the timeline; identity is the global cursor. References are kept loose so history outlives what it names.';
comment on column public.events.address is 'Where the request came from, as our own server saw it; empty for jobs and for whoever called the API past the office.';
create trigger events_are_append_only before update or delete on public.events for each row execute function private.refuse();
create trigger events_are_never_truncated before truncate on public.events for each statement execute function private.refuse();
alter table public.events enable row level security;
create policy "auditors read all, staff what concerns an account, a trader their own milestones" on public.events for select to authenticated
  using ((select private.staff_role()) in ('auditor', 'admin') or ((select private.is_staff()) and (account_id is not null or trader_id is not null or stream like 'rule-set:%'))
    or (actor_kind <> 'staff' and kind like any (array['account.%', 'rule.%', 'payout.%', 'trade.%'])
        and account_id in (select a.id from public.accounts a where a.trader_id = (select private.trader_id()))));

-- An event without an address is hashed without one.
create function private.event_hash(e public.events) returns bytea language sql stable set search_path = '' as $$
  select sha256(e.prev_hash || convert_to((jsonb_build_array(e.stream, e.seq, e.kind, e.account_id, e.trader_id, e.actor_kind, e.actor_id, e.reason, e.data,
    to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.request_id,
    to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')) || case when e.address is null then '[]'::jsonb else jsonb_build_array(e.address::text) end)::text, 'UTF8')) $$;

-- The caller is named by the session and not by an argument, unless the system itself says who stands behind the act.
create function private.append_events(p_stream text, p_events jsonb, p_now timestamptz) returns bigint language plpgsql security definer set search_path = '' as $$
declare one jsonb; e public.events; last_seq bigint; last_hash bytea; who text; who_id uuid; origin jsonb;
begin
  if coalesce(jsonb_array_length(p_events), 0) = 0 then return null; end if;
  p_now := private.honest_now(p_now);
  -- An account's stream is guarded by the account's own row; advisory locks for thousands of accounts would fill the lock table.
  if p_stream like 'account:%' then perform from public.accounts a where a.id = substr(p_stream, 9)::uuid for update;
  -- Whoever draws an id has a number by then, as a row lock gives one: readers would else take the id for one that never was.
  else perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(p_stream, 7)), pg_catalog.pg_current_xact_id(); end if;
  select x.seq, x.hash into last_seq, last_hash from public.events x where x.stream = p_stream order by x.seq desc limit 1;
  if private.is_staff() then who := 'staff'; who_id := private.uid(); elsif private.trader_id() is not null then who := 'trader'; who_id := private.trader_id();
  else who := 'system'; end if;
  origin := private.request_origin();
  for one in select x from jsonb_array_elements(p_events) x loop
    last_seq := coalesce(last_seq, 0) + 1;
    e.stream := p_stream; e.seq := last_seq; e.kind := one ->> 'kind';
    e.account_id := coalesce((one ->> 'account_id')::uuid, case when p_stream like 'account:%' then substr(p_stream, 9)::uuid end);
    e.trader_id := coalesce((one ->> 'trader_id')::uuid, (select a.trader_id from public.accounts a where a.id = e.account_id));
    e.actor_kind := coalesce(one ->> 'actor_kind', who); e.actor_id := coalesce((one ->> 'actor_id')::uuid, who_id);
    e.reason := one ->> 'reason'; e.data := coalesce(one -> 'data', '{}'); e.occurred_at := coalesce((one ->> 'occurred_at')::timestamptz, p_now);
    e.request_id := coalesce(one ->> 'request_id', origin ->> 'request_id'); e.address := (origin ->> 'address')::inet;
    e.created_at := p_now; e.prev_hash := coalesce(last_hash, '\x'::bytea);
    e.hash := private.event_hash(e); last_hash := e.hash;
    insert into public.events (stream, seq, kind, account_id, trader_id, actor_kind, actor_id, reason, data, occurred_at, request_id, created_at, prev_hash, hash, address)
      values (e.stream, e.seq, e.kind, e.account_id, e.trader_id, e.actor_kind, e.actor_id, e.reason, e.data, e.occurred_at, e.request_id, e.created_at, e.prev_hash, e.hash, e.address)
      returning id into e.id;
  end loop;
  return e.id;
end $$;

-- One row per stream: how many links, and the first that does not follow from the one before it. A cut tail is found by the anchors, not here.
create function public.verify_events() returns table (stream text, events bigint, head bytea, first_bad_seq bigint, is_intact boolean) language plpgsql stable security definer set search_path = '' as $$
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

create view public.timeline with (security_invoker = true) as
  select e.id, e.stream, e.kind, e.account_id, e.trader_id, e.actor_kind, e.actor_id, coalesce(nullif(s.full_name, ''), s.email) as actor_name, e.reason, e.data, e.occurred_at, e.created_at
  from public.events e left join public.staff s on s.id = e.actor_id;
comment on view public.timeline is 'Events with the name of who acted; a trader sees no colleague''s name.';
