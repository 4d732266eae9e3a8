// The trades an account's behaviour is counted from, and what the last search found to stand out, read with the reader's own rights.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { measure, positionsOf, type Behaviour, type Slice } from '@/lib/abuse/behaviour';
import type { Reset } from '@/lib/day';

const PAGE = 1_000;
/** More than this are counted from the newest back, and the page says so. */
const MOST_SLICES = 10_000;
const UTC: Reset = { tz: 'UTC', time: '00:00' };

const slice = z
  .object({
    id: z.string(),
    external_id: z.string(),
    ticket_number: z.string().nullable(),
    position_id: z.string().nullable(),
    symbol: z.string(),
    type: z.enum(['buy', 'sell']),
    lots: z.union([z.string(), z.number()]).transform(String),
    open_time: z.string().nullable(),
    close_time: z.string(),
    net_profit_cents: z.number(),
    magic_number: z.union([z.string(), z.number()]).nullable(),
    close_reason: z.string().nullable(),
  })
  .transform((row): Slice => ({
    id: row.id,
    ticket: row.ticket_number,
    position_id: row.position_id ?? row.external_id,
    symbol: row.symbol,
    side: row.type,
    lots: row.lots,
    opened_at: row.open_time === null ? null : Date.parse(row.open_time),
    closed_at: Date.parse(row.close_time),
    net_cents: row.net_profit_cents,
    magic: row.magic_number === null ? null : String(row.magic_number),
    reason: row.close_reason,
  }));
const reset = z.object({ reset: z.object({ tz: z.string(), time: z.string() }).nullable() });
const signal = z.object({
  id: z.string(),
  score: z.number(),
  state: z.string(),
  parts: z.array(z.object({ part: z.string(), points: z.number(), words: z.string() })),
  seen_at: z.string(),
});
export type AnomalyRow = z.infer<typeof signal>;

export interface AccountBehaviour {
  behaviour: Behaviour;
  /** False where only the newest were counted. */
  isWhole: boolean;
  reset: Reset;
  /** Null where the reader does not see signals, or nothing stands out. */
  anomaly: AnomalyRow | null;
}

export async function readBehaviour(client: SupabaseClient, accountId: string, ruleSetId: string): Promise<AccountBehaviour> {
  const [slices, day, anomaly] = await Promise.all([
    readSlices(client, accountId),
    readReset(client, ruleSetId),
    readAnomaly(client, accountId),
  ]);
  const behaviour = measure(positionsOf(slices), day);
  return { behaviour, isWhole: slices.length < MOST_SLICES, reset: day, anomaly };
}

async function readSlices(client: SupabaseClient, accountId: string): Promise<Slice[]> {
  const found: Slice[] = [];
  while (found.length < MOST_SLICES) {
    const { data, error } = await client
      .from('trades_list')
      .select(
        'id, external_id, ticket_number, position_id, symbol, type, lots, open_time, close_time, net_profit_cents, magic_number, close_reason',
      )
      .eq('account_id', accountId)
      .eq('is_reversed', false)
      .is('reverses_id', null)
      .order('close_time', { ascending: false })
      .order('id')
      .range(found.length, found.length + PAGE - 1);
    if (error) throw new Error(`trades_list: ${error.message}`);
    const page = z.array(slice).parse(data);
    found.push(...page);
    if (page.length < PAGE) return found;
  }
  return found;
}

async function readReset(client: SupabaseClient, ruleSetId: string): Promise<Reset> {
  const { data, error } = await client.from('rule_sets').select('reset:rules->reset').eq('id', ruleSetId).maybeSingle();
  if (error) throw new Error(`rule_sets: ${error.message}`);
  return reset.safeParse(data).data?.reset ?? UTC;
}

async function readAnomaly(client: SupabaseClient, accountId: string): Promise<AnomalyRow | null> {
  const { data, error } = await client
    .from('abuse_signals')
    .select('id, score, state, parts, seen_at')
    .eq('kind', 'anomaly')
    .eq('account_a', accountId)
    .order('seen_at', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw new Error(`abuse_signals: ${error.message}`);
  return data === null ? null : signal.parse(data);
}
