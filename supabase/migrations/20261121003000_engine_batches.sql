-- Judging whole books: one load and one record for a batch of accounts, and the progress of a run, so that it can be taken up again.
--
-- A batch judges accounts at an instant without an event of their own: resets are carried out, equity is carried on. What a reset finds is a verdict; the facts
-- stay those of the last event, because a report that is still under way may belong before that reset. So the batch writes what people read, and nothing that a fold reads.
create table private.batch_progress (
  id bigint generated always as identity primary key, run_id uuid not null references public.batch_runs, judged uuid[] not null, skipped uuid[] not null,
  breached uuid[] not null, unknown uuid[] not null, created_at timestamptz not null default now());
create index batch_progress_run on private.batch_progress (run_id);
create index batch_progress_created on private.batch_progress (created_at);
alter table private.batch_progress enable row level security;
comment on table private.batch_progress is 'Which accounts of a run are done, a row per batch, written with the batch itself: what a resumed run leaves out.';

-- Verdicts found at resets after an account's last event are the batch's own to judge again, also those a person has withdrawn, which it must not raise anew.
create function private.load_standing(p_ids jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('unknown', '[]'::jsonb, 'accounts', coalesce(jsonb_agg(case
    when a.status not in ('active', 'blocked', 'live') then jsonb_build_object('account_id', a.id, 'status', a.status)
    when f.facts is null and exists (select from public.account_events e where e.account_id = a.id)
      then private.load_account(jsonb_build_object('account_id', a.id)) || jsonb_build_object('facts_version', f.facts_version, 'judged_day', null, 'violations', held.rows)
    else jsonb_build_object('account_id', a.id, 'status', a.status, 'version', a.version, 'rule_set_id', a.rule_set_id, 'currency', a.currency,
      'initial_balance_cents', a.initial_balance_cents, 'activated_at', a.activated_at, 'trading_off_reason', a.trading_off_reason,
      'trading_off_until', a.trading_off_until, 'facts', f.facts, 'events', '[]'::jsonb, 'known', '[]'::jsonb, 'reversed', '[]'::jsonb, 'checkpoint', null,
      'facts_version', f.facts_version, 'judged_day', f.trading_day, 'violations', held.rows) end), '[]'))
  from jsonb_array_elements_text(p_ids) i join public.accounts a on a.id = i::uuid left join public.account_facts f on f.account_id = a.id
  cross join lateral (select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject,
      'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'raised_key', v.raised_key, 'state', v.state,
      'consequence', v.consequence, 'outcome', v.outcome)), '[]') as rows
    from public.risk_violations v where v.account_id = a.id and v.rule_set_id = a.rule_set_id and (v.state <> 'withdrawn' or v.resolved_by is not null)
      and v.raised_key > coalesce(case when f.facts is not null then f.last_event_key end, '') collate "C") held $$;

