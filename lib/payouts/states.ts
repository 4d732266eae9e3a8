// What may become of a payout, as data: the database holds the same edges and refuses every other.

export const PAYOUT_STATES = [
  'requested',
  'held',
  'approved',
  'sending',
  'unknown',
  'sent',
  'paid',
  'failed',
  'returned',
  'rejected',
  'cancelled',
] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** An unknown one goes on only by what the provider says, or is sent once more under its own key. */
export const PAYOUT_EDGES: Record<PayoutState, readonly PayoutState[]> = {
  requested: ['approved', 'held', 'rejected', 'cancelled'],
  held: ['requested', 'rejected', 'cancelled'],
  approved: ['sending', 'held', 'cancelled'],
  sending: ['sent', 'paid', 'unknown', 'failed'],
  unknown: ['sent', 'paid', 'failed', 'sending'],
  sent: ['paid', 'failed'],
  paid: ['returned'],
  failed: [],
  returned: [],
  rejected: [],
  cancelled: [],
};

/** One of these per account: nothing more may be asked for until it is decided. */
export const OPEN_STATES: readonly PayoutState[] = ['requested', 'held', 'approved', 'sending', 'unknown'];

export const isOpen = (state: string): boolean => (OPEN_STATES as readonly string[]).includes(state);
