// Tick scalping: profits from holds so short that no firm could have traded them. Three measures, each on closed positions.
import { compareRationals, type Rational } from '@/lib/decimal';
import { addCents, ZERO, type Cents } from '@/lib/money';

export interface Held {
  /** Seconds from the opening to the final slice. */
  seconds: number;
  net: Cents;
}

/** Slices of one position: held as long as the longest, earning their sum; without a final slice it is no trade yet. */
export function positionsOf(slices: readonly { ticket: string; seconds: number; net: Cents; isFinal: boolean }[]): Held[] {
  const open = new Map<string, Held & { isClosed: boolean }>();
  for (const { ticket, seconds, net, isFinal } of slices) {
    const known = open.get(ticket) ?? { seconds: 0, net: ZERO, isClosed: false };
    open.set(ticket, { seconds: Math.max(known.seconds, seconds), net: addCents(known.net, net), isClosed: known.isClosed || isFinal });
  }
  return [...open.values()].filter(({ isClosed }) => isClosed);
}

export interface ShortProfit {
  mean: Rational | null;
  short: Cents;
  gross: Cents;
  violation: boolean;
}

/** Violated unless the mean hold is above the minimum and winners held too short made no more than their share. */
export function judgeShortProfit(
  held: readonly Held[],
  minSeconds: number,
  maxShare: Rational,
  ops: { avg: 'gt' | 'gte'; short: 'lt' | 'lte' },
): ShortProfit {
  if (held.length === 0) return { mean: null, short: ZERO, gross: ZERO, violation: false };
  const total = held.reduce((sum, { seconds }) => sum + seconds, 0);
  const gross = addCents(...held.filter(({ net }) => net > 0).map(({ net }) => net));
  const short = addCents(...held.filter(({ net, seconds }) => net > 0 && seconds <= minSeconds).map(({ net }) => net));
  const mean = { num: BigInt(total), den: BigInt(held.length) };
  const against = compareRationals(mean, { num: BigInt(minSeconds), den: 1n });
  const isSlow = ops.avg === 'gt' ? against > 0 : against >= 0;
  const [part, whole] = [BigInt(short) * maxShare.den, BigInt(gross) * maxShare.num];
  const isWithin = ops.short === 'lt' ? part < whole || gross === 0 : part <= whole;
  return { mean, short, gross, violation: !(isSlow && isWithin) };
}

/** More than the share of all trades is short. */
export function tooManyShort(short: number, total: number, maxShare: Rational): boolean {
  return BigInt(short) * maxShare.den > maxShare.num * BigInt(total);
}

/** At least the share of the winners is short; losers never count. */
export function tooManyShortWinners(short: number, winners: number, maxShare: Rational): boolean {
  return winners > 0 && BigInt(short) * maxShare.den >= maxShare.num * BigInt(winners);
}
