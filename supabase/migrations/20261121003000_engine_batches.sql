-- Judging whole books: one load and one record for a batch of accounts, and the progress of a run, so that it can be taken up again.
--
-- A batch judges accounts at an instant without an event of their own: resets are carried out, equity is carried on. What a reset finds is a verdict; the facts
-- stay those of the last event, because a report that is still under way may belong before that reset. So the batch writes what people read, and nothing that a fold reads.
--
-- What a batch says of its accounts travels as one text or one array a column: objects with a name for every value would be read and written three times on the way.
--
-- Until when an account stands as the last batch found it. Between two events time alone moves it: a day turns, a deadline comes nearer by a percent. Until the next
-- such instant there is nothing to judge, so a batch is not even handed the account.
create table private.batch_progress (
  id bigint generated always as identity primary key, run_id uuid not null references public.batch_runs, judged uuid[] not null, skipped uuid[] not null,
  breached uuid[] not null, unknown uuid[] not null, created_at timestamptz not null default now());
create index batch_progress_run on private.batch_progress (run_id);
create index batch_progress_created on private.batch_progress (created_at);
alter table private.batch_progress enable row level security;
comment on table private.batch_progress is 'Which accounts of a run are done, a row per batch, written with the batch itself: what a resumed run leaves out.';

-- Written for speed: a function in plpgsql keeps its plan, and an account without such verdicts costs one look into an index. Verdicts stand with the version that
-- found them, also after the account was moved to another one: they are loaded with its name, and a row that names a version is stored under it.
create function private.held_after(p_account uuid, p_rule_set uuid, p_key text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare held jsonb;
begin
  select jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject,
      'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'raised_key', v.raised_key, 'state', v.state,
      'consequence', v.consequence, 'outcome', v.outcome, 'rule_set_id', v.rule_set_id)) into held
    from public.risk_violations v where v.account_id = p_account and (v.state <> 'withdrawn' or v.resolved_by is not null)
      and v.raised_key > coalesce(p_key, '') collate "C";
  return coalesce(held, '[]');
end $$;

-- p = { judge: [account ids], now, engine }. First a line that is an object. held: those that stand as they were found, by their ids; without `now` none does. accounts:
-- those whose facts were set aside, told in full as a message is, since they are folded from their first event. market_version: what is known of the market. Then a line
-- for every other account, the text of a JSON array in the order that lib/engine/standing-wire.ts reads. Verdicts found at resets after an account's last event are the batch's own to judge again, also those a person has withdrawn, which
-- it must not raise anew.
create function private.load_book(p jsonb) returns setof text language plpgsql stable security definer set search_path = '' as $$
declare ids uuid[] := private.uuids(p -> 'judge'); held uuid[] := '{}'; breached uuid[]; doubtful uuid[]; bare uuid[]; full_ones jsonb := '[]';
  now_at timestamptz := (p ->> 'now')::timestamptz; engine text := p ->> 'engine';
begin
  if now_at is not null then
    select coalesce(array_agg(a.id), '{}'), array_agg(a.id) filter (where f.risk_state = 'violated'), array_agg(a.id) filter (where f.rule_states @> '[{"status": "unknown"}]')
      into held, breached, doubtful from public.accounts a join public.account_facts f on f.account_id = a.id
      where a.id = any (ids) and a.status in ('active', 'blocked', 'live') and f.standing_until > now_at and f.updated_at <= now_at
        and f.standing_of = concat_ws(' ', engine, a.version, f.facts_version, a.rule_set_id, a.status, a.trading_off_reason, extract(epoch from a.trading_off_until));
    if held <> '{}' then select array_agg(x.i) into ids from (select i from unnest(ids) i except select h from unnest(held) h) x; end if;
  end if;
  select array_agg(f.account_id) into bare from public.account_facts f join public.accounts a on a.id = f.account_id
    where f.account_id = any (ids) and f.facts is null and a.status in ('active', 'blocked', 'live')
      and exists (select from public.account_events e where e.account_id = f.account_id);
  if bare is not null then
    select coalesce(jsonb_agg(x || jsonb_build_object('facts_version', f.facts_version, 'judged_day', null, 'violations', private.held_after(a.id, a.rule_set_id, ''))), '[]')
      into full_ones from jsonb_array_elements(private.load_accounts((select jsonb_agg(jsonb_build_object('account_id', b)) from unnest(bare) b)) -> 'accounts') x
      join public.accounts a on a.id = (x ->> 'account_id')::uuid join public.account_facts f on f.account_id = a.id;
  end if;
  return next jsonb_build_object('accounts', full_ones, 'market_version', private.market_version(),
    'held', jsonb_build_object('same', to_jsonb(held), 'breached', to_jsonb(coalesce(breached, '{}')), 'unknown', to_jsonb(coalesce(doubtful, '{}'))))::text;
  return query select json_build_array(a.id, a.status, a.version, a.rule_set_id, a.initial_balance_cents, a.activated_at, a.trading_off_reason,
      a.trading_off_until, f.facts_version, f.trading_day, f.standing_print, f.facts,
      -- Most accounts never had one, and looking that up is far cheaper than calling a function to be told so.
      case when exists (select from public.risk_violations v where v.account_id = a.id)
        then private.held_after(a.id, a.rule_set_id, case when f.facts is not null then f.last_event_key end) else '[]' end,
      concat_ws(' ', engine, a.version, f.facts_version, a.rule_set_id, a.status, a.trading_off_reason, extract(epoch from a.trading_off_until)))::text
    from public.accounts a left join public.account_facts f on f.account_id = a.id where a.id = any (ids) and not coalesce(a.id = any (bare), false);
