-- A payout that was approved, held and approved again is expected at the broker once. Where the broker took it out after the first approval, the expectation stands where it first
-- stood, so that this very withdrawal replaces it; otherwise it would be booked twice: once as a withdrawal nobody knows, once as a payout still to come.
create or replace function private.expect_withdrawal(p public.payouts, p_now timestamptz) returns void language plpgsql security definer set search_path = '' as $$
declare name text := 'payout-' || p.id || '-' || p.version; body jsonb; first_at timestamptz; at timestamptz;
begin
  body := jsonb_build_object('amount_cents', p.gross_cents, 'split_bps', p.split_bps, 'reference', p.id);
  select min(e.occurred_at) into first_at from public.account_events e where e.account_id = p.account_id and e.kind = 'payout' and e.data ->> 'reference' = p.id::text;
  at := case when exists (select from public.account_events w where w.account_id = p.account_id and w.kind = 'balance' and w.data ->> 'operation' = 'withdrawal' and w.occurred_at >= first_at
      and (w.data ->> 'reference' = p.id::text or (w.data ->> 'reference' is null and (w.data ->> 'amount_cents')::bigint = -p.gross_cents))) then first_at else p_now end;
  insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
    values (p.account_id, 'payout', name, lpad(trunc(extract(epoch from at) * 1000000)::text, 16, '0') || '21' || name, at, p_now, 'api', encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), body);
  insert into public.balance_operations (account_id, external_id, kind, amount_cents, affects_profit, reference, occurred_at, payout_id, is_expected)
    values (p.account_id, name, 'payout', -p.gross_cents, false, p.id::text, at, p.id, true);
  perform private.tell_again(p.account_id, p_now);
end $$;