-- As before, but for the verdicts that are not this fold's to take back.
create or replace function private.load_account(p_spec jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare a public.accounts; f public.account_facts; grace int; complete timestamptz; starts public.account_checkpoints; first_key text := p_spec ->> 'first_key';
  is_late boolean; refolds boolean; known jsonb; reversed jsonb; held jsonb := '[]'; told jsonb := '[]';
begin
  -- The version is read before anything else, so whatever changes in between can only make the record stale, never wrong.
  if p_spec ? 'account_id' then select * into a from public.accounts x where x.id = (p_spec ->> 'account_id')::uuid;
  else select * into a from public.accounts x where x.platform = p_spec ->> 'platform' and x.server = coalesce(p_spec ->> 'server', '') and x.login = p_spec ->> 'login'; end if;
  if a.id is null then return null; end if;
  select * into f from public.account_facts x where x.account_id = a.id;
  select c.confirm_grace_seconds, c.complete_through into grace, complete from public.connections c where c.id = a.connection_id;
  is_late := coalesce(first_key < f.last_event_key collate "C", false);
  refolds := is_late or f.facts is null;
  if is_late and f.facts is not null then
    select * into starts from public.account_checkpoints c where c.account_id = a.id and c.order_key <= first_key collate "C" order by c.order_key desc limit 1;
  end if;
  if refolds then told := private.load_events(a.id, starts.order_key); end if;
  if is_late then
    select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject, 'breached_at', v.breached_at,
        'raised_key', v.raised_key, 'state', v.state, 'consequence', v.consequence, 'outcome', v.outcome) order by v.raised_key, v.id), '[]') into held
      from public.risk_violations v where v.account_id = a.id and v.state <> 'withdrawn' and v.rule_set_id = a.rule_set_id
        and (starts.order_key is null or v.raised_key > starts.order_key)
        -- Verdicts of resets after the last event are the batch's to judge again; this fold ends before them and would take them back unheard.
        and (f.facts is null or v.raised_key <= f.last_event_key collate "C");
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'external_id', e.external_id, 'content_sha256', e.content_sha256, 'outcome', e.outcome)), '[]') into known
    from jsonb_array_elements(coalesce(p_spec -> 'keys', '[]')) k
    join public.account_events e on e.account_id = a.id and e.kind = k ->> 0 and e.external_id = k ->> 1;
  select coalesce(jsonb_agg(jsonb_build_object('external_id', t.external_id, 'booked_cents', t.booked_cents, 'net_cents', t.net_profit_cents)), '[]') into reversed
    from jsonb_array_elements_text(coalesce(p_spec -> 'reverses', '[]')) k join public.trades t on t.account_id = a.id and t.external_id = k;
  return jsonb_build_object('account_id', a.id, 'platform', a.platform, 'server', a.server, 'login', a.login, 'connection_id', a.connection_id,
    'grace_seconds', grace, 'complete_through', complete, 'status', a.status, 'version', a.version, 'rule_set_id', a.rule_set_id, 'currency', a.currency,
    'initial_balance_cents', a.initial_balance_cents, 'profit_split_bps', a.profit_split_bps, 'activated_at', a.activated_at,
    'trading_off_reason', a.trading_off_reason, 'trading_off_until', a.trading_off_until, 'blocked_from', a.blocked_from, 'trader_id', a.trader_id,
    'facts', f.facts, 'last_event_key', case when f.facts is not null then f.last_event_key end, 'known', known, 'reversed', reversed, 'late', is_late,
    'checkpoint', case when starts.account_id is not null then jsonb_build_object('trading_day', starts.trading_day, 'order_key', starts.order_key, 'facts', starts.facts) end,
    'events', told, 'violations', held);
end $$;

-- p = { accounts: [load spec] } for messages, or { judge: [account ids] } for a batch.
create or replace function public.load_assessment(p jsonb) returns jsonb language sql stable security definer set search_path = '' as
$$ select case when p ? 'judge' then private.load_standing(p -> 'judge') else private.load_accounts(p -> 'accounts') end $$;

-- The row's own version is the guard: whoever recorded an event in between has raised it, and the batch judges that account again.
create function private.write_standing(p_rows jsonb, p_now timestamptz) returns uuid[] language plpgsql security definer set search_path = '' as $$
declare done uuid[];
begin
  with told as materialized (
    select * from jsonb_to_recordset(p_rows) as v(account_id uuid, facts_version bigint, equity_cents bigint, trading_day date, day_start_balance_cents bigint,
      day_start_equity_cents bigint, headroom_cents bigint, allowance_cents bigint, used_bps bigint, risk_state text, nearest_rule text, rule_states jsonb)),
  -- Taken in one order, so that two batches over the same accounts wait instead of blocking each other.
  held as materialized (select f.account_id from public.account_facts f where f.account_id in (select t.account_id from told t) order by f.account_id for no key update),
  written as (
    update public.account_facts f set equity_cents = v.equity_cents, trading_day = v.trading_day, day_start_balance_cents = v.day_start_balance_cents,
        day_start_equity_cents = v.day_start_equity_cents, headroom_cents = v.headroom_cents, allowance_cents = v.allowance_cents, used_bps = v.used_bps,
        risk_state = v.risk_state, nearest_rule = v.nearest_rule, rule_states = v.rule_states, updated_at = p_now
      from told v join held h on h.account_id = v.account_id where f.account_id = v.account_id and f.facts_version = v.facts_version returning f.account_id)
  select coalesce(array_agg(w.account_id), '{}') into done from written w;
  insert into public.daily_stats as d (account_id, trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents, trades, wins, losses,
      largest_win_cents, largest_loss_cents, lots, floors, is_breached)
    select r.account_id, v.trading_day, v.starts_at, v.ends_at, v.start_balance_cents, v.start_equity_cents, v.pnl_cents, v.trades, v.wins, v.losses,
      v.largest_win_cents, v.largest_loss_cents, v.lots, v.floors, v.is_breached
    from jsonb_to_recordset(p_rows) as r(account_id uuid, days jsonb)
    cross join lateral jsonb_to_recordset(r.days) as v(trading_day date, starts_at timestamptz, ends_at timestamptz, start_balance_cents bigint, start_equity_cents bigint,
      pnl_cents bigint, trades int, wins int, losses int, largest_win_cents bigint, largest_loss_cents bigint, lots numeric, floors jsonb, is_breached boolean)
    where r.account_id = any (done)
    on conflict (account_id, trading_day) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, start_balance_cents = excluded.start_balance_cents,
      start_equity_cents = excluded.start_equity_cents, pnl_cents = excluded.pnl_cents, trades = excluded.trades, wins = excluded.wins, losses = excluded.losses,
      largest_win_cents = excluded.largest_win_cents, largest_loss_cents = excluded.largest_loss_cents, lots = excluded.lots,
      floors = case when excluded.floors = '{}' then d.floors else excluded.floors end, is_breached = excluded.is_breached or d.is_breached;
  return done;
