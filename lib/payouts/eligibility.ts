// Whether a payout may be asked for: one small pure test per refusal, so that a page can show each with its numbers.
// The minimum, the caps and the release threshold compare the request; what touches the balance compares the gross.
import { addCalendarDays, addDays, localDate } from '@/lib/day';
import type { Rational } from '@/lib/decimal';
import { addCents, cents, maxCents, shareOf, subtractCents, ZERO, type Cents } from '@/lib/money';

export interface Caps {
  min_amount_cents: Cents;
  first_payout_max_cents: Cents | null;
  max_per_request_cents: Cents | null;
  max_per_period: { amount_cents: Cents; days: number } | null;
  tz: string;
}
export interface EarlierPayout {
  requested_at: number;
  request_cents: Cents;
  state: string;
}
type Cap = 'first-payout-max' | 'max-per-request' | 'max-per-period';

const COUNTS_FOR_NO_CAP = new Set(['failed', 'rejected', 'returned', 'cancelled']);

/** What each cap that applies still leaves, in the order that every page names them. */
export function capsLeft(caps: Caps, earlier: readonly EarlierPayout[], now: number): { cap: Cap; left: Cents }[] {
  const counted = earlier.filter(({ state }) => !COUNTS_FOR_NO_CAP.has(state));
  const period = caps.max_per_period;
  const firstDate = period === null ? '' : addDays(localDate(now, caps.tz), 1 - period.days);
  const recent = counted.filter(({ requested_at: at }) => localDate(at, caps.tz) >= firstDate);
  const of = (cap: Cap, left: Cents | null) => (left === null ? [] : [{ cap, left }]);
  return [
    ...of('first-payout-max', counted.length === 0 ? caps.first_payout_max_cents : null),
    ...of('max-per-request', caps.max_per_request_cents),
    ...of(
      'max-per-period',
      period && maxCents(ZERO, subtractCents(period.amount_cents, addCents(...recent.map((one) => one.request_cents)))),
    ),
  ];
}

/** The local date from which the first payout may be asked for, from 00:00 in the zone. */
export function eligibleFromDate(firstTradeAt: number, days: number, tz: string): string {
  return addDays(localDate(firstTradeAt, tz), days);
}

/** The end of the settlement window: N calendar days later, same wall time. */
export function earliestRelease(requestedAt: number, days: number, tz: string): number {
  return addCalendarDays(requestedAt, days, tz);
}

/** Days of at least the minimum; equality counts. */
export function winningDays(nets: readonly Cents[], minimum: Cents): number {
  return nets.filter((net) => net >= minimum && net > 0).length;
}

/** The balances that each payout asks for: a growth on the balance after the payout before, rounded up. */
export function requiredBalances(
  initial: Cents,
  targets: readonly Rational[],
  payouts: readonly { balance: Cents; gross: Cents }[],
): Cents[] {
  const bases = [initial, ...payouts.map(({ balance, gross }) => subtractCents(balance, gross))];
  return bases.flatMap((base, i) => {
    const target = targets[Math.min(i, targets.length - 1)];
    return target === undefined ? [] : [addCents(base, shareOf(base, target, 'ceil'))];
  });
}

export function isWithinShareOfBalance(gross: Cents, balance: Cents, share: Rational): boolean {
  return BigInt(gross) * share.den <= BigInt(balance) * share.num;
}

/** The balance that must stay: a share of the profit once the profit is large enough, else the start. */
export function bufferFloor(balance: Cents, start: Cents, share: Rational, minProfit: Rational): Cents {
  const profit = cents(balance - start);
  const isDue = profit > 0 && BigInt(profit) * minProfit.den >= BigInt(start) * minProfit.num;
  return isDue ? addCents(start, shareOf(profit, share, 'ceil')) : start;
}

export function reachesSafetyNet(balance: Cents, start: Cents, drawdown: Cents, extra: Cents): boolean {
  return balance >= start + drawdown + extra;
}

/** Tested at the request and again at the approval. */
export function keepsMinimumBalance(balance: Cents, gross: Cents, minimum: Cents): boolean {
  return balance - gross >= minimum;
}

const LARGEST_LOSS = { num: 1n, den: 100n };
/** No trade lost more than one part in a hundred; equality counts as within. */
export const isSmallLoss = (loss: Rational): boolean => loss.num * LARGEST_LOSS.den <= LARGEST_LOSS.num * loss.den;

/** Below the published threshold a clean request releases itself; zero switches that off. */
export const releasesItself = (sum: Cents, below: number): boolean => sum < below;
