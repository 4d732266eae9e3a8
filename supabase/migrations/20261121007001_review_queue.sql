-- The human queue: who may decide which kind, claiming with an expiry, what changed since somebody looked, and letters about what is overdue.

create function private.review_deciders(p_kind text) returns text[] language sql immutable set search_path = '' as $$
  select case when p_kind = 'payout' then array['finance', 'admin'] when p_kind in ('kyc', 'order') then array['support', 'risk', 'admin']
    when p_kind in ('data', 'job', 'inbox') then array['config', 'risk', 'admin'] else array['risk', 'admin'] end $$;
create function private.review_due(p_kind text, p_now timestamptz) returns timestamptz language sql immutable set search_path = '' as $$
  select p_now + case when p_kind in ('verdict_changed', 'violation', 'job', 'inbox', 'order') then interval '4 hours' else interval '24 hours' end $$;

create view public.reviews_list with (security_invoker = true) as
  select r.id, r.kind, r.account_id, coalesce(r.trader_id, a.trader_id) as trader_id, r.subject_id, r.rule, r.state, r.reason, r.evidence, r.version, r.due_at, r.created_at,
    case when r.state = 'claimed' and r.claimed_until > now() then r.claimed_by end as claimed_by, r.claimed_until, r.requested_by, r.decided_by, r.decided_at,
    r.decision_reason, r.choice, r.state in ('open', 'claimed') as is_open, r.state in ('open', 'claimed') and coalesce(r.due_at <= now(), false) as is_overdue,
    a.login, a.status as account_status, a.version as account_version, a.currency, t.full_name as trader_name, c.title as challenge_title, p.name as phase_name,
    coalesce(nullif(sc.full_name, ''), sc.email) as claimed_by_name, coalesce(nullif(sr.full_name, ''), sr.email) as requested_by_name,
    coalesce(nullif(sd.full_name, ''), sd.email) as decided_by_name
  from public.reviews r left join public.accounts a on a.id = r.account_id left join public.traders t on t.id = coalesce(r.trader_id, a.trader_id)
  left join public.challenge_types c on c.id = a.challenge_type_id left join public.phases p on p.id = a.phase_id
  left join public.staff sc on sc.id = r.claimed_by left join public.staff sr on sr.id = r.requested_by left join public.staff sd on sd.id = r.decided_by;
comment on view public.reviews_list is 'The queue with accounts and people by name; a claim that ran out is nobody''s.';

create view public.review_counts with (security_invoker = true) as
  select r.kind, count(*)::int as waiting, count(*) filter (where r.due_at <= now())::int as overdue, count(*) filter (where r.is_not_own)::int as waiting_not_own,
    count(*) filter (where r.is_not_own and r.due_at <= now())::int as overdue_not_own
  from (select x.kind, x.due_at, x.requested_by is distinct from (select private.uid()) as is_not_own from public.reviews x where x.state in ('open', 'claimed')) r group by r.kind;
comment on view public.review_counts is 'How many reviews of each kind wait, how many of them too long, and both without those the reader asked for.';

create function private.review_event(r public.reviews, p_kind text, p_reason text, p_data jsonb, p_now timestamptz) returns bigint language sql security definer set search_path = '' as $$
  select private.append_events(coalesce('account:' || r.account_id, 'staff:firm'), jsonb_build_array(jsonb_build_object('kind', p_kind, 'reason', p_reason, 'trader_id', r.trader_id,
    'data', jsonb_build_object('review_id', r.id, 'review_kind', r.kind, 'version', r.version) || coalesce(p_data, '{}'))), p_now) $$;

-- What happened to a review after the version somebody looked at, so that a late hand is told instead of just refused.
create function private.review_since(r public.reviews, p_version bigint) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('outcome', 'stale', 'state', r.state, 'version', r.version, 'choice', r.choice, 'changes', coalesce((
    select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.occurred_at, 'by', coalesce(nullif(s.full_name, ''), s.email, 'the system'), 'reason', e.reason) order by e.id)
    from (select * from public.events x where x.stream = coalesce('account:' || r.account_id, 'staff:firm') order by x.seq desc limit 1000) e
    left join public.staff s on s.id = e.actor_id
    where e.data ->> 'review_id' = r.id::text and (e.data ->> 'version')::bigint > p_version), '[]')) $$;

-- Locks in the order of every other writer: the account, then the review. Answers the row as it is under both locks.
create function private.lock_review(p_id uuid) returns public.reviews language plpgsql security definer set search_path = '' as $$
declare r public.reviews;
begin
  perform private.require_staff(array['support', 'risk', 'finance', 'config', 'admin']);
  select * into r from public.reviews where id = p_id;
  if r.id is null then raise exception 'not-found' using errcode = 'P0002'; end if;
  perform private.require_staff(private.review_deciders(r.kind));
  if r.account_id is not null then perform from public.accounts where id = r.account_id for update; end if;
  select * into strict r from public.reviews where id = p_id for update;
  return r;
end $$;

-- A claim keeps others from deciding the same thing at the same time; it runs out, so nobody's holiday stops the queue.
create function public.claim_review(p_id uuid) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.uid(); r public.reviews := private.lock_review(p_id); now_at timestamptz := clock_timestamp();
begin
  if r.requested_by = who then raise exception 'needs-another-person' using errcode = '42501'; end if;
  if r.state not in ('open', 'claimed') or (r.claimed_until > now_at and r.claimed_by <> who) then return private.review_since(r, 0); end if;
  update public.reviews set state = 'claimed', claimed_by = who, claimed_until = now_at + interval '15 minutes' where id = r.id returning * into r;
  perform private.review_event(r, 'review.claimed', null, null, now_at);
  return jsonb_build_object('outcome', 'claimed', 'version', r.version, 'claimed_until', r.claimed_until);
