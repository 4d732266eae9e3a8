// Limits on size that need no account: open lots together, lots per trade against the mean, contracts by end-of-day profit.
import { addDecimals, compareDecimals, compareRationals, ratioText, toRational, type Decimal, type Rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';

/** More than the limit breaches; the limit itself does not. */
export function exceedsExposure(openLots: readonly Decimal[], max: Decimal): boolean {
  return compareDecimals(sumLots(openLots), max) > 0;
}

export function sumLots(lots: readonly Decimal[]): Decimal {
  return lots.reduce(addDecimals, { units: 0n, scale: 0 });
}

/** Mean lots per trade and the band around it, edges inside. */
export function lotBand(
  totalLots: Decimal,
  trades: number,
  lower: Rational,
  upper: Rational,
): { mean: Rational; low: Rational; high: Rational } {
  const total = toRational(totalLots);
  const mean = { num: total.num, den: total.den * BigInt(trades) };
  return { mean, low: times(mean, lower), high: times(mean, upper) };
}

export function isInBand(lots: Decimal, band: { low: Rational; high: Rational }): boolean {
  const value = toRational(lots);
  return compareRationals(value, band.low) >= 0 && compareRationals(value, band.high) <= 0;
}

/** Contracts for the next session by the profit at the end of the day; the first level is what everybody may trade. */
export function contractsAllowed(levels: readonly (readonly [Cents, number])[], eodProfit: Cents, op: 'gt' | 'gte'): number {
  let allowed = levels[0]?.[1] ?? 0;
  for (const [profit, contracts] of levels) if (op === 'gte' ? eodProfit >= profit : eodProfit > profit) allowed = contracts;
  return allowed;
}

/** Shortest decimal text, six decimals where it does not end. */
export function shortText(value: Rational): string {
  const text = ratioText(value.num, value.den, 6);
  return text.replace(/\.?0+$/, '');
}

function times(a: Rational, b: Rational): Rational {
  return { num: a.num * b.num, den: a.den * b.den };
}
