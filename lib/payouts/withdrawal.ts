// A payout in the words of clients that were written before: camelCase, money as decimal text, and their five states beside ours. Pure.
import { formatMoney, type Cents } from '@/lib/money';

export interface StoredPayout {
  id: string;
  account_id: string;
  trader_id: string;
  requested_cents: number;
  gross_cents: number;
  currency: string;
  state: string;
  route: string;
  requested_at: string;
  approved_at: string | null;
  settled_at: string | null;
  rejection_reason: string | null;
  provider: string;
  provider_ref: string | null;
  hold_until: string;
}
export const PAYOUT_COLUMNS =
  'id, account_id, trader_id, requested_cents, gross_cents, currency, state, route, requested_at, approved_at, settled_at, rejection_reason, provider, provider_ref, hold_until';

const STATUS: Record<string, string> = {
  requested: 'pending',
  held: 'pending',
  approved: 'approved',
  sending: 'approved',
  unknown: 'approved',
  sent: 'approved',
  paid: 'completed',
  rejected: 'rejected',
  cancelled: 'rejected',
  failed: 'failed',
  returned: 'failed',
};
export const oldStatus = (state: string): string => STATUS[state] ?? 'pending';

const DAY_MS = 86_400_000;

/** `digits` of the currency; `providerDays` is how long each provider usually takes. */
export function withdrawalOf(payout: StoredPayout, digits: number, providerDays: Readonly<Record<string, number>>) {
  const { state, provider, settled_at: settled } = payout;
  const isOver = (...states: string[]) => (states.includes(state) ? settled : null);
  return {
    id: payout.id,
    fundedAccountId: payout.account_id,
    userId: payout.trader_id,
    amount: formatMoney(payout.requested_cents as Cents, digits),
    grossAmount: formatMoney(payout.gross_cents as Cents, digits),
    currency: payout.currency,
    status: oldStatus(state),
    state,
    requiresReview: payout.route === 'person',
    requestedAt: payout.requested_at,
    approvedAt: payout.approved_at,
    completedAt: isOver('paid', 'returned'),
    rejectedAt: isOver('rejected', 'cancelled'),
    rejectionReason: payout.rejection_reason,
    provider,
    providerRef: payout.provider_ref,
    stripePayoutId: provider === 'stripe' ? payout.provider_ref : null,
    estimatedCompletionAt: new Date(Date.parse(payout.hold_until) + (providerDays[provider] ?? 0) * DAY_MS).toISOString(),
  };
}
export type Withdrawal = ReturnType<typeof withdrawalOf>;
