// What staff read of one payout, and of all that was paid: through their own session, so that the database decides what there is to see.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { historyLine } from '@/lib/events/line';
import type { Entitlement } from '@/lib/payouts/entitlement';
import { judgePayout } from '@/lib/payouts/read';
import { isOpen } from '@/lib/payouts/states';

const stored = z.object({
  check: z.string(),
  state: z.enum(['passed', 'failed', 'unknown']),
  measured: z.string().nullable(),
  required: z.string().nullable(),
  unit: z.enum(['money', 'share']).optional(),
});
const effect = z.object({
  balance_cents: z.number(),
  balance_after_cents: z.number(),
  high_water_cents: z.number(),
  high_water_after_cents: z.number(),
  floors: z.array(z.object({ rule: z.string(), before: z.number(), after: z.number() })),
});

const detail = z.object({
  id: z.string(),
  account_id: z.string(),
  login: z.string(),
  account_status: z.string(),
  trader_id: z.string(),
  trader_name: z.string().nullable(),
  challenge_title: z.string().nullable(),
  requested_cents: z.number(),
  gross_cents: z.number(),
  firm_cents: z.number(),
  entitled_cents: z.number(),
  currency: z.string(),
  split_bps: z.number(),
  state: z.string(),
  route: z.string(),
  approvals_required: z.number(),
  provider: z.string(),
  provider_ref: z.string().nullable(),
  beneficiary_name: z.string(),
  beneficiary_masked: z.string(),
  beneficiary_confirmed_at: z.string(),
  blocker: z.string().nullable(),
  hold_reason: z.string().nullable(),
  hold_until: z.string(),
  rejection_reason: z.string().nullable(),
  checks: z.array(stored).catch([]),
  effect: effect.nullable().catch(null),
  requested_at: z.string(),
  approved_at: z.string().nullable(),
  sent_at: z.string().nullable(),
  settled_at: z.string().nullable(),
  next_check_at: z.string().nullable(),
  is_twin: z.boolean(),
});
export type PayoutDetail = z.output<typeof detail>;

const seen = z.object({
  version: z.number(),
  digest: z.string(),
  valid_approvals: z.number(),
  may_not: z.string().nullable(),
  approvals: z.array(
    z.object({
      kind: z.string(),
      name: z.string().nullable(),
      setting_version: z.number().nullable(),
      approved_at: z.string(),
      is_for_this: z.boolean(),
    }),
  ),
  edits: z.array(z.object({ by: z.string(), version: z.number(), edited_at: z.string() })),
  ledger: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      reason: z.string(),
      booked_at: z.string(),
      reverses_id: z.string().nullable(),
      entries: z.array(z.object({ ledger_account: z.string(), amount_cents: z.number(), currency: z.string() })),
    }),
  ),
  events: z.array(historyLine),
});
export type PayoutSeen = z.output<typeof seen>;

export interface OpenedPayout {
  payout: PayoutDetail;
  seen: PayoutSeen;
  /** As it would be judged now, while it is open; null where it is over. */
  now: Entitlement | null | 'failed';
}

export async function readPayout(client: SupabaseClient, id: string, now: Date): Promise<OpenedPayout | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [row, signed] = await Promise.all([
    client.from('payouts_list').select('*').eq('id', id).maybeSingle(),
    client.rpc('payout_seen', { p_id: id }),
  ]);
  const failed = row.error ?? signed.error;
  if (failed) throw new Error(`The payout could not be read: ${failed.message}`);
  if (!row.data || !signed.data) return null;
  const payout = detail.parse(row.data);
  const judged = isOpen(payout.state) ? await judgePayout({ payout_id: id, now: now.toISOString() }).catch(() => 'failed' as const) : null;
  return { payout, seen: seen.parse(signed.data), now: judged === 'failed' ? judged : (judged?.entitlement ?? null) };
}

const figures = z.object({
  paid: z.array(
    z.object({
      currency: z.string(),
      payouts: z.number(),
      total_cents: z.number(),
      average_cents: z.number(),
      lately: z.number(),
      lately_cents: z.number(),
      median_seconds: z.number(),
      p90_seconds: z.number(),
      /** What the ledger says was paid out; the same as the total, or somebody has to look. */
      ledger_cents: z.number(),
    }),
  ),
  open: z.array(z.object({ state: z.string(), currency: z.string(), payouts: z.number(), total_cents: z.number() })),
  by_product: z.array(
    z.object({ title: z.string(), currency: z.string(), payouts: z.number(), total_cents: z.number(), average_cents: z.number() }),
  ),
  by_provider: z.array(
    z.object({ provider: z.string(), currency: z.string(), payouts: z.number(), total_cents: z.number(), median_seconds: z.number() }),
  ),
  days: z.array(
    z.object({
      day: z.string(),
      currency: z.string(),
      payouts: z.number(),
      paid_cents: z.number(),
      gross_cents: z.number(),
      firm_cents: z.number(),
    }),
  ),
});
export type PayoutFigures = z.output<typeof figures>;

export async function readPayoutFigures(client: SupabaseClient, now: Date): Promise<PayoutFigures> {
  const { data, error } = await client.rpc('payout_figures', { p_now: now.toISOString() });
  if (error) throw new Error(`payout_figures: ${error.message}`);
  return figures.parse(data);
}
