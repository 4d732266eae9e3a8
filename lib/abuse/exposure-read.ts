// What the accounts of each cluster hold together, symbol by symbol, as their brokers last said.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

const symbol = z.object({
  symbol: z.string(),
  unit: z.string(),
  accounts: z.number(),
  buy_lots: z.string(),
  sell_lots: z.string(),
  net_lots: z.string(),
});
export type ClusterSymbol = z.output<typeof symbol>;

/** One list for each cluster, in their order; the largest net first. */
export async function readClusterExposure(client: SupabaseClient, clusters: readonly { accounts: string[] }[]): Promise<ClusterSymbol[][]> {
  const members = clusters.map(({ accounts }) => accounts);
  return z.array(z.array(symbol)).parse(await callFunction(client, 'cluster_exposure', { p: members }));
}
