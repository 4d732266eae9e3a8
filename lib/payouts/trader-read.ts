// One trader's payouts and where they are paid, by the masks, as those who pay or help them see it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { sumsByCurrency, type CurrencySum } from '@/lib/payouts/sums';

const payout = z.object({
  id: z.string(),
  login: z.string(),
  requested_cents: z.number(),
  gross_cents: z.number(),
  currency: z.string(),
  state: z.string(),
  provider: z.string(),
  provider_ref: z.string().nullable(),
  beneficiary_masked: z.string(),
  requested_at: z.string(),
  settled_at: z.string().nullable(),
});
type TraderPayout = z.output<typeof payout>;
const destination = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  masked: z.string(),
  version: z.number(),
  is_active: z.boolean(),
  awaits_link: z.boolean(),
  confirmed_at: z.string(),
  created_at: z.string(),
});
export type TraderDestination = z.output<typeof destination>;

export interface TraderMoney {
  /** The newest first, at most a hundred. */
  payouts: TraderPayout[];
  destinations: TraderDestination[];
  paid: CurrencySum[];
}

export async function readTraderMoney(client: SupabaseClient, traderId: string): Promise<TraderMoney> {
  const [payouts, destinations] = await Promise.all([
    client
      .from('payouts_list')
      .select(Object.keys(payout.shape).join(', '))
      .eq('trader_id', traderId)
      .order('requested_at', { ascending: false })
      .order('id')
      .limit(100),
    client
      .from('beneficiaries')
      .select(Object.keys(destination.shape).join(', '))
      .eq('trader_id', traderId)
      .order('confirmed_at', { ascending: false })
      .order('id')
      .limit(20),
  ]);
  const failed = payouts.error ?? destinations.error;
  if (failed) throw new Error(`A trader’s payouts could not be read: ${failed.message}`);
  const rows = z.array(payout).parse(payouts.data);
  const paid = sumsByCurrency(rows.filter(({ state }) => state === 'paid'));
  return { payouts: rows, destinations: z.array(destination).parse(destinations.data), paid };
}
