// What the page of one payout offers beside a decision: who stopped it, what somebody found to have become of it, and whether the reader may act.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';
import { CONCLUSIONS } from '@/lib/payouts/conclusion';

const half = { by: z.string(), at: z.string(), is_own: z.boolean() };
const deeds = z.object({
  is_automatic: z.boolean(),
  absent_since: z.string().nullable(),
  may_stop: z.boolean(),
  /** Why the reader may not conclude it; null where they may. */
  may_not_conclude: z.string().nullable(),
  stop: z.object({ ...half, reason: z.string() }).nullable(),
  conclusion: z.object({ ...half, id: z.string(), outcome: z.enum(CONCLUSIONS), evidence: z.string() }).nullable(),
});
export type PayoutDeeds = z.output<typeof deeds>;

export async function readPayoutDeeds(client: SupabaseClient, id: string): Promise<PayoutDeeds> {
  return deeds.parse(await callFunction<unknown>(client, 'payout_deeds', { p_id: id }));
}
