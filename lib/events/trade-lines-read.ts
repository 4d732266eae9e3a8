// The trades behind the lines of a timeline, read as whoever looks: the line itself keeps counts alone, since not everybody reads trades.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { HistoryLine, TradeLine } from '@/lib/events/line';

/** Of a long history one line may stand for thousands, and the tab of trades has them all. */
const MOST = 200;

type Row = {
  inbox_id: string;
  symbol: string;
  type: string;
  lots: number;
  volume_unit: string;
  net_profit_cents: number;
  currency: string;
};

export async function withTrades(client: SupabaseClient, accountId: string, lines: HistoryLine[]): Promise<HistoryLine[]> {
  const messages = lines.map(messageOf).filter((one) => one !== null);
  if (messages.length === 0) return lines;
  const { data, error } = await client
    .from('trades_list')
    .select('inbox_id,symbol,type,lots,volume_unit,net_profit_cents,currency')
    .eq('account_id', accountId)
    .in('inbox_id', messages)
    .is('reverses_id', null)
    .order('close_time', { ascending: false })
    .limit(MOST);
  // The timeline stands without them.
  if (error) return lines;
  const told = new Map<string, TradeLine[]>();
  for (const row of data as Row[]) told.set(row.inbox_id, [...(told.get(row.inbox_id) ?? []), lineOf(row)]);
  return lines.map((line) => ({ ...line, trades: told.get(messageOf(line) ?? '') ?? null }));
}

const messageOf = ({ kind, data }: HistoryLine): string | null =>
  kind === 'trade.recorded' && typeof data?.inbox_id === 'string' ? data.inbox_id : null;

const lineOf = ({ symbol, type, lots, volume_unit, net_profit_cents, currency }: Row): TradeLine => ({
  ...{ symbol, side: type, lots: Number(lots), unit: volume_unit },
  ...{ net_cents: net_profit_cents, currency },
});
