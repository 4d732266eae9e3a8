-- Until when an account stands as the last batch found it. Between two events time alone moves it: a day turns, a deadline comes nearer by a percent. Until the next
-- such instant there is nothing to judge, so a batch is not even handed the account.
alter table public.account_facts add column standing_of text, add column standing_until timestamptz;
comment on column public.account_facts.standing_of is 'What the last batch judged: the version of the judge, of the account and of its facts, its rules and its pause. Another one is judged anew.';
comment on column public.account_facts.standing_until is 'No rule says anything else before this instant, as long as standing_of is the same; null: ask the judge.';

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
drop function private.load_standing(jsonb);

create or replace function public.load_assessment(p jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
  select case when p ? 'judge' then private.told_book(p) else private.load_accounts(p -> 'accounts') || jsonb_build_object('market_version', private.market_version()) end $$;

-- p = what people read of the accounts, a Postgres array in text for each column, rule_states as the text of a JSON array, and days likewise, with floors in JSON.
-- The row's own version is the guard: whoever recorded an event in between has raised it, and the batch judges that account again.
create or replace function private.write_standing(p jsonb, p_now timestamptz, p_only uuid default null) returns uuid[] language plpgsql security definer set search_path = '' as $$
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
