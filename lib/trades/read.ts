// Trades and open positions as the lists show them.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { WinShare } from './win-share';

export interface TradeRow {
  id: string;
  account_id: string;
  login: string;
  currency: string;
  external_id: string;
  ticket_number: string | null;
  position_id: string | null;
  symbol: string;
  type: 'buy' | 'sell';
  lots: string | number;
  open_price: string | number | null;
  close_price: string | number | null;
  stop_loss: string | number | null;
  take_profit: string | number | null;
  open_time: string | null;
  close_time: string;
  hold_seconds: number | null;
  profit_loss_cents: number;
  commission_cents: number;
  swap_cents: number;
  fee_cents: number;
  net_profit_cents: number;
  risk_reward: string | number | null;
  is_late: boolean;
  is_reversed: boolean;
  reverses_id: string | null;
  inbox_id: string | null;
  magic_number: string | number | null;
  close_reason: string | null;
  /** Why somebody of risk flagged it; null where nobody did, or the reader sees no flags. */
  flag: string | null;
  /** Of its whole position; null where that won nothing. */
  win_share: WinShare | null;
  server_zone: string | null;
}

export interface PositionRow {
  account_id: string;
  position_id: string;
  login: string;
  currency: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: string | number;
  open_price: string | number | null;
  stop_loss: string | number | null;
  take_profit: string | number | null;
  opened_at: string | null;
  floating_cents: number | null;
  swap_cents: number | null;
  reported_at: string;
  /** The raw message that last reported it; null where it came by no message, absent where the past is told again from the events. */
  inbox_id?: string | null;
  server_zone: string | null;
}

/** The last trades of one account, newest first. */
export async function readAccountTrades(client: SupabaseClient, accountId: string, limit: number) {
  const { data, error, count } = await client
    .from('trades_list')
    .select('*', { count: 'exact' })
    .eq('account_id', accountId)
    .order('close_time', { ascending: false })
    .order('id', { ascending: false })
    .limit(limit);
  if (error) throw new Error(`trades_list: ${error.message}`);
  return { rows: (data ?? []) as TradeRow[], total: count ?? 0 };
}

/** Everything an account has open, as last reported. */
export async function readAccountPositions(client: SupabaseClient, accountId: string): Promise<PositionRow[]> {
  const { data, error } = await client.from('positions_list').select('*').eq('account_id', accountId).order('position_id').limit(500);
  if (error) throw new Error(`positions_list: ${error.message}`);
  return (data ?? []) as PositionRow[];
}
