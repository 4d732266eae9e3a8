// The files that people carry, as those who pay and audit see them: what waits for one, what each holds, and what came of it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { historyLine } from '@/lib/events/line';
import { UUID } from '@/lib/uuid';

const waiting = z.object({
  id: z.string(),
  provider: z.enum(['rise', 'bank']),
  state: z.string(),
  login: z.string(),
  trader_name: z.string().nullable(),
  requested_cents: z.number(),
  currency: z.string(),
  masked: z.string(),
  holder: z.string(),
  approved_at: z.string().nullable(),
  hold_until: z.string(),
  is_due: z.boolean(),
});
export type WaitingPayout = z.output<typeof waiting>;

const file = z.object({
  id: z.string(),
  provider: z.string(),
  file_name: z.string(),
  sha256: z.string(),
  made_by: z.string(),
  made_by_name: z.string().nullable(),
  made_at: z.string(),
  downloaded_at: z.string().nullable(),
  payouts: z.number(),
  settled: z.number(),
  sums: z.array(z.object({ currency: z.string(), payouts: z.number(), cents: z.number() })).nullable(),
  state: z.enum(['waits', 'carried', 'settled']),
});
export type PayoutFileRow = z.output<typeof file>;

const carried = waiting
  .pick({ id: true, state: true, login: true, trader_name: true, requested_cents: true, currency: true, masked: true })
  .extend({
    version: z.number(),
    /** What proves what came of it, as it was written down; a bank may give a whole file one reference. */
    proof: z.string().nullable(),
    settled_at: z.string().nullable(),
    may_not: z.string().nullable(),
  });
export type CarriedPayout = z.output<typeof carried>;

const seen = z.object({ payouts: z.array(carried), events: z.array(historyLine) });
type OpenedFile = { file: PayoutFileRow } & z.output<typeof seen>;

const COLUMNS = Object.keys(file.shape).join(', ');
const LATEST = 100;

export const readWaitingPayouts = async (client: SupabaseClient, now: Date): Promise<WaitingPayout[]> =>
  z.array(waiting).parse(await callFunction(client, 'payouts_to_carry', { p_now: now.toISOString() }));

/** The newest first. */
export async function readPayoutFiles(client: SupabaseClient): Promise<PayoutFileRow[]> {
  const { data, error } = await client
    .from('payout_files_list')
    .select(COLUMNS)
    .order('made_at', { ascending: false })
    .order('id')
    .limit(LATEST);
  if (error) throw new Error(`payout_files_list: ${error.message}`);
  return z.array(file).parse(data);
}

export async function readPayoutFile(client: SupabaseClient, id: string): Promise<OpenedFile | null> {
  if (!UUID.test(id)) return null;
  const [row, parts] = await Promise.all([
    client.from('payout_files_list').select(COLUMNS).eq('id', id).maybeSingle(),
    callFunction<unknown>(client, 'payout_file_seen', { p_id: id }),
  ]);
  if (row.error) throw new Error(`payout_files_list: ${row.error.message}`);
  return row.data && parts ? { file: file.parse(row.data), ...seen.parse(parts) } : null;
}
