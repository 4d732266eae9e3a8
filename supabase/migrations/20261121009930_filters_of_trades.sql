-- Closed trades by how they ended, whether a stop was set, and what a winner made of all winners so far; open positions by their stop, with the message
-- that last reported each. A reversal takes a trade back: nobody won, lost or held it.
create or replace view public.trades_list with (security_invoker = true) as
  select x.id, x.account_id, x.external_id, x.ticket_number, x.position_id, x.symbol, x.type, x.lots, x.volume_unit, x.contract_size, x.open_price, x.close_price,
    x.stop_loss, x.take_profit, x.open_time, x.close_time, x.profit_loss_cents::bigint as profit_loss_cents, x.commission_cents::bigint as commission_cents,
    x.swap_cents::bigint as swap_cents, x.fee_cents::bigint as fee_cents, x.net_profit_cents, x.booked_cents::bigint as booked_cents, x.magic_number, x.comment,
    x.close_reason, x.is_final_slice, x.is_late, x.reverses_id, x.supersedes_id, x.inbox_id, x.created_at, a.login, a.status as account_status, a.trader_id,
    t.full_name as trader_name, a.currency, extract(epoch from x.close_time - x.open_time)::bigint as hold_seconds,
    case when x.stop_loss is not null and x.stop_loss <> x.open_price then round((x.close_price - x.open_price) * case x.type when 'buy' then 1 else -1 end
      / abs(x.open_price - x.stop_loss), 2) end as risk_reward,
    exists (select from public.trades y where y.reverses_id = x.id and y.reverses_id is not null) as is_reversed,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone,
    (select f.reason from public.trade_flags f where f.trade_id = x.id and f.is_standing) as flag,
    case when x.reverses_id is not null then null when x.net_profit_cents > 0 then 'won' when x.net_profit_cents < 0 then 'lost' else 'even' end as result,
    case when x.reverses_id is null then x.stop_loss is not null end as has_stop,
    (select jsonb_build_object('percent', s.trade_percentage, 'wins', s.total_winning_trades, 'allowed', s.threshold_percent, 'over', s.is_violation,
        'needs', coalesce((jsonb_path_query_first(q.rules, '$.rules.consistency[*].running.min_winning_trades') #>> '{}')::int, 1))
      from public.trade_consistency_snapshot s left join public.rule_sets q on q.id = a.rule_set_id
      where s.account_id = x.account_id and s.trade_ticket = x.position_id and x.reverses_id is null) as win_share
  from public.trades x join public.accounts a on a.id = x.account_id join public.traders t on t.id = a.trader_id;

-- Few events report a position, and the newest of them is all that is asked for.
create index account_events_positions on public.account_events (account_id, order_key desc)
  where kind in ('position-opened', 'position-changed') or (kind = 'snapshot' and data ? 'positions');

create or replace view public.positions_list with (security_invoker = true) as
  select o.account_id, o.position_id, o.symbol, o.side, o.lots, o.volume_unit, o.open_price, o.stop_loss, o.take_profit, o.opened_at, o.floating_cents::bigint as floating_cents,
    o.swap_cents::bigint as swap_cents, o.reported_at, o.created_at, a.login, a.currency, a.trader_id, a.status as account_status, t.full_name as trader_name,
    a.status in ('pending', 'active', 'blocked', 'live') as is_alive, private.stage_name(p.is_live, p.position) as stage,
    (select q.rules #>> '{reset,tz}' from public.rule_sets q where q.id = a.rule_set_id) as server_zone, o.stop_loss is not null as has_stop,
    (select e.inbox_id from public.account_events e where e.account_id = o.account_id
       and (e.kind in ('position-opened', 'position-changed') or (e.kind = 'snapshot' and e.data ? 'positions'))
       and (e.data ->> 'position_id' = o.position_id or e.data -> 'positions' @> jsonb_build_array(jsonb_build_object('position_id', o.position_id)))
     order by e.order_key desc limit 1) as inbox_id
  from public.positions o join public.accounts a on a.id = o.account_id join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id;

-- The list of trades begins with the newest, nulls last and ties by id downwards, as every list of the office is sorted: the index that serves ranges of time serves it too.
drop index public.trades_close;
create index trades_close on public.trades (close_time desc nulls last, id desc);
