// A row in every relation of copied trades and the cases they make, so that a permission that leaks has something to leak.
import type { Pool } from 'pg';

/** `staff` is somebody of the staff who decided. */
export async function stageAbuse(sql: Pool, staff: string): Promise<void> {
  await sql.query(
    `insert into public.abuse_signals (kind, account_a, account_b, trader_a, trader_b, "window", score, seen_at)
     select 'copy_trade', a.id, b.id, a.trader_id, b.trader_id, 'rolling-30d', 80, now() from public.accounts a join public.accounts b on a.id < b.id and a.trader_id <> b.trader_id
     where exists (select from public.trades t where t.account_id = a.id) and exists (select from public.trades t where t.account_id = b.id) limit 1`,
  );
  await sql.query(
    `insert into public.abuse_matches (signal_id, trade_a, trade_b, symbol, side_a, side_b, opened_a, opened_b, ms_apart, lots_a, lots_b, volume_ratio, matched_at)
     select s.id, x.id, y.id, 'EURUSD', 'buy', 'buy', now(), now(), 0, 1, 1, 1, now() from public.abuse_signals s
     join public.trades x on x.account_id = s.account_a join public.trades y on y.account_id = s.account_b limit 1`,
  );
  await sql.query(
    `select public.note_scan('{"mode": "full", "window_from": "2026-01-01", "window_to": "2026-02-01", "through": "2026-02-01", "trades_read": 2, "accounts_compared": 2, "pairs_weighed": 1,
      "pairs_alike": 1, "took_ms": 1, "now": "2026-02-01"}')`,
  );
  await sql.query(
    `with r as (insert into public.reviews (kind, subject_id) values ('abuse', 'staged-bar') returning id)
     insert into public.payout_bars (account_id, review_id, reason, set_by, set_at) select s.account_a, r.id, 'staged', $1, now() from public.abuse_signals s, r where s.account_a is not null limit 1`,
    [staff],
  );
  await sql.query(
    `insert into public.trade_flags (trade_id, account_id, reason, flagged_by, flagged_at) select t.id, t.account_id, 'staged', $1, now() from public.trades t`,
    [staff],
  );
}
