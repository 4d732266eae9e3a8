-- The rows of an assessment, written for all its accounts at once: what is told of fifty accounts costs the statements of one. p_rows is the list of accounts, in the
-- shape said at the head of `record_assessment`. What a refold drew again replaces what was drawn before, and what a platform numbers apart has rows of its own:
-- where an account stands may depend on what happened and never on what was heard first.

create function private.record_trades(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, volume_unit, contract_size, open_price, close_price, stop_loss,
      take_profit, open_time, close_time, profit_loss_cents, commission_cents, swap_cents, fee_cents, booked_cents, magic_number, comment, close_reason,
      is_final_slice, is_late, supersedes_id, inbox_id)
    select r.account_id, v.external_id, coalesce(v.ticket_number, v.external_id), coalesce(v.position_id, v.external_id), v.symbol, v.type, v.lots, coalesce(v.volume_unit, 'lot'),
      v.contract_size, v.open_price, v.close_price, v.stop_loss, v.take_profit, v.open_time, v.close_time, v.profit_loss_cents, coalesce(v.commission_cents, 0),
      coalesce(v.swap_cents, 0), coalesce(v.fee_cents, 0), coalesce(v.booked_cents, v.profit_loss_cents + coalesce(v.commission_cents, 0) + coalesce(v.swap_cents, 0)
      + coalesce(v.fee_cents, 0)), v.magic_number, v.comment, v.close_reason, v.is_final_slice, coalesce(v.is_late, false),
      (select s.id from public.trades s where s.account_id = r.account_id and s.external_id = v.supersedes_external_id), v.inbox_id
    from jsonb_to_recordset(p_rows) as r(account_id uuid, trades jsonb)
    cross join lateral jsonb_to_recordset(r.trades) as v(external_id text, ticket_number text, position_id text, symbol text, type text, lots numeric, volume_unit text,
      contract_size numeric, open_price numeric, close_price numeric, stop_loss numeric, take_profit numeric, open_time timestamptz, close_time timestamptz,
      profit_loss_cents bigint, commission_cents bigint, swap_cents bigint, fee_cents bigint, booked_cents bigint, magic_number text, comment text,
      close_reason text, is_final_slice boolean, is_late boolean, supersedes_external_id text, inbox_id uuid)
    on conflict (account_id, external_id) do nothing;
end $$;

-- A reversal may come before its target, so both arrivals look for the other; its row takes back what the target booked. Platforms number deals and cancellations
-- apart, so a cancellation's row is named as one and never stands in the place of a deal of the same number.
create function private.record_reversals(p_rows jsonb, p_ids uuid[]) returns void language plpgsql security definer set search_path = '' as $$
declare reversing uuid[];
begin
  select array_agg(distinct e.account_id) into reversing from public.account_events e where e.account_id = any (p_ids) and e.kind = 'reversal';
  if reversing is null then return; end if;
  insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, volume_unit, contract_size, open_price, close_price, open_time,
      close_time, profit_loss_cents, commission_cents, swap_cents, fee_cents, booked_cents, comment, reverses_id, inbox_id)
    select e.account_id, 'reversal:' || e.external_id, e.external_id, t.position_id, t.symbol, t.type, t.lots, t.volume_unit, t.contract_size, t.open_price, t.close_price, null,
      e.occurred_at, -t.profit_loss_cents, -t.commission_cents, -t.swap_cents, -t.fee_cents, -t.booked_cents, e.data ->> 'reason', t.id, e.inbox_id
    from jsonb_to_recordset(p_rows) as r(account_id uuid, events jsonb)
    cross join lateral jsonb_to_recordset(r.events) as v(kind text, external_id text)
    join public.account_events e on e.account_id = r.account_id and e.kind = 'reversal'
      and ((v.kind = 'reversal' and e.external_id = v.external_id) or (v.kind = 'trade' and e.data ->> 'reverses_external_id' = v.external_id))
    join public.trades t on t.account_id = r.account_id and t.external_id = e.data ->> 'reverses_external_id'
    -- Rows written before they had a name of their own bear the cancellation's.
    where r.account_id = any (reversing)
      and not exists (select from public.trades x where x.account_id = e.account_id and x.external_id = e.external_id and x.reverses_id = t.id)
    on conflict (account_id, external_id) do nothing;
end $$;

