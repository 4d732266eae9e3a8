// Which calendar labels count as trading days: by opening, by closing, by every day held, or by a day's profit.
import { addDays, tradingDay, weekday, type Reset } from '@/lib/day';
import type { Rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';

export type CountBy = 'open' | 'close' | 'held' | 'day_profit';

/** Labels that one position gives, in order. Without a closing instant it is held to `now`. */
export function labelsOf(
  countBy: Exclude<CountBy, 'day_profit'>,
  open: number,
  close: number | null,
  reset: Reset,
  now: number | null,
): string[] {
  const opened = tradingDay(open, reset).label;
  if (countBy === 'open') return [opened];
  const until = close ?? (countBy === 'held' ? now : null);
  if (until === null) return countBy === 'held' ? [opened] : [];
  const closed = tradingDay(until, reset).label;
  if (countBy === 'close') return [closed];
  const labels: string[] = [];
  for (let label = opened; label <= closed; label = addDays(label, 1)) labels.push(label);
  return labels;
}

export function isCountedWeekday(label: string, weekdays: readonly number[]): boolean {
  return weekdays.length === 7 || !/^\d{4}-\d{2}-\d{2}$/.test(label) || weekdays.includes(weekday(label));
}

/** A day's realised net of at least a share of the initial balance; equality counts. */
export function isProfitableDay(net: Cents, minProfit: Rational, initial: Cents): boolean {
  return BigInt(net) * minProfit.den >= minProfit.num * BigInt(initial);
}
