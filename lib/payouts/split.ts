// Who gets what of a payout: the trader's share rounded down, the firm keeps the remainder, each tier rounded on its own.
// A request is what the trader receives; the gross that pays it is the smallest that does.
import type { Rational } from '@/lib/decimal';
import { addCents, cents, centsFromBigint, maxCents, minCents, shareOf, subtractCents, ZERO, type Cents } from '@/lib/money';
import { roundDivide } from '@/lib/decimal';

/** Shares by lifetime gross: each tier holds up to its bound, the last (null) holds the rest. One tier is a plain split. */
export interface Split {
  tiers: readonly { upTo: Cents | null; share: Rational }[];
}

const COUNTED_AS_SETTLED = new Set(['approved', 'sending', 'unknown', 'sent', 'paid']);

/** Whether a payout counts as taken out: it is paid, on its way, or let go. */
export const isSettled = (state: string): boolean => COUNTED_AS_SETTLED.has(state);

export function plainSplit(share: Rational): Split {
  return { tiers: [{ upTo: null, share }] };
}

/** What the trader receives of `gross` when `settled` has been paid in gross before. */
export function traderShare(gross: Cents, split: Split, settled: Cents): Cents {
  let left = gross;
  let share = ZERO;
  for (const part of partsAfter(split, settled)) {
    const taken = part.room === null ? left : minCents(left, part.room);
    share = addCents(share, shareOf(taken, part.share, 'floor'));
    left = subtractCents(left, taken);
  }
  return share;
}

/** The smallest gross whose share reaches the request; null where no tier can pay it. */
export function grossFor(request: Cents, split: Split, settled: Cents): Cents | null {
  let left = request;
  let gross = ZERO;
  for (const part of partsAfter(split, settled)) {
    if (left === 0) return gross;
    const needed = centsFromBigint(roundDivide(BigInt(left) * part.share.den, part.share.num, 'ceil'));
    if (part.room === null || needed <= part.room) return addCents(gross, needed);
    gross = addCents(gross, part.room);
    left = maxCents(ZERO, subtractCents(left, shareOf(part.room, part.share, 'floor')));
  }
  return left === 0 ? gross : null;
}

/** The trader's share of the profit that is not settled yet; never below zero. */
export function withdrawable(cumulativeProfit: Cents, taken: Taken, split: Split): Cents {
  return worthAfter(maxCents(ZERO, subtractCents(cumulativeProfit, taken.gross)), split, taken);
}

/** What has been taken out of an account before. */
export interface Taken {
  gross: Cents;
  /**
   * What the traders' part of it came to, where the tiers it was paid by are no longer those it fills: an earlier payout came back after a later
   * one had left. Null where each still stands where it stood; the fractions of a cent that were rounded away then stay with the firm.
   */
  received: Cents | null;
}
interface PlacedPayout {
  requested_cents: Cents;
  gross_cents: Cents;
  state: string;
  requested_at: number;
  settled_at: number | null;
}

export function takenBy(payouts: readonly PlacedPayout[], split: Split): Taken {
  const settled = payouts.filter(({ state }) => isSettled(state));
  const gross = settledGross(settled);
  const gaveBack = payouts.filter(({ state }) => state === 'failed' || state === 'returned');
  const hasMoved = gaveBack.some((one) =>
    settled.some(({ requested_at: at }) => at > one.requested_at && (one.settled_at === null || at < one.settled_at)),
  );
  const isTiered = split.tiers.length > 1;
  return { gross, received: isTiered && hasMoved ? addCents(...settled.map(({ requested_cents }) => requested_cents)) : null };
}

/** What the next `gross` is worth to the trader. */
export function worthAfter(gross: Cents, split: Split, taken: Taken): Cents {
  if (taken.received === null) return traderShare(gross, split, taken.gross);
  const due = subtractCents(traderShare(addCents(taken.gross, gross), split, ZERO), taken.received);
  return minCents(gross, maxCents(ZERO, due));
}

/** The smallest gross that is worth the request, and never less than the request itself; null where no tier can pay it. */
export function grossAfter(request: Cents, split: Split, taken: Taken): Cents | null {
  if (taken.received === null) return grossFor(request, split, taken.gross);
  const whole = grossFor(addCents(request, taken.received), split, ZERO);
  return whole === null ? null : maxCents(request, subtractCents(whole, taken.gross));
}

const HAS_LEFT = new Set(['sending', 'unknown', 'sent', 'paid']);

/** What left beyond the trader's share of everything earned; zero while the profit still covers it. The most generous of the splits counts. */
export function overpaid(profit: Cents, payouts: readonly PlacedPayout[], splits: readonly [Split, ...Split[]]): Cents {
  const left = payouts.filter(({ state }) => !isSettled(state) || HAS_LEFT.has(state));
  const taken = takenBy(left, splits[0]);
  // Terms that were lowered since do not turn what was rightly paid into a debt.
  if (taken.received === null && taken.gross <= profit) return ZERO;
  const received = addCents(...left.filter(({ state }) => isSettled(state)).map(({ requested_cents }) => requested_cents));
  const due = splits.map((split) => traderShare(maxCents(ZERO, profit), split, ZERO)).reduce(maxCents, ZERO);
  return maxCents(ZERO, subtractCents(received, due));
}

/** Gross of the payouts that are paid or on their way; what failed, came back or waits is not in it. */
export function settledGross(payouts: readonly { gross_cents: Cents; state: string }[]): Cents {
  return addCents(...payouts.filter(({ state }) => COUNTED_AS_SETTLED.has(state)).map(({ gross_cents: gross }) => gross));
}

/** Realised profit since the start, from a balance: net of withdrawals, or from a ledger that is kept gross. */
export function cumulativeProfit(balance: Cents, start: Cents, withdrawn: Cents, isNetOfWithdrawals: boolean): Cents {
  return cents(balance - start + (isNetOfWithdrawals ? withdrawn : 0));
}

interface Part {
  room: Cents | null;
  share: Rational;
}

function partsAfter(split: Split, settled: Cents): Part[] {
  let from = ZERO;
  return split.tiers.flatMap(({ upTo, share }): Part[] => {
    if (upTo === null) return [{ room: null, share }];
    const room = subtractCents(upTo, maxCents(from, settled));
    from = upTo;
    return room > 0 ? [{ room, share }] : [];
  });
}
