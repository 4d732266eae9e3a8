// The way that is written first and regretted later: per trade, ask for the rules, the history, the day, the open trades, then write.
// It stands here only to be measured against; it has no lock, no raw copy and no audit, and two of it at once lose an update.
import type { SupabaseClient } from '@supabase/supabase-js';
import { parseMoney } from '@/lib/money';

export const NAIVE_STATEMENTS = 5;

export async function judgeNaively(service: SupabaseClient, account: string, wire: Record<string, unknown>): Promise<boolean> {
  const gross = parseMoney(String(wire.gross), 2) ?? 0;
  const rules = await service.from('rule_sets').select('rules').eq('state', 'published').limit(1);
  const history = await service.from('trades').select('net_profit_cents').eq('account_id', account);
  const day = await service.from('daily_stats').select('pnl_cents').eq('account_id', account);
  const open = await service.from('positions').select('floating_cents').eq('account_id', account);
  const written = await service.from('trades').insert({
    account_id: account,
    external_id: wire.external_id,
    ticket_number: wire.external_id,
    position_id: wire.position_id,
    symbol: wire.symbol,
    type: wire.side,
    lots: wire.volume,
    open_price: wire.open_price,
    close_price: wire.close_price,
    open_time: wire.opened_at,
    close_time: wire.closed_at,
    profit_loss_cents: gross,
    booked_cents: gross,
  });
  const error = rules.error ?? history.error ?? day.error ?? open.error ?? written.error;
  if (error) throw new Error(error.message);
  const total = (history.data as { net_profit_cents: number }[]).reduce((sum, one) => sum + one.net_profit_cents, gross);
  return total < -500_000;
}
