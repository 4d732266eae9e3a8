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

interface ShortProfit {
  mean: Rational | null;
  short: Cents;
  gross: Cents;
  violation: boolean;
}

/** What short holds leave behind: everything the three measures need, however long the history. */
export interface HoldSums {
  trades: number;
  /** Of all holds together, in whatever unit the minimum has. */
  held: number;
  gross: Cents;
  /** Profit of the winners held up to the minimum. */
  short_profit: Cents;
  winners: number;
  short_trades: number;
  short_winners: number;
}

export function noHolds(): HoldSums {
  return { trades: 0, held: 0, gross: ZERO, short_profit: ZERO, winners: 0, short_trades: 0, short_winners: 0 };
}

/** One more closed position. Changes `sums` in place. */
export function addHold(sums: HoldSums, hold: number, net: Cents, min: number): void {
  sums.trades += 1;
  sums.held += hold;
  if (hold < min) sums.short_trades += 1;
  if (net <= 0) return;
  sums.winners += 1;
  sums.gross = addCents(sums.gross, net);
  if (hold <= min) sums.short_profit = addCents(sums.short_profit, net);
  if (hold < min) sums.short_winners += 1;
}

/** Violated unless the mean hold is above the minimum and winners held too short made no more than their share. */
export function judgeShortProfit(
  sums: HoldSums,
  min: number,
  maxShare: Rational,
  ops: { avg: 'gt' | 'gte'; short: 'lt' | 'lte' },
): ShortProfit {
  const { trades, held, gross } = sums;
  if (trades === 0) return { mean: null, short: ZERO, gross: ZERO, violation: false };
  // Which winners are short is the minimum's own word, "up to"; `short` says whether their share may reach the limit.
  const short = sums.short_profit;
  const mean = { num: BigInt(held), den: BigInt(trades) };
  const against = compareRationals(mean, { num: BigInt(min), den: 1n });
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
