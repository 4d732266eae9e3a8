// Money is whole minor units of one currency, never a float. This is the only file that turns text into money and back.
// A number beyond the safe integers throws: it would be impossible trouble, and silence would be worse.
import { fixedText, parseDecimal, rescale, roundDivide, type Rational, type Rounding } from '@/lib/decimal';

declare const brand: unique symbol;
/** Whole minor units (cents, yen, 10^-8 coins): a safe integer. */
export type Cents = number & { readonly [brand]: 'cents' };

export const ZERO = 0 as Cents;

/** Brands a whole number that is already in minor units. Throws when it is not a safe integer. */
export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not whole minor units: ${value}`);
  return (value === 0 ? 0 : value) as Cents;
}

export function centsFromBigint(value: bigint): Cents {
  return cents(Number(value));
}

const digitsOf = new Map<string, number>();
/** Minor digits of a currency as ISO 4217 has them; two where the code is none of its own, as the ticker of a coin is. */
export function minorDigits(currency: string): number {
  const known = digitsOf.get(currency) ?? askedDigits(currency);
  digitsOf.set(currency, known);
  return known;
}

function askedDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Decimal text in major units to minor units, rounded half to even once; null when it is no amount or too large to be exact. */
export function parseMoney(text: string, digits: number): Cents | null {
  const value = parseDecimal(text);
  if (value === null) return null;
  const units = rescale(value, digits, 'half-even');
  return units > BigInt(Number.MAX_SAFE_INTEGER) || units < BigInt(Number.MIN_SAFE_INTEGER) ? null : centsFromBigint(units);
}

/** As `parseMoney`, for text that a door has already checked. */
export function money(text: string, digits: number): Cents {
  const value = parseMoney(text, digits);
  if (value === null) throw new RangeError(`not an amount: ${JSON.stringify(text)}`);
  return value;
}

/** "-12.30": ASCII minus, no grouping, exactly `digits` decimals. */
export function formatMoney(value: Cents, digits: number): string {
  return fixedText(BigInt(value), digits);
}

/** "-12,345.60": as `formatMoney` with grouped thousands, for sentences that people read. */
export function spellMoney(value: Cents, digits: number): string {
  const [whole = '', fraction] = formatMoney(value, digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function addCents(...values: Cents[]): Cents {
  let sum = 0;
  for (const value of values) sum += value;
  return cents(sum);
}

export function subtractCents(a: Cents, b: Cents): Cents {
  return cents(a - b);
}

export function negateCents(value: Cents): Cents {
  return cents(-value);
}

export function maxCents(a: Cents, b: Cents): Cents {
  return a >= b ? a : b;
}

export function minCents(a: Cents, b: Cents): Cents {
  return a <= b ? a : b;
}

/** A share of an amount, rounded once to the minor unit. */
export function shareOf(value: Cents, share: Rational, rounding: Rounding): Cents {
  return centsFromBigint(roundDivide(BigInt(value) * share.num, share.den, rounding));
}

/** Basis points of `part` in `whole`, truncated; null where the whole is not positive. */
export function shareBps(part: Cents, whole: Cents): number | null {
  if (whole <= 0) return null;
  return Number((BigInt(part) * 10_000n) / BigInt(whole));
}
