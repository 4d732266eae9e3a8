-- What a refold drew again replaces what was drawn before, and what a platform numbers apart has rows of its own: where an account stands may depend on what
-- happened and never on what was heard first.

-- Minutes meet again when reports come one after another: the extremes of both stay, the close is the later one. A refold knows all that happened after
-- `marks_after` and draws those minutes from nothing; an extreme that a late deal took back never was. A checkpoint is a reset, so its minute holds nothing older.
create or replace function private.record_marks(p_rows jsonb) returns void language plpgsql security definer set search_path = '' as $$
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

-- A reversal may come before its target, so both arrivals look for the other; its row takes back what the target booked. Platforms number deals and cancellations
-- apart, so a cancellation's row is named as one and never stands in the place of a deal of the same number.
create or replace function private.record_reversals(p_rows jsonb, p_ids uuid[]) returns void language plpgsql security definer set search_path = '' as $$
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
    from (select u.id, u.first_close, private.percent_of(private.rule_value(s.rules, 'consistency', '{running,threshold}')) as threshold
      from unnest(ids, since) as u(id, first_close) join public.accounts a on a.id = u.id join public.rule_sets s on s.id = a.rule_set_id offset 0) w
    cross join lateral (select array_agg(distinct t.position_id) as later from public.trades t where t.account_id = w.id and t.close_time >= w.first_close) p
    left join lateral (select s.cumulative_profit_cents as so_far, s.total_winning_trades as winners from public.trade_consistency_snapshot s
      where s.account_id = w.id order by s.closed_at desc, s.trade_ticket desc limit 1) before on true
    cross join lateral (
      select n.*, coalesce(before.so_far, 0) + sum(n.net) over o as total, coalesce(before.winners, 0) + row_number() over o as place
      from (select t.position_id, max(t.close_time) as closed_at, sum(t.net_profit_cents) as net, array_agg(t.ticket_number) as tickets
            from public.trades t where t.account_id = w.id and t.position_id = any (p.later) group by t.position_id having sum(t.net_profit_cents) > 0) n
      window o as (order by n.closed_at, n.position_id)) g;
end $$;

-- Cancellations and corrections now count in the result of their day (judge/2): accounts that have any are folded again by the next batch.
update public.account_facts f set facts = null, facts_version = facts_version + 1 where f.facts is not null and exists (select from public.account_events e
  where e.account_id = f.account_id and (e.kind = 'reversal' or (e.kind = 'balance' and e.data ->> 'operation' = 'correction')));

select private.apply_grants();
