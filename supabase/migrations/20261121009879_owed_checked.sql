-- What the self-check asks of the books of payouts, with what is owed back and what is kept.
create or replace function private.check_payouts() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select 'what is reserved is what open payouts ask', b.trader_id::text, b.currency || ' ' || b.reserved_cents || ' open ' || s.open from public.payable_balances b
    cross join lateral (select coalesce(sum(p.requested_cents), 0) as open from public.payouts p where p.trader_id = b.trader_id and p.currency = b.currency and p.state in ('requested', 'approved')) s
    where b.reserved_cents <> s.open
  union all select 'a payout that left has its names', p.id::text, p.state from public.payouts p where p.state in ('approved', 'sending', 'unknown', 'sent', 'paid', 'returned')
    and not exists (select from public.payout_approvals a where a.payout_id = p.id and a.digest = p.approved_digest)
  union all select 'nothing is on its way unasked for long', p.id::text, p.state from public.payouts p where p.state in ('sending', 'unknown') and p.next_check_at < now() - interval '2 hours'
  union all select 'paid out is what was paid', x.currency, 'booked ' || x.booked || ' paid ' || x.paid from (select e.currency, sum(e.amount_cents) as booked,
    (select coalesce(sum(p.requested_cents), 0) from public.payouts p where p.currency = e.currency and p.state = 'paid') as paid
    from public.ledger_entries e where e.ledger_account = 'paid-out' group by e.currency) x where x.booked <> x.paid
  union all select 'what is owed back was paid out', x.account_id::text, 'owed back ' || x.back || ' left ' || x.gone from (select o.account_id, private.overpaid(o.account_id) as back,
      coalesce(sum(p.requested_cents) filter (where p.state in ('sending', 'unknown', 'sent', 'paid')), 0) as gone
    from (select distinct t.account_id from public.ledger_transactions t where t.kind = 'overpayment') o join public.payouts p on p.account_id = o.account_id group by o.account_id) x
    -- What has just come back is weighed again by a job of its own.
    where x.back < 0 or (x.back > x.gone and not exists (select from public.payouts p where p.account_id = x.account_id and p.settled_at > now() - interval '1 hour'))
  union all select 'what came back is kept for its trader', x.account_id::text, 'kept ' || x.kept || ' owed ' || x.owed from (select r.account_id,
      (select sum(k.kept_cents) from private.kept_returns(r.account_id) k) as kept, (select coalesce(sum(e.amount_cents), 0) from public.ledger_transactions t
        join public.ledger_entries e on e.transaction_id = t.id where t.account_id = r.account_id and e.ledger_account in ('trader-payable', 'trader-reserved')) as owed
    from (select distinct p.account_id from public.payouts p where p.state = 'returned') r) x where x.owed < x.kept $$;
select private.apply_grants();
