// An approved payout is booked once, when it is approved; the broker's own withdrawal of it must not be booked again.
import { addCalendarDays } from '@/lib/day';
import { cents, formatMoney, type Cents } from '@/lib/money';
import type { Doubt, Facts, OperationEvent, PayoutEvent, RuleSetHeader } from '@/lib/rules/types';

const MATCH_DAYS = 10;

export interface Booked {
  /** What leaves the account now: all of it, nothing, or the difference to the payout. */
  amount_cents: Cents;
  doubt: Doubt | null;
}

export function expectPayout(facts: Facts, event: PayoutEvent): void {
  const { id, at, amount_cents, reference } = event;
  facts.expected_payouts.push(reference === undefined ? { id, at, amount_cents } : { id, at, amount_cents, reference });
}

/** Matches a withdrawal with the oldest open payout: by its reference, or without one by amount within ten calendar days. */
export function bookWithdrawal(facts: Facts, event: OperationEvent, header: RuleSetHeader): Booked {
  const amount = cents(-event.amount_cents);
  const index = facts.expected_payouts.findIndex((payout) =>
    event.reference !== undefined
      ? payout.reference === event.reference
      : payout.amount_cents === amount && event.at <= addCalendarDays(payout.at, MATCH_DAYS, header.reset.tz),
  );
  const [payout] = index < 0 ? [] : facts.expected_payouts.splice(index, 1);
  const text = formatMoney(amount, header.minor_digits);
  if (payout === undefined) {
    const message = `A withdrawal of ${text} belongs to no approved payout; it was booked like one.`;
    return { amount_cents: amount, doubt: { code: 'unexpected-withdrawal', at: event.at, event_id: event.id, message } };
  }
  const difference = cents(amount - payout.amount_cents);
  if (difference === 0) return { amount_cents: difference, doubt: null };
  const message = `The withdrawal of ${text} differs from its payout of ${formatMoney(payout.amount_cents, header.minor_digits)}; the difference was booked.`;
  return { amount_cents: difference, doubt: { code: 'payout-amount-differs', at: event.at, event_id: event.id, message } };
}
