-- The rows of one assessment, written as they are told. Shapes of the jsonb are said at the head of the next migration.
create function private.record_trades(p_account uuid, p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, volume_unit, contract_size, open_price, close_price, stop_loss,
      take_profit, open_time, close_time, profit_loss_cents, commission_cents, swap_cents, fee_cents, booked_cents, magic_number, comment, close_reason,
      is_final_slice, is_late, supersedes_id, inbox_id)
    select p_account, v.external_id, coalesce(v.ticket_number, v.external_id), coalesce(v.position_id, v.external_id), v.symbol, v.type, v.lots, coalesce(v.volume_unit, 'lot'),
      v.contract_size, v.open_price, v.close_price, v.stop_loss, v.take_profit, v.open_time, v.close_time, v.profit_loss_cents, coalesce(v.commission_cents, 0),
      coalesce(v.swap_cents, 0), coalesce(v.fee_cents, 0), coalesce(v.booked_cents, v.profit_loss_cents + coalesce(v.commission_cents, 0) + coalesce(v.swap_cents, 0)
      + coalesce(v.fee_cents, 0)), v.magic_number, v.comment, v.close_reason, v.is_final_slice, coalesce(v.is_late, false), s.id, v.inbox_id
    from jsonb_to_recordset(p_rows) as v(external_id text, ticket_number text, position_id text, symbol text, type text, lots numeric, volume_unit text,
      contract_size numeric, open_price numeric, close_price numeric, stop_loss numeric, take_profit numeric, open_time timestamptz, close_time timestamptz,
      profit_loss_cents bigint, commission_cents bigint, swap_cents bigint, fee_cents bigint, booked_cents bigint, magic_number text, comment text,
      close_reason text, is_final_slice boolean, is_late boolean, supersedes_external_id text, inbox_id uuid)
    left join public.trades s on s.account_id = p_account and s.external_id = v.supersedes_external_id
    on conflict (account_id, external_id) do nothing;
end $$;

-- A reversal may come before its target, so both arrivals look for the other; its row takes back what the target booked.
create function private.record_reversals(p_account uuid, p_events jsonb) returns void language sql security definer set search_path = '' as $$
  insert into public.trades (account_id, external_id, ticket_number, position_id, symbol, type, lots, volume_unit, contract_size, open_price, close_price, open_time,
      close_time, profit_loss_cents, commission_cents, swap_cents, fee_cents, booked_cents, comment, reverses_id, inbox_id)
    select p_account, e.external_id, e.external_id, t.position_id, t.symbol, t.type, t.lots, t.volume_unit, t.contract_size, t.open_price, t.close_price, null,
      e.occurred_at, -t.profit_loss_cents, -t.commission_cents, -t.swap_cents, -t.fee_cents, -t.booked_cents, e.data ->> 'reason', t.id, e.inbox_id
    from jsonb_to_recordset(p_events) as v(kind text, external_id text)
    join public.account_events e on e.account_id = p_account and e.kind = 'reversal'
      and ((v.kind = 'reversal' and e.external_id = v.external_id) or (v.kind = 'trade' and e.data ->> 'reverses_external_id' = v.external_id))
    join public.trades t on t.account_id = p_account and t.external_id = e.data ->> 'reverses_external_id'
    on conflict (account_id, external_id) do nothing $$;

create function private.record_events(p_account uuid, p_rows jsonb) returns void language sql security definer set search_path = '' as $$
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, inbox_id, content_sha256, data, outcome)
    select p_account, v.kind, v.external_id, v.order_key, v.occurred_at, v.received_at, v.source, v.inbox_id, v.content_sha256, v.data, v.outcome
    from jsonb_to_recordset(p_rows) as v(kind text, external_id text, order_key text, occurred_at timestamptz, received_at timestamptz, source text, inbox_id uuid,
      content_sha256 text, data jsonb, outcome jsonb) on conflict (account_id, kind, external_id) do nothing $$;

create function private.record_operations(p_account uuid, p_rows jsonb) returns void language sql security definer set search_path = '' as $$
  insert into public.balance_operations (account_id, external_id, kind, amount_cents, affects_profit, reference, position_id, comment, occurred_at, inbox_id)
    select p_account, v.external_id, v.kind, v.amount_cents, coalesce(v.affects_profit, false), v.reference, v.position_id, v.comment, v.occurred_at, v.inbox_id
    from jsonb_to_recordset(p_rows) as v(external_id text, kind text, amount_cents bigint, affects_profit boolean, reference text, position_id text, comment text,
      occurred_at timestamptz, inbox_id uuid) on conflict (account_id, external_id) do nothing $$;

