-- What staff must hear of: each case once, in the office and by letter to those it concerns, gone by itself when its cause is gone.
create table public.staff_alerts (
  id uuid primary key default gen_random_uuid(), kind text not null check (kind in ('feed-stale', 'review-overdue', 'job-failing', 'chain-broken',
    'payout-unknown', 'payout-waiting', 'endpoint-paused', 'order-unanswered', 'books-wrong', 'erasure-waiting')),
  subject text not null, roles text[] not null, title text not null, address text not null, data jsonb not null default '{}',
  opened_at timestamptz not null, cleared_at timestamptz, created_at timestamptz not null default now());
create unique index staff_alerts_open on public.staff_alerts (kind, subject) where cleared_at is null;
create index staff_alerts_opened on public.staff_alerts (opened_at desc, id);
comment on table public.staff_alerts is 'Cases that staff were told of. One row a case, from the minute it was seen to the minute it was gone.';
alter table public.staff_alerts enable row level security;
create policy "staff see the alerts that concern their role, auditors all" on public.staff_alerts for select to authenticated
  using ((select private.staff_role()) = any (roles) or (select private.staff_role()) in ('admin', 'auditor'));

create function private.alert_mail(a public.staff_alerts, p_event bigint, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare letter uuid;
begin
  for letter in insert into public.mail_deliveries (event_id, message, to_email, context, run_at, created_at) select p_event, 'staff-alert', s.email,
      jsonb_build_object('alert', jsonb_build_object('kind', a.kind, 'title', a.title, 'address', a.address, 'opened_at', a.opened_at)), p_now, p_now from public.staff s
      where s.is_active and s.role = any (a.roles) on conflict do nothing returning id loop
    perform private.add_job('send-mail', jsonb_build_object('delivery_id', letter), p_now, 'mail:' || letter, null);
  end loop;
end $$;

-- Every case there is right now. Letters about overdue reviews leave with the review itself, so those are told in the office only.
create function private.alert_cases(p_now timestamptz) returns table (kind text, subject text, roles text[], title text, address text, by_mail boolean, since timestamptz)
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
  union all select 'erasure-waiting', e.id::text, array['admin'], 'The erasure of a person waits for another admin', '/traders/' || e.trader_id || '#erasure', true, e.asked_at
    from public.trader_erasures e where e.state = 'asked'
  union all select 'endpoint-paused', e.id::text, array['config', 'admin'], 'Nothing is sent to ' || e.name || ' any more: it failed for a day', '/integrations/outbound/' || e.id, true, e.paused_at
    from public.outbound_endpoints e where e.paused_at is not null and e.is_active $$;

-- Opens what is new, clears what is gone; what stays is told only once. A count in a title may move without being news.
create function public.tend_alerts(p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one record; a public.staff_alerts; told bigint; opened int := 0; cleared int := 0;
begin
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('tend-alerts', 7));
  for one in select * from private.alert_cases(p_now) c order by c.kind, c.subject limit 500 loop
    insert into public.staff_alerts (kind, subject, roles, title, address, data, opened_at, created_at)
      values (one.kind, one.subject, one.roles, one.title, one.address, jsonb_build_object('since', one.since), p_now, p_now)
      on conflict (kind, subject) where cleared_at is null do nothing returning * into a;
    if a.id is null then
      update public.staff_alerts x set title = one.title where x.kind = one.kind and x.subject = one.subject and x.cleared_at is null and x.title <> one.title;
      continue;
    end if;
    told := private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'alert.opened', 'data', jsonb_build_object('alert_id', a.id, 'alert', a.kind, 'subject', a.subject, 'title', a.title))), p_now);
    if one.by_mail then perform private.alert_mail(a, told, p_now); end if;
    opened := opened + 1;
  end loop;
  for a in update public.staff_alerts x set cleared_at = p_now where x.cleared_at is null and not exists (select from private.alert_cases(p_now) c where c.kind = x.kind and c.subject = x.subject) returning * loop
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'alert.cleared', 'data', jsonb_build_object('alert_id', a.id, 'alert', a.kind, 'subject', a.subject))), p_now);
    cleared := cleared + 1;
  end loop;
  return jsonb_build_object('opened', opened, 'cleared', cleared);
end $$;

-- What every page of the office says at its head: feeds nothing is known of, and the alerts that concern whoever asks.
create function public.office_notices() returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare role text := private.staff_role();
begin
  perform private.require_staff(array['viewer', 'support', 'risk', 'finance', 'config', 'admin', 'auditor']);
  return jsonb_build_object(
    'feeds', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'since', c.stale_since, 'cause', c.stale_cause) order by c.stale_since, c.slug), '[]') from public.connections c where c.stale_since is not null),
    'alerts', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'kind', a.kind, 'title', a.title, 'address', a.address, 'opened_at', a.opened_at) order by a.opened_at desc, a.id), '[]')
      from (select * from public.staff_alerts x where x.cleared_at is null and (role = any (x.roles) or role in ('admin', 'auditor')) order by x.opened_at desc, x.id limit 20) a),
    'count', (select count(*) from public.staff_alerts x where x.cleared_at is null and (role = any (x.roles) or role in ('admin', 'auditor'))));
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.staff_alerts', '{authenticated}'),
  ('execute', 'public.tend_alerts(timestamptz)', '{service_role}'), ('execute', 'public.office_notices()', '{authenticated}');
select private.apply_grants();
