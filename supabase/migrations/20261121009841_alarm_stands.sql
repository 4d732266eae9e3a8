-- An alarm about the audit stands until a person has said why: the history is compared with the last head that nobody doubted, not with the one that was put away after the change.
alter table public.anchors add column bad_rows jsonb not null default '[]';
comment on column public.anchors.bad_rows is 'Every link that did not hold when the anchor was made and that nobody had explained before.';

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
  with linked as (select x.stream, x.seq, x.id, x.hash = private.event_hash(x) and x.prev_hash = coalesce(lag(x.hash) over w, '\x'::bytea) and x.seq = coalesce(lag(x.seq) over w, 0) + 1 as good
      from public.events x window w as (partition by x.stream order by x.seq)),
    known as (select b ->> 'stream' as stream, (b ->> 'seq')::bigint as seq from public.anchors a, jsonb_array_elements(a.bad_rows) b
      where a.id <= (select max(k.anchor_id) from public.anchor_acknowledgements k))
  select l.stream, l.seq, l.id from linked l where not l.good and not exists (select from known k where k.stream = l.stream and k.seq = l.seq) $$;

create or replace function private.first_bad_events() returns jsonb language sql stable security definer set search_path = '' as $$
  select (select jsonb_build_object('stream', b.stream, 'seq', b.seq, 'event_id', b.event_id) from private.bad_events() b order by b.stream collate "C", b.seq limit 1) $$;

-- The anchors that said no since a person last explained one; the newest of them is what an explanation names.
create function private.open_breaks() returns setof public.anchors language sql stable security definer set search_path = '' as $$
  select a.* from public.anchors a where not a.is_intact and a.id > coalesce((select max(k.anchor_id) from public.anchor_acknowledgements k), 0) $$;

-- p = { up_to_event, events, streams, head, places, problem|null, now }: what the server wrote outside, and whether everything still agreed. The same finding is told once.
create or replace function public.record_anchor(p jsonb) returns bigint language plpgsql security definer set search_path = '' as $$
declare made bigint; bad jsonb := coalesce(p -> 'problem', 'null'); now_at timestamptz := (p ->> 'now')::timestamptz; told bigint; rows_bad jsonb; is_told boolean;
begin
  select coalesce(jsonb_agg(jsonb_build_object('stream', b.stream, 'seq', b.seq)), '[]') into rows_bad from private.bad_events() b;
  if bad = 'null' then bad := private.first_bad_events(); end if;
  is_told := exists (select from private.open_breaks() x where x.first_bad = bad);
  insert into public.anchors (up_to_event, events, streams, head, places, is_intact, first_bad, bad_rows, anchored_at)
    values ((p ->> 'up_to_event')::bigint, (p ->> 'events')::bigint, (p ->> 'streams')::bigint, p ->> 'head',
      array(select jsonb_array_elements_text(p -> 'places')), bad is null, bad, rows_bad, now_at) returning id into made;
  if bad is not null and not is_told then told := private.staff_event('staff:firm', 'audit.chain-broken', null, bad, now_at); end if;
  return made;
end $$;

