// Shapes that parameters share: decimal text read once into minor units and exact shares, unknown keys refused.
import { z } from 'zod';
import { isZone } from '@/lib/day';
import { parseDecimal, toRational, type Rational } from '@/lib/decimal';
import { parseMoney, shareOf, type Cents } from '@/lib/money';

/** Money in major units, as decimal text. */
export function moneyText(digits: number): z.ZodType<Cents> {
  return z.string().transform((text, context) => {
    const value = parseMoney(text, digits);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: 'must be an amount in decimal text' });
    return z.NEVER;
  }) as unknown as z.ZodType<Cents>;
}

export function positiveMoneyText(digits: number): z.ZodType<Cents> {
  return moneyText(digits).refine((value) => value > 0, 'must be more than zero') as z.ZodType<Cents>;
}

/** Any decimal text, exactly. */
export const decimalTextSchema = z.string().transform((text, context): Rational => {
  const value = parseDecimal(text);
  if (value !== null) return toRational(value);
  context.addIssue({ code: 'custom', message: 'must be decimal text' });
  return z.NEVER;
});

/** A share in (0, 1]. */
export const shareText = decimalTextSchema.refine((share) => share.num > 0n && share.num <= share.den, 'must be above 0 and at most 1');

/** A share of zero or more, for profits that may pass the initial balance. */
export const growthText = decimalTextSchema.refine((share) => share.num >= 0n, 'must not be negative');

export const zone = z.string().refine(isZone, 'must be a zone of the IANA database, not an offset');
export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a wall time HH:MM');
export const resetSchema = z.strictObject({ tz: zone, time: wallTime });
export const consequenceSchema = z.enum(['fail', 'block', 'pause', 'flag', 'payout_gate']);
export const wholeCount = z.int().min(0);

/** An allowance: a share of something, or an absolute amount. */
export type Allowance<Of extends string> = { pct: Rational; of: Of } | { abs: Cents };

export function allowance<Of extends string>(digits: number, of: readonly [Of, ...Of[]]): z.ZodType<Allowance<Of>> {
  return z.union([
    z.strictObject({ pct: shareText, of: z.enum(of) }),
    z.strictObject({ abs: positiveMoneyText(digits) }),
  ]) as unknown as z.ZodType<Allowance<Of>>;
}

/** What an allowance amounts to; rounded up, so that the floor under it is rounded down, in the trader's favour. */
export function allowanceOf<Of extends string>(limit: Allowance<Of>, base: (of: Of) => Cents): Cents {
  return 'abs' in limit ? limit.abs : shareOf(base(limit.of), limit.pct, 'ceil');
}

/** An allowance in words: "5 % of initial" or "2,000.00". */
export function allowanceText<Of extends string>(limit: Allowance<Of>, spell: (amount: Cents) => string): string {
  return 'abs' in limit ? spell(limit.abs) : `${percentText(limit.pct)} of ${limit.of}`;
}

export function percentText(share: Rational): string {
  const hundredths = (share.num * 10_000n) / share.den;
  const text = `${hundredths / 100n}.${(hundredths % 100n).toString().padStart(2, '0')}`.replace(/\.?0+$/, '');
  return `${text} %`;
}
