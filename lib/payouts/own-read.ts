// What a trader reads of their payouts: what may be asked for now and why not more, where it would go, and what became of earlier ones.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import type { DayCount } from '@/lib/payouts/day-counts';
import { dayCountsOf } from '@/lib/payouts/day-counts-read';
import { methodName, PAY_METHODS, toldReference } from '@/lib/payouts/pay-methods';
import { automaticOf } from '@/lib/payouts/providers/choose';
import { judgePayout } from '@/lib/payouts/read';
import { scalingStanding, type ScalingStanding } from '@/lib/payouts/scaling';
import { arrivalDay, formulaOf, toldChecks, type Formula, type ToldCheck } from '@/lib/payouts/told';
import { requireTrader } from '@/lib/staff/gate';

const ownPayout = z.object({
  id: z.string(),
  state: z.string(),
  requested_cents: z.number(),
  currency: z.string(),
  provider: z.string(),
  provider_ref: z.string().nullable(),
  requested_at: z.string(),
  hold_until: z.string(),
  settled_at: z.string().nullable(),
  hold_reason: z.string().nullable(),
  rejection_reason: z.string().nullable(),
});
export type OwnPayout = z.output<typeof ownPayout> & { arrives: string };
const ownDestination = z.object({
  id: z.string(),
  provider: z.string(),
  name: z.string(),
  masked: z.string(),
  confirmed_at: z.string(),
  awaits_link: z.boolean(),
});
export type OwnDestination = z.output<typeof ownDestination> & { method: string; payableFrom: string };

export interface OwnPayouts {
  currency: string;
  withdrawable_cents: number;
  formula: Formula;
  checks: ToldCheck[];
  /** Days still to wait or to trade, with what waits for them. */
  days: DayCount[];
  /** Null where its rules know of none. */
  scaling: ScalingStanding | null;
  /** Where nothing may be asked for, the check that says so. */
  refusal: string | null;
  /** Before this instant nothing that is asked for now leaves. */
  window_ends: string;
  arrives: string;
  /** Names the next request, so that pressing twice asks once. */
  request_key: string;
  destinations: OwnDestination[];
  /** Newest first. */
  history: OwnPayout[];
  methods: string[];
  holder: string;
}

/** Ways whose provider can be reached from here and needs nobody to carry it. */
export const offeredMethods = (): Promise<string[]> => automaticOf(PAY_METHODS.map(({ code }) => code));

/** Null where the account is not the caller's or not funded. */
export async function readOwnPayouts(accountId: string, now: Date): Promise<OwnPayouts | null> {
  const trader = await requireTrader();
  const client = await createClient();
  const account = await client.from('accounts_list').select('id, is_live').eq('id', accountId).eq('trader_id', trader.id).maybeSingle();
  if (account.error) throw new Error(`accounts_list: ${account.error.message}`);
  if (account.data?.is_live !== true) return null;
  const [payouts, destinations, judged] = await Promise.all([
    client
      .from('payouts')
      .select(Object.keys(ownPayout.shape).join(', '))
      .eq('account_id', accountId)
      .order('requested_at', { ascending: false })
      .limit(50),
    client
      .from('beneficiaries')
      .select(Object.keys(ownDestination.shape).join(', '))
      .eq('trader_id', trader.id)
      .eq('is_active', true)
      .order('confirmed_at', { ascending: false })
      .limit(20),
    judgePayout({ account_id: accountId, now: now.toISOString() }),
  ]);
  const failed = payouts.error ?? destinations.error;
  if (failed) throw new Error(`Own payouts could not be read: ${failed.message}`);
  if (judged === null || judged.basis.trader.id !== trader.id) return null;
  const { basis, entitlement } = judged;
  const { settings } = basis;
  const arrival = (holdUntil: number, provider: string) => arrivalDay(holdUntil, provider, settings.provider_days);
  return {
    currency: basis.account.currency,
    withdrawable_cents: entitlement.withdrawable_cents,
    formula: formulaOf(entitlement, basis.account.currency),
    checks: toldChecks(entitlement.checks, basis.account.currency),
    days: dayCountsOf(judged, now),
    scaling: scalingStanding(judged, now.getTime()),
    refusal: entitlement.refusal,
    window_ends: new Date(entitlement.hold_until).toISOString(),
    arrives: arrival(entitlement.hold_until, basis.beneficiary?.provider ?? ''),
    request_key: randomUUID(),
    destinations: z
      .array(ownDestination)
      .parse(destinations.data)
      .map((one) => ({ ...one, method: methodName(one.provider), payableFrom: later(one.confirmed_at, settings.cool_off_seconds) })),
    history: z
      .array(ownPayout)
      .parse(payouts.data)
      .map((one) => ({
        ...one,
        provider_ref: toldReference(one.id, one.provider_ref),
        arrives: arrival(Date.parse(one.hold_until), one.provider),
      })),
    methods: await offeredMethods(),
    holder: trader.name,
  };
}

const later = (from: string, seconds: number): string => new Date(Date.parse(from) + seconds * 1000).toISOString();
