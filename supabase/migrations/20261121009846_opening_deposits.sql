-- What the self-check says of balances, once more: most ledgers open with the deposit of the initial balance, and were called wrong for it.
-- The balance of an account with payouts too: what was expected to leave is booked when it is approved, and the broker's own withdrawal of it moves only the difference.
-- So what is expected still is taken off, and what left is the broker's own. A ledger that opens with the deposit of the initial balance says it a second time.
create or replace function private.check_money() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'balance is the sum of what was booked', a.id::text, 'facts ' || f.balance_cents || ', booked ' || s.booked
    from public.accounts a join public.account_facts f on f.account_id = a.id and f.facts is not null
    cross join lateral (select a.initial_balance_cents + coalesce((select sum(t.booked_cents) from public.trades t where t.account_id = a.id), 0)
      + coalesce((select sum(o.amount_cents) filter (where not o.is_expected) from public.balance_operations o where o.account_id = a.id and o.kind <> 'credit' and o.replaced_by_id is null), 0)
      - coalesce((select sum((x ->> 'amount_cents')::bigint) from jsonb_array_elements(f.facts -> 'expected_payouts') x), 0)
      - coalesce((select a.initial_balance_cents from (select e.kind, e.data from public.account_events e where e.account_id = a.id and e.kind in ('trade', 'balance') order by e.order_key limit 1) o
        where o.kind = 'balance' and o.data ->> 'operation' = 'deposit' and (o.data ->> 'amount_cents')::bigint = a.initial_balance_cents), 0) as booked) s
    where f.balance_cents <> s.booked
  union all select 'every trade event has its row', e.account_id::text, e.external_id from public.account_events e
    where e.kind = 'trade' and not exists (select from public.trades t where t.account_id = e.account_id and t.external_id = e.external_id)
  union all select 'a reversal takes back exactly its target', r.account_id::text, r.external_id from public.trades r join public.trades t on t.id = r.reverses_id
    where r.booked_cents <> -t.booked_cents or r.net_profit_cents <> -t.net_profit_cents or r.account_id <> t.account_id
  union all select 'the share of winners adds up', s.account_id::text, s.trade_ticket from public.trade_consistency_snapshot s
    where s.trade_profit_cents <= 0 or s.trade_profit_cents > s.cumulative_profit_cents
  union all select 'facts have folded every event', f.account_id::text, f.last_event_key from public.account_facts f
    where f.facts is not null and f.last_event_key < (select max(e.order_key) from public.account_events e where e.account_id = f.account_id
      -- A payout that did not leave after all is folded by nobody, nor is the word that took it back.
      and e.kind <> 'payout-taken-back' and not (e.kind = 'payout' and exists (select from public.account_events b
        where b.account_id = e.account_id and b.kind = 'payout-taken-back' and b.external_id = e.external_id))) $$;
