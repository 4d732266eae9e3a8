// What had been traded, broken and noted of an account by a past instant, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import { byLearning, HISTORY_COLUMNS, type HistoryLine } from '@/lib/events/line';
import { withTrades } from '@/lib/events/trade-lines-read';
import type { TradeRow } from '@/lib/trades/read';
import type { ViolationRow } from '@/lib/violations/read';

const SHOWN = 50;

/** Trades closed by then, newest first. */
export async function readTradesUntil(client: SupabaseClient, accountId: string, at: string) {
  const { data, error, count } = await client
    .from('trades_list')
    .select('*', { count: 'exact' })
    .eq('account_id', accountId)
    .lte('close_time', at)
    .order('close_time', { ascending: false })
    .order('id', { ascending: false })
    .limit(SHOWN);
  if (error) throw new Error(`trades_list: ${error.message}`);
  return { rows: (data ?? []) as TradeRow[], total: count ?? 0 };
}

/** Verdicts whose breach lay before the instant, newest first, as they stand now. */
export async function readViolationsUntil(client: SupabaseClient, accountId: string, at: string): Promise<ViolationRow[]> {
  const { data, error } = await client
    .from('violations_list')
    .select('*')
    .eq('account_id', accountId)
    .lte('breached_at', at)
    .order('breached_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(200);
  if (error) throw new Error(`violations_list: ${error.message}`);
  return (data ?? []) as ViolationRow[];
}

/** The spine's rows up to then, the last learnt first. */
export async function readTimelineUntil(client: SupabaseClient, accountId: string, at: string, kind: string): Promise<HistoryLine[]> {
  let request = client.from('timeline').select(HISTORY_COLUMNS).eq('account_id', accountId).lte('occurred_at', at);
  if (kind) request = request.like('kind', `${kind}.%`);
  const { data, error } = await request.order('id', { ascending: false }).limit(SHOWN);
  if (error) throw new Error(`timeline: ${error.message}`);
  return withTrades(client, accountId, ((data ?? []) as HistoryLine[]).sort(byLearning));
}
