-- Whoever asks whether the whole book is sound asks about what was sold too.
create or replace function private.check_all() returns table (invariant text, subject text, detail text) language sql stable security definer set search_path = '' as $$
  select * from private.check_money() union all select * from private.check_verdicts() union all select * from private.check_running(now()) union all select * from private.check_locks()
  union all select * from private.check_ledger() union all select * from private.check_payouts() union all select * from private.check_orders() $$;