end $$;

-- The same for callers that only reach the API: the first line with the others as one text in it.
create function private.told_book(p jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
  select max(b.line) filter (where b.place = 1)::jsonb || jsonb_build_object('standing', coalesce(string_agg(b.line, E'\n' order by b.place) filter (where b.place > 1), ''))
  from private.load_book(p) with ordinality b(line, place) $$;

-- p = what people read of the accounts, a Postgres array in text for each column, rule_states as the text of a JSON array, and days likewise, with floors in JSON.
-- The row's own version is the guard: whoever recorded an event in between has raised it, and the batch judges that account again.
create function private.write_standing(p jsonb, p_now timestamptz, p_only uuid default null) returns uuid[] language plpgsql security definer set search_path = '' as $$
declare done uuid[]; days jsonb := p -> 'days';
begin
  -- Taken in one order, so that two batches over the same accounts wait instead of blocking each other. A day that begins points at its account, which a message
  -- holds before anything else: where there is one, the account comes first here too.
  perform from public.accounts a where a.id = any (coalesce(days ->> 'account_id', '{}')::uuid[]) order by a.id for key share;
  perform from public.account_facts f where f.account_id = any ((p ->> 'account_id')::uuid[]) order by f.account_id for no key update;
  with written as (
    update public.account_facts f set equity_cents = v.equity_cents, trading_day = v.trading_day, day_start_balance_cents = v.day_start_balance_cents,
        day_start_equity_cents = v.day_start_equity_cents, headroom_cents = v.headroom_cents, allowance_cents = v.allowance_cents, used_bps = v.used_bps,
        risk_state = v.risk_state, nearest_rule = v.nearest_rule, rule_states = v.rule_states, standing_print = v.standing_print, standing_of = v.standing_of,
        standing_until = v.standing_until, updated_at = p_now
      from rows from (unnest((p ->> 'account_id')::uuid[]), unnest((p ->> 'facts_version')::bigint[]), unnest((p ->> 'equity_cents')::bigint[]),
        unnest((p ->> 'trading_day')::date[]), unnest((p ->> 'day_start_balance_cents')::bigint[]), unnest((p ->> 'day_start_equity_cents')::bigint[]),
        unnest((p ->> 'headroom_cents')::bigint[]), unnest((p ->> 'allowance_cents')::bigint[]), unnest((p ->> 'used_bps')::bigint[]), unnest((p ->> 'risk_state')::text[]),
        unnest((p ->> 'nearest_rule')::text[]), unnest((p ->> 'standing_print')::text[]), unnest((p ->> 'standing_of')::text[]), unnest((p ->> 'standing_until')::timestamptz[]),
        jsonb_array_elements((p ->> 'rule_states')::jsonb))
        as v(account_id, facts_version, equity_cents, trading_day, day_start_balance_cents, day_start_equity_cents, headroom_cents, allowance_cents, used_bps,
          risk_state, nearest_rule, standing_print, standing_of, standing_until, rule_states)
      where f.account_id = v.account_id and f.facts_version = v.facts_version and (p_only is null or v.account_id = p_only) returning f.account_id)
  select coalesce(array_agg(w.account_id), '{}') into done from written w;
  if coalesce(days ->> 'account_id', '{}') = '{}' then return done; end if;
  insert into public.daily_stats as d (account_id, trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents, trades, wins, losses,
      largest_win_cents, largest_loss_cents, lots, floors, is_breached)
    select v.* from rows from (unnest((days ->> 'account_id')::uuid[]), unnest((days ->> 'trading_day')::date[]), unnest((days ->> 'starts_at')::timestamptz[]),
        unnest((days ->> 'ends_at')::timestamptz[]), unnest((days ->> 'start_balance_cents')::bigint[]), unnest((days ->> 'start_equity_cents')::bigint[]),
        unnest((days ->> 'pnl_cents')::bigint[]), unnest((days ->> 'trades')::int[]), unnest((days ->> 'wins')::int[]), unnest((days ->> 'losses')::int[]),
        unnest((days ->> 'largest_win_cents')::bigint[]), unnest((days ->> 'largest_loss_cents')::bigint[]), unnest((days ->> 'lots')::numeric[]),
        jsonb_array_elements((days ->> 'floors')::jsonb), unnest((days ->> 'is_breached')::boolean[]))
        as v(account_id, trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents, trades, wins, losses, largest_win_cents,
          largest_loss_cents, lots, floors, is_breached)
    where v.account_id in (select unnest(done))
    on conflict (account_id, trading_day) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, start_balance_cents = excluded.start_balance_cents,
      start_equity_cents = excluded.start_equity_cents, pnl_cents = excluded.pnl_cents, trades = excluded.trades, wins = excluded.wins, losses = excluded.losses,
      largest_win_cents = excluded.largest_win_cents, largest_loss_cents = excluded.largest_loss_cents, lots = excluded.lots,
      floors = case when excluded.floors = '{}' then d.floors else excluded.floors end, is_breached = excluded.is_breached or d.is_breached;
  return done;
end $$;

-- All at once, and one by one only where one of them cannot be written: it then fails alone. Answers { recorded: [account ids] } and, one by one, those that are not.
create function private.record_standing(p jsonb, p_now timestamptz) returns jsonb language plpgsql security definer set search_path = '' as $$
declare ids uuid[] := (p ->> 'account_id')::uuid[]; done uuid[] := '{}'; one uuid; others jsonb := '[]'; problem text; detail text;
begin
  if coalesce(cardinality(ids), 0) = 0 then return '[]'; end if;
  begin
    done := private.write_standing(p, p_now);
  exception
    when serialization_failure or deadlock_detected or lock_not_available then raise;
    when others then
      foreach one in array ids loop
        begin
          done := done || private.write_standing(p, p_now, one);
        exception when others then
          get stacked diagnostics problem = returned_sqlstate, detail = message_text;
          others := others || jsonb_build_object('account_id', one, 'outcome', 'failed', 'code', problem, 'message', detail);
        end;
      end loop;
  end;
  if cardinality(done) < cardinality(ids) then
    others := others || coalesce((select jsonb_agg(jsonb_build_object('account_id', i, 'outcome', 'stale', 'code', 'stale')) from unnest(ids) i
      where i <> all (done) and not others @> jsonb_build_array(jsonb_build_object('account_id', i))), '[]');
  end if;
  return jsonb_build_array(jsonb_build_object('recorded', to_jsonb(done))) || others;
end $$;

create function private.uuids(p_list jsonb) returns uuid[] language sql immutable set search_path = '' as
$$ select coalesce(array_agg(x::uuid), '{}') from jsonb_array_elements_text(coalesce(p_list, '[]')) x $$;

-- same: accounts that were judged and found as they were written before.
create function private.note_progress(p_run jsonb, p_answers jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into private.batch_progress (run_id, judged, skipped, breached, unknown)
    select (p_run ->> 'id')::uuid, coalesce((select array_agg((x ->> 'account_id')::uuid) from jsonb_array_elements(p_answers) x where x ->> 'outcome' = 'recorded'), '{}')
        || coalesce((select private.uuids(x -> 'recorded') from jsonb_array_elements(p_answers) x where x ? 'recorded'), '{}') || private.uuids(p_run -> 'same'),
      private.uuids(p_run -> 'skipped'), private.uuids(p_run -> 'breached'), private.uuids(p_run -> 'unknown')
    where exists (select from public.batch_runs b where b.id = (p_run ->> 'id')::uuid);
end $$;

-- An event that came in before a reset whose verdict is already known may have changed that verdict, so the account is judged again at once.
create function private.judge_again(p_account jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(jsonb_array_length(p_account -> 'events'), 0) > 0 and exists (select from public.risk_violations v
      where v.account_id = (p_account ->> 'account_id')::uuid and v.state in ('provisional', 'confirmed') and v.raised_key > (p_account ->> 'last_event_key') collate "C") then
    perform private.add_job('judge-account', jsonb_build_object('account_id', p_account ->> 'account_id'), p_now, 'judge:' || (p_account ->> 'account_id'), null);
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
select private.apply_grants();