-- The list is complete, so what it does not name is closed. Null says nothing about positions.
create function private.record_positions(p_account uuid, p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
begin
  if coalesce(p_rows, 'null') = 'null' then return; end if;
  delete from public.positions where account_id = p_account and position_id not in (select x ->> 'position_id' from jsonb_array_elements(p_rows) x);
  insert into public.positions as held (account_id, position_id, symbol, side, lots, volume_unit, open_price, stop_loss, take_profit, opened_at, floating_cents,
      swap_cents, reported_at)
    select p_account, v.position_id, v.symbol, v.side, coalesce(v.lots, v.volume), coalesce(v.volume_unit, 'lot'), v.open_price, v.stop_loss, v.take_profit, v.opened_at,
      v.floating_cents, v.swap_cents, v.reported_at
    from jsonb_to_recordset(p_rows) as v(position_id text, symbol text, side text, lots numeric, volume numeric, volume_unit text, open_price numeric, stop_loss numeric,
      take_profit numeric, opened_at timestamptz, floating_cents bigint, swap_cents bigint, reported_at timestamptz)
    on conflict (account_id, position_id) do update set symbol = excluded.symbol, side = excluded.side, lots = excluded.lots, open_price = excluded.open_price,
      stop_loss = excluded.stop_loss, take_profit = excluded.take_profit, opened_at = coalesce(excluded.opened_at, held.opened_at),
      floating_cents = excluded.floating_cents, swap_cents = excluded.swap_cents, reported_at = excluded.reported_at;
end $$;

-- Minutes meet again when reports come late: the extremes of both stay, the close is the later one.
create function private.record_marks(p_account uuid, p_rows jsonb) returns void language sql security definer set search_path = '' as $$
  insert into public.equity_marks as m (account_id, minute, open_cents, high_cents, high_at, low_cents, low_at, close_cents, close_at)
    select p_account, v.minute, v.open_cents, v.high_cents, v.high_at, v.low_cents, v.low_at, v.close_cents, v.close_at
    from jsonb_to_recordset(p_rows) as v(minute timestamptz, open_cents bigint, high_cents bigint, high_at timestamptz, low_cents bigint, low_at timestamptz,
      close_cents bigint, close_at timestamptz)
    on conflict (account_id, minute) do update set
      high_at = case when excluded.high_cents > m.high_cents then excluded.high_at else m.high_at end, high_cents = greatest(m.high_cents, excluded.high_cents),
      low_at = case when excluded.low_cents < m.low_cents then excluded.low_at else m.low_at end, low_cents = least(m.low_cents, excluded.low_cents),
      close_cents = case when excluded.close_at >= m.close_at then excluded.close_cents else m.close_cents end, close_at = greatest(m.close_at, excluded.close_at) $$;

-- A refold has looked at the whole day again; going on from the facts has only looked at what is new.
create function private.record_days(p_account uuid, p_rows jsonb, p_refolded boolean) returns void language sql security definer set search_path = '' as $$
  insert into public.daily_stats as d (account_id, trading_day, starts_at, ends_at, start_balance_cents, start_equity_cents, pnl_cents, trades, wins, losses,
      largest_win_cents, largest_loss_cents, lots, floors, is_breached)
    select p_account, v.trading_day, v.starts_at, v.ends_at, v.start_balance_cents, v.start_equity_cents, coalesce(v.pnl_cents, 0), coalesce(v.trades, 0),
      coalesce(v.wins, 0), coalesce(v.losses, 0), coalesce(v.largest_win_cents, 0), coalesce(v.largest_loss_cents, 0), coalesce(v.lots, 0),
      coalesce(v.floors, '{}'), coalesce(v.is_breached, false)
    from jsonb_to_recordset(p_rows) as v(trading_day date, starts_at timestamptz, ends_at timestamptz, start_balance_cents bigint, start_equity_cents bigint,
      pnl_cents bigint, trades int, wins int, losses int, largest_win_cents bigint, largest_loss_cents bigint, lots numeric, floors jsonb, is_breached boolean)
    on conflict (account_id, trading_day) do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at, start_balance_cents = excluded.start_balance_cents,
      start_equity_cents = excluded.start_equity_cents, pnl_cents = excluded.pnl_cents, trades = excluded.trades, wins = excluded.wins, losses = excluded.losses,
      largest_win_cents = excluded.largest_win_cents, largest_loss_cents = excluded.largest_loss_cents, lots = excluded.lots,
      floors = case when excluded.floors = '{}' then d.floors else excluded.floors end, is_breached = excluded.is_breached or (d.is_breached and not p_refolded) $$;

create function private.record_facts(p_account uuid, p jsonb, p_now timestamptz) returns void language sql security definer set search_path = '' as $$
  insert into public.account_facts as f (account_id, balance_cents, equity_cents, high_water_cents, cumulative_profit_cents, trading_day, day_start_balance_cents,
      day_start_equity_cents, headroom_cents, allowance_cents, used_bps, risk_state, nearest_rule, rule_states, facts, facts_version, last_event_at, last_event_key, updated_at)
    select p_account, v.balance_cents, v.equity_cents, v.high_water_cents, v.cumulative_profit_cents, v.trading_day, v.day_start_balance_cents, v.day_start_equity_cents,
      v.headroom_cents, v.allowance_cents, v.used_bps, coalesce(v.risk_state, 'unknown'), v.nearest_rule, coalesce(v.rule_states, '[]'), v.facts, 1, v.last_event_at,
      v.last_event_key, p_now
    from jsonb_to_record(p) as v(balance_cents bigint, equity_cents bigint, high_water_cents bigint, cumulative_profit_cents bigint, trading_day date,
      day_start_balance_cents bigint, day_start_equity_cents bigint, headroom_cents bigint, allowance_cents bigint, used_bps bigint, risk_state text,
      nearest_rule text, rule_states jsonb, facts jsonb, last_event_at timestamptz, last_event_key text)
    on conflict (account_id) do update set balance_cents = excluded.balance_cents, equity_cents = excluded.equity_cents, high_water_cents = excluded.high_water_cents,
      cumulative_profit_cents = excluded.cumulative_profit_cents, trading_day = excluded.trading_day, day_start_balance_cents = excluded.day_start_balance_cents,
      day_start_equity_cents = excluded.day_start_equity_cents, headroom_cents = excluded.headroom_cents, allowance_cents = excluded.allowance_cents,
      used_bps = excluded.used_bps, risk_state = excluded.risk_state, nearest_rule = excluded.nearest_rule, rule_states = excluded.rule_states,
      facts = excluded.facts, facts_version = f.facts_version + 1, last_event_at = excluded.last_event_at, last_event_key = excluded.last_event_key,
      updated_at = excluded.updated_at $$;

create function private.record_checkpoints(p_account uuid, p_rows jsonb, p_drop_after text) returns void language plpgsql security definer set search_path = '' as $$
begin
  if p_drop_after is not null then delete from public.account_checkpoints where account_id = p_account and order_key > p_drop_after collate "C"; end if;
  insert into public.account_checkpoints (account_id, trading_day, order_key, facts)
    select p_account, v.trading_day, v.order_key, v.facts from jsonb_to_recordset(p_rows) as v(trading_day date, order_key text, facts jsonb)
    on conflict (account_id, trading_day) do update set order_key = excluded.order_key, facts = excluded.facts;
end $$;

-- Only positions closed from the first touched one on are worked out again; the row before them carries the sum so far. Ids travel as arrays, so the
-- cost is that of the few positions concerned, whatever the planner believes of a growing table.
create function private.snapshot_consistency(p_account uuid, p_trades text[]) returns void language plpgsql security definer set search_path = '' as $$
declare since timestamptz; so_far bigint; winners int; threshold numeric; touched text[]; later text[];
begin
  select array_agg(distinct t.position_id) into touched from public.trades t where t.account_id = p_account and t.external_id = any (p_trades);
  if touched is null then return; end if;
  select min(t.close_time) into since from public.trades t where t.account_id = p_account and t.position_id = any (touched);
  select array_agg(distinct t.position_id) into later from public.trades t where t.account_id = p_account and t.close_time >= since;
  delete from public.trade_consistency_snapshot where account_id = p_account and closed_at >= since;
  select s.cumulative_profit_cents, s.total_winning_trades into so_far, winners from public.trade_consistency_snapshot s
    where s.account_id = p_account order by s.closed_at desc, s.trade_ticket desc limit 1;
  select private.percent_of(private.rule_value(r.rules, 'consistency', '{running,threshold}')) into threshold
    from public.rule_sets r join public.accounts a on a.rule_set_id = r.id where a.id = p_account;
  insert into public.trade_consistency_snapshot (account_id, trade_ticket, closed_at, trade_profit_cents, cumulative_profit_cents, total_winning_trades,
      trade_percentage, is_violation, threshold_percent)
    select p_account, w.position_id, w.closed_at, w.net, w.total, w.place, round(w.net * 100 / w.total, 4), exists (select from public.risk_violations v
      where v.account_id = p_account and v.rule = 'consistency' and v.state <> 'withdrawn' and (v.subject = w.position_id or v.trade_ticket = any (w.tickets))), threshold
    from (select g.*, coalesce(so_far, 0) + sum(g.net) over o as total, coalesce(winners, 0) + row_number() over o as place
          from (select t.position_id, max(t.close_time) as closed_at, sum(t.net_profit_cents) as net, array_agg(t.ticket_number) as tickets from public.trades t
                where t.account_id = p_account and t.position_id = any (later) group by t.position_id having sum(t.net_profit_cents) > 0) g
          window o as (order by g.closed_at, g.position_id)) w;
end $$;
