-- The self-check of the running firm: what must be true is looked at hourly, and whatever is not becomes a person's question and an alert.

-- A broken link that an admin has explained is not found anew every hour.
create function private.check_running(p_now timestamptz) returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'a chain is intact', b.stream, 'first bad ' || min(b.seq) from private.bad_events() b group by b.stream
  union all select 'a settled message has its answer', i.id::text, i.state from public.inbox i where i.state in ('settled', 'rejected') and i.answer is null
  union all select 'no message waits unsettled', i.id::text, i.received_at::text from public.inbox i where i.state = 'received' and i.received_at < p_now - interval '10 minutes'
  union all select 'no verdict waits past its day', v.id::text, v.confirm_after::text from public.risk_violations v where v.state = 'provisional' and v.confirm_after < p_now - interval '25 hours'
  union all select 'no mail is overdue', m.id::text, m.run_at::text from public.mail_deliveries m where m.state = 'queued' and m.run_at < p_now - interval '26 hours'
  union all select 'every account of a run is accounted for', b.id::text, b.state from public.batch_runs b where b.state <> 'running' and b.ok + b.failed + b.skipped <> b.total $$;

-- Whoever asks whether the whole book is sound asks about what was sold, paid and flagged too.
create function private.check_all() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select * from private.check_money() union all select * from private.check_verdicts() union all select * from private.check_running(now()) union all select * from private.check_locks()
  union all select * from private.check_ledger() union all select * from private.check_payouts() union all select * from private.check_orders() union all select * from private.check_abuse() $$;

create function private.cancel_review(r public.reviews, p_why text, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.reviews set state = 'cancelled', decided_at = p_now, decision_reason = p_why where id = r.id and state in ('open', 'claimed');
  if found then perform private.review_event(r, 'review.cancelled', p_why, null, p_now); end if;
end $$;

-- Answers how much is wrong. One question stays open as long as anything is, with what the newest look found; it goes once a look finds nothing.
create function private.run_checks(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare total int; seen jsonb; r public.reviews;
begin
  select count(*), coalesce(jsonb_agg(jsonb_build_object('invariant', c.invariant, 'subject', c.subject, 'detail', c.detail) order by c.invariant, c.subject) filter (where c.place <= 100), '[]') into total, seen
    from (select x.*, row_number() over (order by x.invariant, x.subject) as place from private.check_all() x) c;
  seen := jsonb_build_object('found', total, 'first', seen);
  select * into r from public.reviews x where x.kind = 'job' and x.subject_id = 'check-all' and x.state in ('open', 'claimed') for update;
  if total = 0 then
    if r.id is not null then perform private.cancel_review(r, 'the self-check finds nothing any more', p_now); end if;
  elsif r.id is null then
    perform private.open_review('job', null, 'check-all', 'check-all', 'the self-check found what must not be: ' || (seen #>> '{first,0,invariant}'), seen, p_now + interval '4 hours', p_now);
  elsif r.evidence <> seen then
    update public.reviews set evidence = seen where id = r.id;
  end if;
  return total;
end $$;

-- A job that failed for good and has gone well since asks nobody any more: the queue forgets a job that ended well, and what comes by the clock says so itself.
create function private.close_job_reviews(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare r public.reviews; still boolean; total int := 0;
begin
  if pg_catalog.to_regclass('graphile_worker.jobs') is null then return 0; end if;
  for r in select * from public.reviews x where x.kind = 'job' and x.state in ('open', 'claimed') and x.subject_id ~ '^[0-9]{1,18}$' order by x.id loop
    execute 'select exists (select from graphile_worker.jobs j where j.id = $1)' into still using r.subject_id::bigint;
    continue when still;
    perform private.cancel_review(r, 'the job has been done since', p_now);
    total := total + 1;
  end loop;
  return total;
end $$;
create function public.job_went_well(p_task text, p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare r public.reviews; total int := 0;
begin
  for r in select * from public.reviews x where x.kind = 'job' and x.state in ('open', 'claimed') and x.rule = p_task and jsonb_typeof(x.evidence -> 'payload') = 'object' and (x.evidence -> 'payload') - '_cron' = '{}' order by x.id loop
    perform private.cancel_review(r, 'the job has gone well since', p_now);
    total := total + 1;
  end loop;
  return total;
end $$;

-- A deal that comes late closes the gap it left: nobody is asked any more why the broker's balance differed from the sum of its deals.
create function private.close_gap_reviews(p_now timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare r public.reviews; total int := 0;
begin
  for r in select x.* from public.reviews x join public.account_facts f on f.account_id = x.account_id
      where x.kind = 'data' and x.rule = 'balance-differs' and x.state in ('open', 'claimed') and f.facts ->> 'balance_gap_cents' = '0' order by x.id limit 1000 loop
    perform private.cancel_review(r, 'the deals that were missing have come, and the balance agrees again', p_now);
    total := total + 1;
  end loop;
  return total;
end $$;

-- What the clock brings about: what is overdue, waits or can be closed.
create function public.tend_lifecycle(p_now timestamptz) returns jsonb language sql security definer set search_path = '' as $$
  select jsonb_build_object('gaps', private.close_gap_reviews(p_now), 'overdue', private.alert_overdue(p_now), 'pending', private.tend_pending(p_now), 'passes', private.tend_passes(p_now),
    'orders', private.tend_orders(p_now), 'jobs', private.close_job_reviews(p_now)) $$;

insert into private.declared_grants (privilege, object, roles) values ('execute', 'public.job_went_well(text, timestamptz)', '{service_role}');
select private.apply_grants();