end $$;

create function public.release_review(p_id uuid) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare who uuid := private.uid(); r public.reviews := private.lock_review(p_id); now_at timestamptz := clock_timestamp();
begin
  if r.state <> 'claimed' or r.claimed_by <> who then return private.review_since(r, 0); end if;
  update public.reviews set state = 'open' where id = r.id returning * into r;
  perform private.review_event(r, 'review.released', null, null, now_at);
  return jsonb_build_object('outcome', 'released', 'version', r.version);
end $$;

-- An account that reached its end has no phase left to pass, and none that has ended grows.
create function private.drop_moot_reviews() returns trigger language plpgsql security definer set search_path = '' as $$
declare r public.reviews; why constant text := 'the account is ' || new.status; now_at timestamptz := clock_timestamp();
begin
  if new.status not in ('passed', 'failed', 'closed') or new.status = old.status then return null; end if;
  for r in update public.reviews set state = 'cancelled', decided_at = now_at, decision_reason = why
      where account_id = new.id and (kind = 'phase_pass' or rule = 'scaling') and state in ('open', 'claimed') returning * loop
    perform private.review_event(r, 'review.cancelled', why, null, now_at);
  end loop;
  return null;
end $$;
create trigger drop_moot_reviews after update of status on public.accounts for each row execute function private.drop_moot_reviews();

-- Once per review: everybody who may decide it hears that nobody did in time.
create function private.alert_overdue(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare r public.reviews; told bigint; letter uuid; total int := 0;
begin
  for r in select * from public.reviews x where x.state in ('open', 'claimed') and x.due_at <= p_now and x.alerted_at is null order by x.account_id nulls last, x.id limit 500 loop
    if r.account_id is not null then perform from public.accounts where id = r.account_id for update; end if;
    update public.reviews set alerted_at = p_now where id = r.id and alerted_at is null and state in ('open', 'claimed');
    continue when not found;
    told := private.review_event(r, 'review.overdue', null, jsonb_build_object('due_at', r.due_at), p_now);
    for letter in insert into public.mail_deliveries (event_id, message, to_email, account_id, run_at, created_at)
        select told, 'review-overdue', s.email, r.account_id, p_now, p_now from public.staff s
        where s.is_active and s.role = any (private.review_deciders(r.kind)) and s.id is distinct from r.requested_by on conflict do nothing returning id loop
      perform private.add_job('send-mail', jsonb_build_object('delivery_id', letter), p_now, 'mail:' || letter, null);
    end loop;
    total := total + 1;
  end loop;
  return total;
end $$;

-- A job can be lost with its queue; an account that waits for its login longer than a job may take is asked for again, and after a day by a person.
-- One that the platform refused is a person's already.
create function private.tend_pending(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare a public.accounts; total int := 0;
begin
  for a in select * from public.accounts x where x.status = 'pending' and x.opening_key is not null and x.created_at <= p_now - interval '15 minutes'
      and not exists (select from public.events e where e.account_id = x.id and e.kind = 'account.provision-refused') order by x.id limit 500 loop
    perform private.add_job('provision-account', jsonb_build_object('account_id', a.id), p_now, 'provision:' || a.id, 'account:' || a.id);
    if a.created_at <= p_now - interval '1 day' then
      perform private.open_review('order', a.id, a.id::text, 'not-provisioned', 'The platform has not opened this account for a day.',
        jsonb_build_object('since', a.created_at), private.review_due('order', p_now), p_now);
    end if;
    total := total + 1;
  end loop;
  return total;
end $$;

-- p = { account_id, code, message, now }. The platform will not open this account, so a person has to; it stays pending, and the job may be run again.
create function public.refuse_provision(p jsonb) returns text language plpgsql security definer set search_path = '' as $$
declare a public.accounts; now_at timestamptz := (p ->> 'now')::timestamptz;
begin
  select * into a from public.accounts where id = (p ->> 'account_id')::uuid for update;
  if a.id is null or a.status <> 'pending' then return coalesce(a.status, 'unknown'); end if;
  perform private.append_events('account:' || a.id, jsonb_build_array(jsonb_build_object('kind', 'account.provision-refused', 'reason', p ->> 'message', 'data',
    jsonb_build_object('code', p ->> 'code'))), now_at);
  perform private.open_review('order', a.id, a.id::text, 'not-provisioned', 'The platform refused to open this account.',
    jsonb_build_object('code', p ->> 'code', 'message', p ->> 'message'), private.review_due('order', now_at), now_at);
  return 'pending';
end $$;

insert into private.declared_grants (privilege, object, roles) values ('select', 'public.reviews_list', '{authenticated}'), ('select', 'public.review_counts', '{authenticated}'),
  ('execute', 'public.claim_review(uuid)', '{authenticated}'), ('execute', 'public.release_review(uuid)', '{authenticated}'),
  ('execute', 'public.tend_lifecycle(timestamptz)', '{service_role}'), ('execute', 'public.refuse_provision(jsonb)', '{service_role}');
select private.apply_grants();
