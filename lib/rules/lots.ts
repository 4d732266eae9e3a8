// Lots as decimal text: read exactly, reported in thousandths so that they are whole numbers everywhere.
import { z } from 'zod';
import { parseDecimal, roundDivide, type Decimal, type Rational } from '@/lib/decimal';

const MILLI = 1000n;

/** Lots, more than zero. */
export const lotsText = z.string().transform((text, context): Decimal => {
  const value = parseDecimal(text);
  if (value !== null && value.units > 0n) return value;
  context.addIssue({ code: 'custom', message: 'must be lots in decimal text, more than zero' });
  return z.NEVER;
});

/** Thousandths of a lot, cut off. */
export function milliLots(lots: Decimal): number {
  return parseInt(((lots.units * MILLI) / 10n ** BigInt(lots.scale)).toString(), 10);
}

/** Thousandths of a lot, rounded down. */
export function milliOf(lots: Rational): number {
  return parseInt(roundDivide(lots.num * MILLI, lots.den, 'floor').toString(), 10);
}

export function lotsOf(text: string): Decimal {
  return parseDecimal(text) ?? { units: 0n, scale: 0 };
}
