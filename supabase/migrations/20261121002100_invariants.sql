-- What must be true at any moment. Each row that comes back is a breakage with its name; an empty answer is health.

-- The balance of an account with payouts too: what was expected to leave is booked when it is approved, and the broker's own withdrawal of it moves only the difference.
-- So what is expected still is taken off, and what left is the broker's own. A ledger that opens with the deposit of the initial balance says it a second time.
create function private.check_money() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
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

create function private.check_verdicts() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'every breach has evidence', v.id::text, v.rule from public.risk_violations v where v.outcome = 'breach' and jsonb_array_length(v.evidence) = 0
  union all select 'no mail waits for a withdrawn verdict', m.id::text, v.state from public.mail_deliveries m join public.risk_violations v on v.id = m.violation_id
    where m.state = 'queued' and v.state in ('withdrawn', 'contested')
  union all select 'no letter left before its verdict was confirmed', m.id::text, v.state from public.mail_deliveries m join public.risk_violations v on v.id = m.violation_id
    where m.state in ('sent', 'delivered') and v.state = 'provisional'
  union all select 'a provisional fail stops trading', v.account_id::text, v.id::text from public.risk_violations v join public.accounts a on a.id = v.account_id
    where v.outcome = 'breach' and v.consequence = 'fail' and v.state = 'provisional' and a.trading_off_reason is null
  union all select 'an account ended by a rule has the verdict', a.id::text, a.status from public.accounts a where a.closure_reason = 'rule_violation'
    and not exists (select from public.risk_violations v where v.account_id = a.id and v.consequence = 'fail' and v.state <> 'provisional')
  union all select 'a confirmed fail ends the account', v.account_id::text, v.id::text from public.risk_violations v join public.accounts a on a.id = v.account_id
    where v.outcome = 'breach' and v.consequence = 'fail' and v.state = 'confirmed' and a.status in ('active', 'live')
      and not exists (select from public.events e where e.account_id = a.id and e.kind = 'account.reinstated')
  union all select 'a pinned rule set is published and of the phase', a.id::text, r.state from public.accounts a join public.rule_sets r on r.id = a.rule_set_id
    where r.state = 'draft' or r.phase_id <> a.phase_id or r.currency <> a.currency
  union all select 'an opened account has its facts', a.id::text, a.status from public.accounts a
    where a.status <> 'pending' and a.activated_at is not null and not exists (select from public.account_facts f where f.account_id = a.id) $$;

create function private.check_locks() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'every table has row-level security', n.nspname || '.' || c.relname, '' from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and not c.relrowsecurity
  union all select 'every view is the reader''s own', n.nspname || '.' || c.relname, '' from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)
  union all select 'a function fixes its search path', p.oid::regprocedure::text, '' from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and not exists (select from unnest(p.proconfig) s where s = 'search_path=""')
  union all select 'nobody outside writes tables', t.table_schema || '.' || t.table_name, t.grantee || ' ' || t.privilege_type from information_schema.role_table_grants t
    where t.table_schema in ('public', 'private') and t.grantee in ('anon', 'authenticated', 'service_role', 'PUBLIC') and t.privilege_type <> 'SELECT'
  union all select 'nothing is executable by everybody', p.oid::regprocedure::text, '' from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'private') and has_function_privilege('anon', p.oid, 'execute') $$;
