-- A trade is a position: its slices summed, dated at the final one. Without a final slice it is no trade yet, so a position closed by half has no share of the
-- winners. A slice that does not say whether it was the last is the last one unless its position is still listed as open.
create or replace function public.get_cumulative_profit(p_account_id uuid)
returns table (cumulative_profit numeric, total_winning_trades int, largest_win numeric) language sql stable security definer set search_path = '' as $$
  with scale as (select power(10::numeric, private.minor_digits(a.rule_set_id)) as units, private.minor_digits(a.rule_set_id) as digits
                 from public.accounts a where a.id = p_account_id
                 and (coalesce(current_setting('role', true), '') not in ('anon', 'authenticated') or private.is_staff() or a.trader_id = private.trader_id())),
  won as (select sum(t.net_profit_cents) as net from public.trades t where t.account_id = p_account_id group by t.position_id
          having sum(t.net_profit_cents) > 0 and coalesce(bool_or(t.is_final_slice), not exists (select from public.positions o where o.account_id = p_account_id and o.position_id = t.position_id)))
  select round(coalesce(sum(won.net), 0) / max(scale.units), max(scale.digits)), count(won.net)::int, round(coalesce(max(won.net), 0) / max(scale.units), max(scale.digits))
  from scale left join won on true having count(scale.units) > 0 $$;

drop materialized view private.consistency_by_account;
create materialized view private.consistency_by_account as
  select w.account_id, sum(w.net) as winners_cents, count(*)::int as winning_trades, max(w.net) as largest_win_cents
  from (select t.account_id, t.position_id, sum(t.net_profit_cents) as net from public.trades t group by t.account_id, t.position_id
        having sum(t.net_profit_cents) > 0 and coalesce(bool_or(t.is_final_slice), not exists (select from public.positions o where o.account_id = t.account_id and o.position_id = t.position_id))) w
  group by w.account_id;
create unique index consistency_by_account_key on private.consistency_by_account (account_id);

-- Shares of the winners so far. Only positions closed from the first touched one on are worked out again; the row before them carries the sum so far. Ids travel
-- as arrays, one per account, so the cost is that of the few positions concerned, however the tables have grown since the plan was made.
create or replace function private.snapshot_consistency(p_rows jsonb) returns void language plpgsql security definer set search_path = '' set enable_seqscan = off as $$
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

-- An account that was reinstated and ended again did not end by what it was forgiven.
create or replace view private.risk_book as
  select a.id as account_id, a.login, a.trader_id, a.status, a.rule_set_id, a.phase_id, a.activated_at as opened_at, t.first_trade_at, e.rule as ended_by,
    a.status = 'failed' or (a.status = 'closed' and a.closure_reason = 'rule_violation') as failed, a.status = 'passed' as passed,
    a.status = 'live' or a.blocked_from = 'live' as live, a.status in ('active', 'blocked', 'live') as unfinished,
    case when a.status = 'passed' then a.closed_at
      when a.status = 'failed' or (a.status = 'closed' and a.closure_reason = 'rule_violation') then coalesce(e.breached_at, a.closed_at) end as decided_at
  from public.accounts a
  left join lateral (select coalesce(x.open_time, x.close_time) as first_trade_at from public.trades x where x.account_id = a.id order by x.close_time, x.id limit 1) t on true
  left join lateral (select v.rule, v.breached_at from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.consequence = 'fail'
    and v.state <> 'withdrawn' and not exists (select from public.events r where r.account_id = a.id and r.kind = 'account.reinstated' and r.created_at >= v.detected_at)
    order by v.breached_at, v.id limit 1) e on true
  where a.activated_at is not null and a.server not like 'scale:%';

select private.apply_grants();