create function private.record_events(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, inbox_id, content_sha256, data, outcome)
    select r.account_id, v.kind, v.external_id, v.order_key, v.occurred_at, v.received_at, v.source, v.inbox_id, v.content_sha256, v.data, v.outcome
    from jsonb_to_recordset(p_rows) as r(account_id uuid, events jsonb)
    cross join lateral jsonb_to_recordset(r.events) as v(kind text, external_id text, order_key text, occurred_at timestamptz, received_at timestamptz,
      source text, inbox_id uuid, content_sha256 text, data jsonb, outcome jsonb)
    on conflict (account_id, kind, external_id) do nothing;
end $$;

create function private.record_operations(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.balance_operations (account_id, external_id, kind, amount_cents, affects_profit, reference, position_id, comment, occurred_at, inbox_id)
    select r.account_id, v.external_id, v.kind, v.amount_cents, coalesce(v.affects_profit, false), v.reference, v.position_id, v.comment, v.occurred_at, v.inbox_id
    from jsonb_to_recordset(p_rows) as r(account_id uuid, operations jsonb)
    cross join lateral jsonb_to_recordset(r.operations) as v(external_id text, kind text, amount_cents bigint, affects_profit boolean, reference text,
      position_id text, comment text, occurred_at timestamptz, inbox_id uuid)
    on conflict (account_id, external_id) do nothing;
end $$;

-- The list is complete, so what it does not name is closed. Null says nothing about positions.
create function private.record_positions(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from public.positions p using jsonb_to_recordset(p_rows) as r(account_id uuid, positions jsonb)
    where jsonb_typeof(r.positions) = 'array' and p.account_id = r.account_id
      and not exists (select from jsonb_array_elements(r.positions) x where x ->> 'position_id' = p.position_id);
  insert into public.positions as held (account_id, position_id, symbol, side, lots, volume_unit, open_price, stop_loss, take_profit, opened_at, floating_cents,
      swap_cents, reported_at)
    select r.account_id, v.position_id, v.symbol, v.side, coalesce(v.lots, v.volume), coalesce(v.volume_unit, 'lot'), v.open_price, v.stop_loss, v.take_profit, v.opened_at,
      v.floating_cents, v.swap_cents, v.reported_at
    from jsonb_to_recordset(p_rows) as r(account_id uuid, positions jsonb)
    cross join lateral jsonb_to_recordset(r.positions) as v(position_id text, symbol text, side text, lots numeric, volume numeric, volume_unit text,
      open_price numeric, stop_loss numeric, take_profit numeric, opened_at timestamptz, floating_cents bigint, swap_cents bigint, reported_at timestamptz)
    on conflict (account_id, position_id) do update set symbol = excluded.symbol, side = excluded.side, lots = excluded.lots, open_price = excluded.open_price,
      stop_loss = excluded.stop_loss, take_profit = excluded.take_profit, opened_at = coalesce(excluded.opened_at, held.opened_at),
      floating_cents = excluded.floating_cents, swap_cents = excluded.swap_cents, reported_at = excluded.reported_at;
end $$;

-- Minutes meet again when reports come one after another: the extremes of both stay, the close is the later one. A refold knows all that happened after
-- `marks_after` and draws those minutes from nothing; an extreme that a late deal took back never was. A checkpoint is a reset, so its minute holds nothing older.
create function private.record_marks(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
declare drawn record;
begin
  for drawn in select r.account_id, case when r.marks_after = '' then '-infinity' else date_trunc('minute', to_timestamp(left(r.marks_after, 16)::bigint / 1000000.0)) end as since
      from jsonb_to_recordset(p_rows) as r(account_id uuid, marks_after text) where r.marks_after is not null loop
    delete from public.equity_marks m where m.account_id = drawn.account_id and m.minute >= drawn.since;
  end loop;
  insert into public.equity_marks as m (account_id, minute, open_cents, high_cents, high_at, low_cents, low_at, close_cents, close_at)
    select r.account_id, v.minute, v.open_cents, v.high_cents, v.high_at, v.low_cents, v.low_at, v.close_cents, v.close_at
    from jsonb_to_recordset(p_rows) as r(account_id uuid, marks jsonb)
    cross join lateral jsonb_to_recordset(r.marks) as v(minute timestamptz, open_cents bigint, high_cents bigint, high_at timestamptz, low_cents bigint,
      low_at timestamptz, close_cents bigint, close_at timestamptz)
    on conflict (account_id, minute) do update set
      high_at = case when excluded.high_cents > m.high_cents then excluded.high_at else m.high_at end, high_cents = greatest(m.high_cents, excluded.high_cents),
      low_at = case when excluded.low_cents < m.low_cents then excluded.low_at else m.low_at end, low_cents = least(m.low_cents, excluded.low_cents),
      close_cents = case when excluded.close_at >= m.close_at then excluded.close_cents else m.close_cents end, close_at = greatest(m.close_at, excluded.close_at);
end $$;

-- A refold has looked at the whole day again, and then the breach of the row before it counts for nothing; going on from the facts has only looked at what is new.
create function private.record_days(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.daily_stats as d (account_id, trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents, trades, wins, losses,
      largest_win_cents, largest_loss_cents, lots, floors, is_breached)
    select r.account_id, v.trading_day, v.starts_at, v.ends_at, v.start_balance_cents, v.start_equity_cents, coalesce(v.pnl_cents, 0), coalesce(v.trades, 0),
      coalesce(v.wins, 0), coalesce(v.losses, 0), coalesce(v.largest_win_cents, 0), coalesce(v.largest_loss_cents, 0), coalesce(v.lots, 0),
      coalesce(v.floors, '{}'), coalesce(v.is_breached, false) or (r.drop_checkpoints_after is null and coalesce((select x.is_breached from public.daily_stats x
        where x.account_id = r.account_id and x.trading_day = v.trading_day), false))
    from jsonb_to_recordset(p_rows) as r(account_id uuid, drop_checkpoints_after text, days jsonb)
    cross join lateral jsonb_to_recordset(r.days) as v(trading_day date, starts_at timestamptz, ends_at timestamptz, start_balance_cents bigint,
      start_equity_cents bigint, pnl_cents bigint, trades int, wins int, losses int, largest_win_cents bigint, largest_loss_cents bigint, lots numeric, floors jsonb,
      is_breached boolean)
    on conflict (account_id, trading_day) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, start_balance_cents = excluded.start_balance_cents,
      start_equity_cents = excluded.start_equity_cents, pnl_cents = excluded.pnl_cents, trades = excluded.trades, wins = excluded.wins, losses = excluded.losses,
      largest_win_cents = excluded.largest_win_cents, largest_loss_cents = excluded.largest_loss_cents, lots = excluded.lots,
      floors = case when excluded.floors = '{}' then d.floors else excluded.floors end, is_breached = excluded.is_breached;
end $$;

create function private.record_facts(p_rows jsonb, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.account_facts as f (account_id, balance_cents, equity_cents, high_water_cents, cumulative_profit_cents, trading_day, day_start_balance_cents,
      day_start_equity_cents, headroom_cents, allowance_cents, used_bps, risk_state, nearest_rule, rule_states, facts, facts_version, last_event_at, last_event_key, updated_at)
    select v.account_id, v.balance_cents, v.equity_cents, v.high_water_cents, v.cumulative_profit_cents, v.trading_day, v.day_start_balance_cents, v.day_start_equity_cents,
      v.headroom_cents, v.allowance_cents, v.used_bps, coalesce(v.risk_state, 'unknown'), v.nearest_rule, coalesce(v.rule_states, '[]'), v.facts, 1, v.last_event_at,
      v.last_event_key, p_now
    from jsonb_to_recordset(p_rows) as v(account_id uuid, balance_cents bigint, equity_cents bigint, high_water_cents bigint, cumulative_profit_cents bigint,
      trading_day date, day_start_balance_cents bigint, day_start_equity_cents bigint, headroom_cents bigint, allowance_cents bigint, used_bps bigint,
      risk_state text, nearest_rule text, rule_states jsonb, facts jsonb, last_event_at timestamptz, last_event_key text)
    on conflict (account_id) do update set balance_cents = excluded.balance_cents, equity_cents = excluded.equity_cents, high_water_cents = excluded.high_water_cents,
      cumulative_profit_cents = excluded.cumulative_profit_cents, trading_day = excluded.trading_day, day_start_balance_cents = excluded.day_start_balance_cents,
      day_start_equity_cents = excluded.day_start_equity_cents, headroom_cents = excluded.headroom_cents, allowance_cents = excluded.allowance_cents,
      used_bps = excluded.used_bps, risk_state = excluded.risk_state, nearest_rule = excluded.nearest_rule, rule_states = excluded.rule_states,
      facts = excluded.facts, facts_version = f.facts_version + 1, last_event_at = excluded.last_event_at, last_event_key = excluded.last_event_key,
      updated_at = excluded.updated_at;
end $$;

create function private.record_checkpoints(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from public.account_checkpoints c using jsonb_to_recordset(p_rows) as r(account_id uuid, drop_checkpoints_after text)
    where r.drop_checkpoints_after is not null and c.account_id = r.account_id and c.order_key > r.drop_checkpoints_after collate "C";
  insert into public.account_checkpoints (account_id, trading_day, order_key, facts)
    select r.account_id, v.trading_day, v.order_key, v.facts
    from jsonb_to_recordset(p_rows) as r(account_id uuid, checkpoints jsonb)
    cross join lateral jsonb_to_recordset(r.checkpoints) as v(trading_day date, order_key text, facts jsonb)
    on conflict (account_id, trading_day) do update set order_key = excluded.order_key, facts = excluded.facts;
end $$;

-- Shares of the winners so far. Only positions closed from the first touched one on are worked out again; the row before them carries the sum so far. Ids travel
-- as arrays, one per account, so the cost is that of the few positions concerned, however the tables have grown since the plan was made.
create function private.snapshot_consistency(p_rows jsonb) returns void language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
declare ids uuid[]; since timestamptz[];
begin
  select array_agg(r.account_id), array_agg(s.first_close) into ids, since
    from jsonb_to_recordset(p_rows) as r(account_id uuid, events jsonb, trades jsonb)
    cross join lateral (select array_agg(case x ->> 'kind' when 'reversal' then 'reversal:' else '' end || (x ->> 'external_id')) as told
      from jsonb_array_elements(coalesce(r.events, '[]') || coalesce(r.trades, '[]')) x) n
    cross join lateral (select array_agg(distinct t.position_id) as touched from public.trades t where t.account_id = r.account_id and t.external_id = any (n.told)) p
    cross join lateral (select min(t.close_time) as first_close from public.trades t where t.account_id = r.account_id and t.position_id = any (p.touched)) s
    where s.first_close is not null;
  if ids is null then return; end if;
  delete from public.trade_consistency_snapshot d using unnest(ids, since) as w(id, first_close) where d.account_id = w.id and d.closed_at >= w.first_close;
  insert into public.trade_consistency_snapshot (account_id, trade_ticket, closed_at, trade_profit_cents, cumulative_profit_cents, total_winning_trades,
      trade_percentage, is_violation, threshold_percent)
    select w.id, g.position_id, g.closed_at, g.net, g.total, g.place, round(g.net * 100 / g.total, 4), exists (select from public.risk_violations v
      where v.account_id = w.id and v.rule = 'consistency' and v.state <> 'withdrawn' and (v.subject = g.position_id or v.trade_ticket = any (g.tickets))), w.threshold
    from (select u.id, u.first_close, case when private.rule_value(s.rules, 'consistency', '{running}') is not null
        -- A running share without a threshold of its own is held to the rule's.
        then private.percent_of(coalesce(private.rule_value(s.rules, 'consistency', '{running,threshold}'), private.rule_value(s.rules, 'consistency', '{threshold}'))) end as threshold
      from unnest(ids, since) as u(id, first_close) join public.accounts a on a.id = u.id join public.rule_sets s on s.id = a.rule_set_id offset 0) w
    cross join lateral (select array_agg(distinct t.position_id) as later from public.trades t where t.account_id = w.id and t.close_time >= w.first_close) p
    left join lateral (select s.cumulative_profit_cents as so_far, s.total_winning_trades as winners from public.trade_consistency_snapshot s
      where s.account_id = w.id order by s.closed_at desc, s.trade_ticket desc limit 1) before on true
    cross join lateral (
      select n.*, coalesce(before.so_far, 0) + sum(n.net) over o as total, coalesce(before.winners, 0) + row_number() over o as place
      from (select t.position_id, max(t.close_time) as closed_at, sum(t.net_profit_cents) as net, array_agg(t.ticket_number) as tickets
            from public.trades t where t.account_id = w.id and t.position_id = any (p.later) group by t.position_id
            having sum(t.net_profit_cents) > 0 and coalesce(bool_or(t.is_final_slice), not exists (select from public.positions o where o.account_id = w.id and o.position_id = t.position_id))) n
      window o as (order by n.closed_at, n.position_id)) g;
end $$;
