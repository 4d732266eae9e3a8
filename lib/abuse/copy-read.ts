// What the copy-trading pages read, with the reader's own rights: clusters, one pair trade by trade, an account's links, and the last search.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { clustersOf, type Cluster } from '@/lib/abuse/clusters';
import { copyEventsList, copyPairsList } from '@/lib/abuse/copy-list';

const part = z.object({ part: z.string(), points: z.number(), most: z.number(), words: z.string() });
const pair = z.object({
  ...{
    id: z.string(),
    kind: z.enum(['copy_trade', 'hedge']),
    account_a: z.string(),
    account_b: z.string(),
    login_a: z.string(),
    login_b: z.string(),
  },
  ...{
    trader_a: z.string(),
    trader_b: z.string(),
    trader_name_a: z.string(),
    trader_name_b: z.string(),
    status_a: z.string(),
    status_b: z.string(),
  },
  ...{
    relation: z.enum(['strangers', 'own']),
    score: z.coerce.number(),
    parts: z.array(part),
    summary: z.string(),
    evidence_count: z.number(),
  },
  ...{
    first_at: z.string(),
    last_at: z.string(),
    state: z.enum(['open', 'watch', 'confirmed', 'cleared']),
    decided_at: z.string().nullable(),
  },
  ...{
    decided_by_name: z.string().nullable(),
    decision_reason: z.string().nullable(),
    version: z.number(),
    seen_at: z.string(),
    created_at: z.string(),
  },
});
export type PairRow = z.output<typeof pair>;
const match = z.object({
  ...{
    id: z.number(),
    signal_id: z.string(),
    symbol: z.string(),
    side_a: z.string(),
    side_b: z.string(),
    opened_a: z.string(),
    opened_b: z.string(),
  },
  ...{ ms_apart: z.number(), close_ms_apart: z.number().nullable(), lots_a: z.coerce.number(), lots_b: z.coerce.number() },
  ...{
    volume_ratio: z.coerce.number(),
    crowd: z.number(),
    matched_at: z.string(),
    kind: z.string(),
    state: z.string(),
    score: z.coerce.number(),
  },
  ...{ relation: z.string(), account_a: z.string(), account_b: z.string(), login_a: z.string(), login_b: z.string() },
  ...{ trader_name_a: z.string(), trader_name_b: z.string(), stop_a: z.coerce.string().nullable(), stop_b: z.coerce.string().nullable() },
});
export type MatchRow = z.output<typeof match>;
const scanRow = z.object({
  ...{ mode: z.enum(['full', 'incremental']), ended_at: z.string(), trades_read: z.number(), accounts_compared: z.number() },
  ...{ pairs_weighed: z.number(), pairs_alike: z.number(), took_ms: z.number() },
});
export type ScanRow = z.output<typeof scanRow>;

const MOST_PAIRS = 1_000;
const MOST_MATCHES = 200;
const columns = copyPairsList.columns.join(',');

export interface Clusters {
  clusters: Cluster<PairRow>[];
  /** Pairs there are, also those beyond the strongest that were read. */
  total: number;
  read: number;
}

/** Clusters of all that is not cleared; accounts of one trader among themselves make none. */
export async function readClusters(client: SupabaseClient): Promise<Clusters> {
  const { data, error, count } = await client
    .from('copy_pairs_list')
    .select(columns, { count: 'exact' })
    .neq('state', 'cleared')
    .eq('relation', 'strangers')
    .order('score', { ascending: false })
    .order('id')
    .limit(MOST_PAIRS);
  if (error) throw new Error(`copy_pairs_list: ${error.message}`);
  const rows = z.array(pair).parse(data);
  return { clusters: clustersOf(rows), total: count ?? rows.length, read: rows.length };
}

/** The last search of each kind. */
export async function readScans(client: SupabaseClient): Promise<{ last: ScanRow | null; full: ScanRow | null }> {
  const newest = () =>
    client
      .from('abuse_scans')
      .select(Object.keys(scanRow.shape).join(','))
      .order('ended_at', { ascending: false })
      .order('id', { ascending: false })
      .limit(1);
  const [last, full] = await Promise.all([newest().maybeSingle(), newest().eq('mode', 'full').maybeSingle()]);
  const failed = last.error ?? full.error;
  if (failed) throw new Error(`abuse_scans: ${failed.message}`);
  return { last: scanRow.nullable().parse(last.data), full: scanRow.nullable().parse(full.data) };
}

export async function readPair(client: SupabaseClient, id: string): Promise<PairRow | null> {
  const { data, error } = await client.from('copy_pairs_list').select(columns).eq('id', id).maybeSingle();
  if (error) throw new Error(`copy_pairs_list: ${error.message}`);
  return pair.nullable().parse(data);
}

/** The matched openings of a pair, newest first. */
export async function readMatches(client: SupabaseClient, id: string): Promise<MatchRow[]> {
  const { data, error } = await client
    .from('matches_list')
    .select(copyEventsList.columns.join(','))
    .eq('signal_id', id)
    .order('matched_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(MOST_MATCHES);
  if (error) throw new Error(`matches_list: ${error.message}`);
  return z.array(match).parse(data);
}

const caseRow = z.object({
  id: z.string(),
  account_id: z.string().nullable(),
  login: z.string().nullable(),
  state: z.string(),
  decided_by_name: z.string().nullable(),
});
export type CaseRow = z.output<typeof caseRow> & { choice: string | null };

/** The cases a pair was filed with. */
export async function readCases(client: SupabaseClient, id: string): Promise<CaseRow[]> {
  const { data, error } = await client
    .from('reviews_list')
    .select('id,account_id,login,state,decided_by_name,choice')
    .eq('kind', 'abuse')
    .contains('evidence', { signals: [{ signal_id: id }] })
    .order('created_at')
    .order('id');
  if (error) throw new Error(`reviews_list: ${error.message}`);
  return z.array(caseRow.extend({ choice: z.string().nullable() })).parse(data);
}

/** Every pair an account is in, the strongest first; null where the reader may not know. */
export async function readAccountPairs(client: SupabaseClient, account: string): Promise<PairRow[]> {
  const { data, error } = await client
    .from('copy_pairs_list')
    .select(columns)
    .or(`account_a.eq.${account},account_b.eq.${account}`)
    .order('score', { ascending: false })
    .order('id')
    .limit(100);
  if (error) throw new Error(`copy_pairs_list: ${error.message}`);
  return z.array(pair).parse(data);
}

export interface Bar {
  reason: string;
  set_at: string;
  set_by: string;
}
/** What withholds an account's payouts; null where nothing does. */
export async function readBar(client: SupabaseClient, account: string): Promise<Bar | null> {
  const { data, error } = await client
    .from('payout_bars')
    .select('reason,set_at,set_by')
    .eq('account_id', account)
    .is('lifted_at', null)
    .maybeSingle();
  if (error) throw new Error(`payout_bars: ${error.message}`);
  return z.object({ reason: z.string(), set_at: z.string(), set_by: z.string() }).nullable().parse(data);
}