end $$;

-- All at once, and one by one only where one of them cannot be written: it then fails alone.
create function private.record_standing(p_rows jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare done uuid[] := '{}'; one jsonb; troubles jsonb := '{}'; code text; detail text;
begin
  if coalesce(jsonb_array_length(p_rows), 0) = 0 then return '[]'; end if;
  begin
    done := private.write_standing(p_rows, p_now);
  exception
    when serialization_failure or deadlock_detected or lock_not_available then raise;
    when others then
      for one in select x from jsonb_array_elements(p_rows) x loop
        begin
          done := done || private.write_standing(jsonb_build_array(one), p_now);
        exception when others then
          get stacked diagnostics code = returned_sqlstate, detail = message_text;
          troubles := troubles || jsonb_build_object(one ->> 'account_id', jsonb_build_object('outcome', 'failed', 'code', code, 'message', detail));
        end;
      end loop;
  end;
  return (select jsonb_agg(jsonb_build_object('account_id', x ->> 'account_id') || coalesce(troubles -> (x ->> 'account_id'),
    case when (x ->> 'account_id')::uuid = any (done) then '{"outcome": "recorded", "code": null}'::jsonb else '{"outcome": "stale", "code": "stale"}'::jsonb end))
    from jsonb_array_elements(p_rows) x);
end $$;

create function private.uuids(p_list jsonb) returns uuid[] language sql immutable set search_path = '' as
$$ select coalesce(array_agg(x::uuid), '{}') from jsonb_array_elements_text(coalesce(p_list, '[]')) x $$;

create function private.note_progress(p_run jsonb, p_answers jsonb) returns void language sql security definer set search_path = '' as $$
  insert into private.batch_progress (run_id, judged, skipped, breached, unknown)
    select (p_run ->> 'id')::uuid, coalesce((select array_agg((x ->> 'account_id')::uuid) from jsonb_array_elements(p_answers) x where x ->> 'outcome' = 'recorded'), '{}'),
      private.uuids(p_run -> 'skipped'), private.uuids(p_run -> 'breached'), private.uuids(p_run -> 'unknown')
    where exists (select from public.batch_runs b where b.id = (p_run ->> 'id')::uuid) $$;

-- An event that came in before a reset whose verdict is already known may have changed that verdict, so the account is judged again at once.
create function private.judge_again(p_account jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(jsonb_array_length(p_account -> 'events'), 0) > 0 and exists (select from public.risk_violations v
      where v.account_id = (p_account ->> 'account_id')::uuid and v.state in ('provisional', 'confirmed') and v.raised_key > (p_account ->> 'last_event_key') collate "C") then
    perform private.add_job('judge-account', jsonb_build_object('account_id', p_account ->> 'account_id'), p_now, 'judge:' || (p_account ->> 'account_id'), null);
  end if;
end $$;

-- As told at the head of the record's own migration, and for batches: standing: [what people read of an account, its facts_version, its days],
-- run: { id, skipped, breached, unknown: [account ids] }. Answers standing: [{ account_id, outcome, code, message }] beside the rest.
create or replace function public.record_assessment(p jsonb) returns jsonb language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare one jsonb; answer jsonb; answers jsonb := '[]'; standing jsonb; now_at timestamptz := (p ->> 'now')::timestamptz; problem text; detail text;
begin
  for one in select x from jsonb_array_elements(coalesce(p -> 'accounts', '[]')) x order by x ->> 'account_id' loop
    begin
      answer := private.record_account(one, now_at);
      if answer ->> 'outcome' = 'recorded' then perform private.judge_again(one, now_at); end if;
      answers := answers || jsonb_build_array(answer);
    exception
      when serialization_failure or deadlock_detected then raise;
      when others then
        get stacked diagnostics problem = returned_sqlstate, detail = message_text;
        answers := answers || jsonb_build_array(jsonb_build_object('account_id', one ->> 'account_id', 'outcome', 'failed', 'version', null, 'code', problem, 'message', detail));
    end;
  end loop;
  standing := private.record_standing(p -> 'standing', now_at);
  if p ? 'run' then perform private.note_progress(p -> 'run', answers || standing); end if;
  return jsonb_build_object('accounts', answers, 'settled', private.settle_messages(p -> 'messages', answers, now_at), 'standing', standing);
end $$;

-- A load test leaves one event behind, its summary; its run is no news of the firm.
create or replace function public.start_batch(p_kind text, p_total int, p_now timestamptz) returns uuid language plpgsql security definer set search_path = '' as $$
declare made uuid;
begin
  insert into public.batch_runs (kind, total, started_at, heartbeat_at) values (p_kind, p_total, p_now, p_now) returning id into made;
  -- Nobody takes up a run of last week; its counts stay, its progress need not.
  delete from private.batch_progress where created_at < p_now - interval '7 days';
  if p_kind <> 'scale-test' then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.started', 'data', jsonb_build_object('batch_id', made, 'kind', p_kind, 'total', p_total))), p_now);
  end if;
  return made;
end $$;
create or replace function public.end_batch(p_id uuid, p jsonb) returns void language plpgsql security definer set search_path = '' as $$
declare run public.batch_runs;
begin
  update public.batch_runs set state = p ->> 'state', ok = (p ->> 'ok')::int, failed = (p ->> 'failed')::int, skipped = (p ->> 'skipped')::int, metrics = coalesce(p -> 'metrics', '{}'),
    errors = coalesce(p -> 'errors', '[]'), ended_at = (p ->> 'now')::timestamptz where id = p_id and state = 'running' returning * into run;
  if run.id is not null and run.kind <> 'scale-test' then
    perform private.append_events('staff:firm', jsonb_build_array(jsonb_build_object('kind', 'batch.ended', 'data', jsonb_build_object('batch_id', p_id, 'state', p ->> 'state'))), (p ->> 'now')::timestamptz);
  end if;
end $$;

-- Takes a run up again: which of its accounts are done; null where there is no such run. The new call may name more accounts than the first one did.
create function public.resume_batch(p_id uuid, p_total int, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
begin
  update public.batch_runs set state = 'running', total = p_total, heartbeat_at = p_now, ended_at = null where id = p_id;
  if not found then return null; end if;
  return (select jsonb_build_object('judged', coalesce(jsonb_agg(distinct j) filter (where j is not null), '[]'),
      'skipped', (select coalesce(jsonb_agg(distinct s), '[]') from private.batch_progress x, unnest(x.skipped) s where x.run_id = p_id),
      'breached', (select coalesce(jsonb_agg(distinct s), '[]') from private.batch_progress x, unnest(x.breached) s where x.run_id = p_id),
      'unknown', (select coalesce(jsonb_agg(distinct s), '[]') from private.batch_progress x, unnest(x.unknown) s where x.run_id = p_id))
    from private.batch_progress b left join lateral unnest(b.judged) j on true where b.run_id = p_id);
end $$;

-- The grants are made by one function that may run again at any time; what came later is put on top of what it gives.
alter function private.apply_grants() rename to apply_grants_before_engine;
create function private.apply_grants() returns void language plpgsql set search_path = '' as $$
begin
  perform private.apply_grants_before_engine();
  grant execute on function public.resume_batch(uuid, int, timestamptz) to service_role;
end $$;
select private.apply_grants();
