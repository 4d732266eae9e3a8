// A payout that came back and the one that pays it again: which is which, and whether it still can be.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

const repayment = z.object({
  /** The payout that this one pays again, and the one that pays this again. */
  repays: z.string().nullable(),
  repaid_by: z.string().nullable(),
  /** Whether the sum is still set aside for the trader. */
  is_kept: z.boolean(),
  may_not: z.string().nullable(),
});
export type Repayment = z.output<typeof repayment>;

export async function readRepayment(client: SupabaseClient, id: string): Promise<Repayment | null> {
  const data = await callFunction<unknown>(client, 'payout_repayment', { p_id: id });
  return data === null ? null : repayment.parse(data);
}