-- What the history is held against: the newest head that was whole or was explained, the heads that were explained, and the finding that nobody explained yet.
create function public.anchor_standing() returns jsonb language plpgsql stable security definer set search_path = '' as $$
begin
  if private.is_request() and coalesce(private.staff_role(), '') not in ('auditor', 'admin') then raise exception 'not-allowed' using errcode = '42501'; end if;
  return jsonb_build_object(
    'trusted', (select jsonb_build_object('up_to_event', a.up_to_event, 'events', a.events, 'streams', a.streams, 'head', a.head) from public.anchors a
      where a.is_intact or exists (select from public.anchor_acknowledgements k where k.anchor_id = a.id) order by a.id desc limit 1),
    'explained', (select coalesce(jsonb_agg(a.head), '[]') from public.anchors a join public.anchor_acknowledgements k on k.anchor_id = a.id),
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

-- An order whose sender died: it gets its job again, and the question for a person that its sender would have asked.
create function private.tend_orders(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare o public.platform_orders; total int := 0; asked uuid;
begin
  -- The oldest come first, and their accounts are locked in the one order everybody keeps.
  for o in select x.* from (select y.* from public.platform_orders y where y.state = 'queued' and y.due_at <= p_now - interval '1 minute' order by y.due_at, y.id limit 200) x order by x.account_id, x.id loop
    asked := private.open_review('data', o.account_id, o.id::text, 'platform-order', 'the platform has not acknowledged: ' || replace(o.kind, '-', ' '),
      jsonb_build_object('order_id', o.id, 'order', o.kind, 'attempts', o.attempts, 'said', o.last_error), p_now, p_now);
    if o.due_at <= p_now - interval '10 minutes' then
      perform private.add_job('platform-order', jsonb_build_object('order_id', o.id), p_now, 'order:' || o.id, 'account:' || o.account_id);
    end if;
    total := total + 1;
  end loop;
  return total;
end $$;
create or replace function public.tend_lifecycle(p_now timestamptz) returns jsonb language sql security definer set search_path = '' as $$
  select jsonb_build_object('overdue', private.alert_overdue(p_now), 'pending', private.tend_pending(p_now), 'passes', private.tend_passes(p_now), 'orders', private.tend_orders(p_now)) $$;

alter table public.staff_alerts drop constraint staff_alerts_kind_check;
alter table public.staff_alerts add constraint staff_alerts_kind_check check (kind in ('feed-stale', 'review-overdue', 'job-failing', 'chain-broken', 'payout-unknown', 'payout-waiting', 'endpoint-paused',
  'order-unanswered', 'books-wrong'));

-- Every case there is right now. Letters about overdue reviews leave with the review itself, so those are told in the office only.
create or replace function private.alert_cases(p_now timestamptz) returns table (kind text, subject text, roles text[], title text, address text, by_mail boolean, since timestamptz)
language sql stable security definer set search_path = '' as $$
  select 'feed-stale', c.id::text, array['risk', 'config', 'admin'], 'Nothing is known of the feed ' || c.slug || case c.stale_cause when 'silent' then ': it is silent' else ': it cannot be asked' end,
    '/integrations/' || c.id, true, c.stale_since from public.connections c where c.stale_since is not null
  union all select 'review-overdue', r.kind, private.review_deciders(r.kind), count(*) || ' overdue: ' || replace(r.kind, '_', ' '), '/reviews?kind=' || r.kind, false, min(r.due_at)
    from public.reviews r where r.state in ('open', 'claimed') and r.due_at <= p_now group by r.kind
  union all select 'job-failing', coalesce(r.subject_id, r.id::text), private.review_deciders('job'), 'A job failed for good: ' || coalesce(nullif(r.rule, ''), 'see the review'), '/reviews?kind=job', true, r.created_at
    from public.reviews r where r.kind = 'job' and r.state in ('open', 'claimed') and r.rule <> 'check-all'
  union all select 'books-wrong', coalesce(r.subject_id, r.id::text), private.review_deciders('job'), 'The self-check found what must not be', '/reviews?kind=job', true, r.created_at
    from public.reviews r where r.kind = 'job' and r.state in ('open', 'claimed') and r.rule = 'check-all'
  union all (select 'chain-broken', 'events', array['admin', 'auditor'], 'The history of events was changed', '/audit', true, min(b.anchored_at) from private.open_breaks() b having count(*) > 0)
  -- One case a platform: where it is down, a hundred accounts are one piece of news.
  union all select 'order-unanswered', c.id::text, array['risk', 'config', 'admin'], count(*) || case count(*) when 1 then ' order to ' else ' orders to ' end || c.slug || ' not acknowledged in time', '/reviews?kind=data',
    true, min(o.due_at) from public.platform_orders o join public.accounts a on a.id = o.account_id join public.connections c on c.id = a.connection_id
    where o.state = 'queued' and o.due_at <= p_now group by c.id, c.slug
  union all select 'payout-unknown', p.id::text, array['finance', 'admin'], 'Nobody knows what became of the payout of account ' || a.login, '/payouts/' || p.id, true, p.requested_at
    from public.payouts p join public.accounts a on a.id = p.account_id where p.state = 'unknown'
  union all select 'payout-waiting', p.id::text, array['finance', 'admin'], 'The payout of account ' || a.login || ' waits for a person', '/payouts/' || p.id, true, p.requested_at
    from public.payouts p join public.accounts a on a.id = p.account_id where p.state in ('requested', 'held') and p.route = 'person'
  union all select 'endpoint-paused', e.id::text, array['config', 'admin'], 'Nothing is sent to ' || e.name || ' any more: it failed for a day', '/integrations/outbound/' || e.id, true, e.paused_at
    from public.outbound_endpoints e where e.paused_at is not null and e.is_active $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.anchor_acknowledgements', '{authenticated}'),
  ('execute', 'public.anchor_standing()', '{authenticated,service_role}'), ('execute', 'public.acknowledge_break(bigint, text)', '{authenticated}');
select private.apply_grants();
