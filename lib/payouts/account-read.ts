// One account's payouts as those who may read payouts see them, with the sum that has arrived.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { sumsByCurrency } from '@/lib/payouts/sums';

const payout = z.object({
  id: z.string(),
  requested_cents: z.number(),
  gross_cents: z.number(),
  currency: z.string(),
  state: z.string(),
  provider: z.string(),
  beneficiary_masked: z.string(),
  requested_at: z.string(),
  settled_at: z.string().nullable(),
});
export interface AccountPayouts {
  /** Newest first, all of them: an account has few. */
  rows: z.output<typeof payout>[];
  paidCents: number;
}

export async function readAccountPayouts(client: SupabaseClient, accountId: string): Promise<AccountPayouts> {
  const { data, error } = await client
    .from('payouts_list')
    .select(Object.keys(payout.shape).join(', '))
    .eq('account_id', accountId)
    .order('requested_at', { ascending: false })
    .order('id')
    .limit(1000);
  if (error) throw new Error(`payouts_list: ${error.message}`);
  const rows = z.array(payout).parse(data);
  // An account has one currency, and so have its payouts.
  return { rows, paidCents: sumsByCurrency(rows.filter(({ state }) => state === 'paid'))[0]?.cents ?? 0 };
}
