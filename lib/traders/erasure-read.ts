// How it stands with forgetting a person: what is against it, who asked, what would go; through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

const count = z.number();
const counts = z.array(z.object({ what: z.string(), rows: count }));
const against = z.array(z.object({ code: z.string(), detail: z.string() }));
const erasure = z.object({
  erased_at: z.string().nullable(),
  refusals: against,
  hold: z.object({ reason: z.string(), at: z.string(), by: z.string() }).nullable(),
  asked: z
    .object({
      id: z.string(),
      state: z.enum(['asked', 'agreed', 'withdrawn', 'stopped', 'erased']),
      reason: z.string(),
      at: z.string(),
      by: z.string(),
      is_own: z.boolean(),
      agreed_by: z.string().nullable(),
      decided_at: z.string().nullable(),
      decision_reason: z.string().nullable(),
      stopped_by: against.nullable(),
      went: counts.nullable(),
    })
    .nullable(),
  /** Empty unless it was counted. */
  goes: counts,
  stays: z.object({ accounts: count, orders: count, payouts: count, entries: count, events: count }),
});
export type Erasure = z.infer<typeof erasure>;

/** `isCounted` looks through everything, which takes a while in a large book. */
export async function readErasure(client: SupabaseClient, traderId: string, isCounted: boolean): Promise<Erasure> {
  return erasure.parse(await callFunction(client, 'erasure_of', { p_trader_id: traderId, p_dry: isCounted }));
}
