-- An alarm about the audit stands until a person has said why: the history is compared with the last head that nobody doubted, not with the one that was put away after the change.

create table public.anchor_acknowledgements (
  anchor_id bigint primary key references public.anchors, acknowledged_by uuid not null references public.staff, reason text not null check (trim(reason) <> ''),
  acknowledged_at timestamptz not null, created_at timestamptz not null default now());
create index anchor_acknowledgements_by on public.anchor_acknowledgements (acknowledged_by);
comment on table public.anchor_acknowledgements is 'Who explained a change of the history, and how. From then on the history is compared with the head of the anchor named here.';
create trigger anchor_acknowledgements_are_append_only before update or delete on public.anchor_acknowledgements for each row execute function private.refuse();
create trigger anchor_acknowledgements_are_never_truncated before truncate on public.anchor_acknowledgements for each statement execute function private.refuse();
alter table public.anchor_acknowledgements enable row level security;
create policy "those who audit see what was explained" on public.anchor_acknowledgements for select to authenticated using ((select private.staff_role()) in ('admin', 'auditor'));

-- Every link that does not hold; those that a person has explained are left out, so that the next change is not hidden behind them.
create function private.bad_events() returns table (stream text, seq bigint, event_id bigint) language sql stable security definer set search_path = '' as $$
  with proven as (select coalesce(array_agg(p), '{}') as ids from private.proven_erasures() p),
    linked as (select x.stream, x.seq, x.id, case when x.hash = private.event_hash(x) then true else private.is_forgotten(x, (select ids from proven)) end
        and x.prev_hash = coalesce(lag(x.hash) over w, '\x'::bytea) and x.seq = coalesce(lag(x.seq) over w, 0) + 1 as good
      from public.events x window w as (partition by x.stream order by x.seq)),
    known as (select b ->> 'stream' as stream, (b ->> 'seq')::bigint as seq from public.anchors a, jsonb_array_elements(a.bad_rows) b
      where a.id <= (select max(k.anchor_id) from public.anchor_acknowledgements k))
  select l.stream, l.seq, l.id from linked l where not l.good and not exists (select from known k where k.stream = l.stream and k.seq = l.seq) $$;

-- The first link of each broken chain, with what was found; nothing when all hold.
create function private.first_bad_events() returns jsonb language sql stable security definer set search_path = '' as $$
  select (select jsonb_build_object('stream', b.stream, 'seq', b.seq, 'event_id', b.event_id) from private.bad_events() b order by b.stream collate "C", b.seq limit 1) $$;

-- The anchors that said no since a person last explained one; the newest of them is what an explanation names.
create function private.open_breaks() returns setof public.anchors language sql stable security definer set search_path = '' as $$
  select a.* from public.anchors a where not a.is_intact and a.id > coalesce((select max(k.anchor_id) from public.anchor_acknowledgements k), 0) $$;

-- What the history is held against: the newest head that was whole or was explained, the heads that were explained, and the finding that nobody explained yet. Several
-- machines put heads away, each in a folder of its own: one that was put away before the newest explanation speaks of a history that a person has accounted for since.
create function public.anchor_standing() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_request() and coalesce(private.staff_role(), '') not in ('auditor', 'admin') then raise exception 'not-allowed' using errcode = '42501'; end if;
  return jsonb_build_object(
    'trusted', (select jsonb_build_object('up_to_event', a.up_to_event, 'events', a.events, 'streams', a.streams, 'head', a.head) from public.anchors a
      where a.is_intact or exists (select from public.anchor_acknowledgements k where k.anchor_id = a.id) order by a.id desc limit 1),
    'explained', (select coalesce(jsonb_agg(a.head), '[]') from public.anchors a join public.anchor_acknowledgements k on k.anchor_id = a.id),
    'explained_through', (select max(a.anchored_at) from public.anchors a join public.anchor_acknowledgements k on k.anchor_id = a.id),
    'open', (select jsonb_build_object('anchor_id', b.id, 'first_bad', b.first_bad, 'anchored_at', b.anchored_at, 'since', (select min(x.anchored_at) from private.open_breaks() x))
      from private.open_breaks() b order by b.id desc limit 1));
end $$;

create function public.acknowledge_break(p_anchor_id bigint, p_reason text) returns void language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.require_staff(array['admin']); why text := private.need_reason(p_reason); now_at timestamptz := clock_timestamp(); newest public.anchors; told bigint;
begin
  select * into newest from private.open_breaks() b order by b.id desc limit 1;
  if newest.id is null then raise exception 'nothing-open' using errcode = 'P0002'; end if;
  if newest.id <> p_anchor_id then raise exception 'stale' using errcode = '55000'; end if;
  insert into public.anchor_acknowledgements (anchor_id, acknowledged_by, reason, acknowledged_at, created_at) values (newest.id, who, why, now_at, now_at);
  told := private.staff_event('staff:firm', 'audit.break-explained', why, jsonb_build_object('anchor_id', newest.id, 'first_bad', newest.first_bad, 'head', newest.head), now_at);
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.anchor_acknowledgements', '{authenticated}'),
  ('execute', 'public.anchor_standing()', '{authenticated,service_role}'), ('execute', 'public.acknowledge_break(bigint, text)', '{authenticated}');
select private.apply_grants();
