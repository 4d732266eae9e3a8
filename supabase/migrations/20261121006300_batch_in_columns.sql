-- The batch's way to and from the database, for books of many thousands of accounts. What a batch says of its accounts travels as one text or one array a column:
-- objects with a name for every value would be read and written three times on the way, and were most of what a batch cost.

-- accounts: those whose facts were set aside, told in full as a message is, since they are folded from their first event. standing: the text of a JSON array with
-- a row for every other account, in the order that lib/engine/standing-wire.ts reads. Verdicts found at resets after an account's last event are the batch's own to
-- judge again, also those a person has withdrawn, which it must not raise anew.
create or replace function private.load_standing(p_ids jsonb) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare ids uuid[] := private.uuids(p_ids); bare uuid[]; full_ones jsonb := '[]'; told text;
begin
  select array_agg(f.account_id) into bare from public.account_facts f join public.accounts a on a.id = f.account_id
    where f.account_id = any (ids) and f.facts is null and a.status in ('active', 'blocked', 'live')
      and exists (select from public.account_events e where e.account_id = f.account_id);
  if bare is not null then
    select coalesce(jsonb_agg(x || jsonb_build_object('facts_version', f.facts_version, 'judged_day', null, 'violations', private.held_after(a.id, a.rule_set_id, ''))), '[]')
      into full_ones from jsonb_array_elements(private.load_accounts((select jsonb_agg(jsonb_build_object('account_id', b)) from unnest(bare) b)) -> 'accounts') x
      join public.accounts a on a.id = (x ->> 'account_id')::uuid join public.account_facts f on f.account_id = a.id;
  end if;
  select '[' || coalesce(string_agg(json_build_array(a.id, a.status, a.version, a.rule_set_id, a.initial_balance_cents, a.activated_at, a.trading_off_reason,
      a.trading_off_until, f.facts_version, f.trading_day, f.standing_print, f.facts, private.held_after(a.id, a.rule_set_id, case when f.facts is not null then f.last_event_key end))::text, ','), '') || ']'
    into told from unnest(ids) i join public.accounts a on a.id = i left join public.account_facts f on f.account_id = i where not coalesce(i = any (bare), false);
  return jsonb_build_object('unknown', '[]'::jsonb, 'accounts', full_ones, 'standing', told);
end $$;

-- Written for speed: a function in plpgsql keeps its plan, and an account without such verdicts costs one look into an index.
create function private.held_after(p_account uuid, p_rule_set uuid, p_key text) returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare held jsonb;
begin
  select jsonb_agg(jsonb_build_object('id', v.id, 'rule', v.rule, 'instance', v.instance, 'subject', v.subject,
      'breached_at', to_char(v.breached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'raised_key', v.raised_key, 'state', v.state,
      'consequence', v.consequence, 'outcome', v.outcome)) into held
    from public.risk_violations v where v.account_id = p_account and v.rule_set_id = p_rule_set and (v.state <> 'withdrawn' or v.resolved_by is not null)
      and v.raised_key > coalesce(p_key, '') collate "C";
  return coalesce(held, '[]');
end $$;

-- A row of facts and states is wider than the usual two kilobytes, and would be compressed and read back each time it is judged.
alter table public.account_facts set (toast_tuple_target = 8160);
alter table public.account_facts add column standing_print text;
comment on column public.account_facts.standing_print is
  'What the last batch wrote here, digested, with the facts_version it was written for: a batch that finds the same again has nothing to write.';

-- p = what people read of the accounts, a Postgres array in text for each column, rule_states as the text of a JSON array, and days likewise, with floors in JSON.
-- The row's own version is the guard: whoever recorded an event in between has raised it, and the batch judges that account again.
drop function private.write_standing(jsonb, timestamptz);
create function private.write_standing(p jsonb, p_now timestamptz, p_only uuid default null) returns uuid[] language plpgsql security definer set search_path = '' as $$
declare done uuid[]; days jsonb := p -> 'days';
begin
  -- Taken in one order, so that two batches over the same accounts wait instead of blocking each other.
  perform from public.account_facts f where f.account_id = any ((p ->> 'account_id')::uuid[]) order by f.account_id for no key update;
  with written as (
    update public.account_facts f set equity_cents = v.equity_cents, trading_day = v.trading_day, day_start_balance_cents = v.day_start_balance_cents,
        day_start_equity_cents = v.day_start_equity_cents, headroom_cents = v.headroom_cents, allowance_cents = v.allowance_cents, used_bps = v.used_bps,
        risk_state = v.risk_state, nearest_rule = v.nearest_rule, rule_states = v.rule_states, standing_print = v.standing_print, updated_at = p_now
      from rows from (unnest((p ->> 'account_id')::uuid[]), unnest((p ->> 'facts_version')::bigint[]), unnest((p ->> 'equity_cents')::bigint[]),
        unnest((p ->> 'trading_day')::date[]), unnest((p ->> 'day_start_balance_cents')::bigint[]), unnest((p ->> 'day_start_equity_cents')::bigint[]),
        unnest((p ->> 'headroom_cents')::bigint[]), unnest((p ->> 'allowance_cents')::bigint[]), unnest((p ->> 'used_bps')::bigint[]), unnest((p ->> 'risk_state')::text[]),
        unnest((p ->> 'nearest_rule')::text[]), unnest((p ->> 'standing_print')::text[]), jsonb_array_elements((p ->> 'rule_states')::jsonb))
        as v(account_id, facts_version, equity_cents, trading_day, day_start_balance_cents, day_start_equity_cents, headroom_cents, allowance_cents, used_bps,
          risk_state, nearest_rule, standing_print, rule_states)
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
drop function private.record_standing(jsonb, timestamptz);
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

-- same: accounts that were judged and found as they were written before.
create or replace function private.note_progress(p_run jsonb, p_answers jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into private.batch_progress (run_id, judged, skipped, breached, unknown)
    select (p_run ->> 'id')::uuid, coalesce((select array_agg((x ->> 'account_id')::uuid) from jsonb_array_elements(p_answers) x where x ->> 'outcome' = 'recorded'), '{}')
        || coalesce((select private.uuids(x -> 'recorded') from jsonb_array_elements(p_answers) x where x ? 'recorded'), '{}') || private.uuids(p_run -> 'same'),
      private.uuids(p_run -> 'skipped'), private.uuids(p_run -> 'breached'), private.uuids(p_run -> 'unknown')
    where exists (select from public.batch_runs b where b.id = (p_run ->> 'id')::uuid);
end $$;
