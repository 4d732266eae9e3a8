// Exact decimal text and ratios: bigint units with a scale, and fractions that are compared by cross-multiplication.
// Percentages, lots and prices pass through here, because a float would decide some limits by its own rounding.

/** `units / 10^scale`. */
export interface Decimal {
  units: bigint;
  scale: number;
}

/** `num / den`, den positive. */
export interface Rational {
  num: bigint;
  den: bigint;
}

export type Rounding = 'floor' | 'ceil' | 'half-even' | 'trunc';

const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const MAX_DIGITS = 60;

/** Reads decimal text such as "-12.30" or "1e-7" exactly; null when it is not one. */
export function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL_TEXT.exec(text.trim());
  if (match === null) return null;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole.length + fraction.length === 0 || whole.length + fraction.length > MAX_DIGITS) return null;
  const exponent = match[4] === undefined ? 0 : parseInt(match[4], 10);
  if (Math.abs(exponent) > MAX_DIGITS) return null;
  const magnitude = BigInt(whole + fraction);
  const units = match[1] === '-' ? -magnitude : magnitude;
  const scale = fraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * pow10(-scale), scale: 0 };
}

/** The decimal text must be valid: for values that a door has already checked. */
export function decimal(text: string): Decimal {
  const value = parseDecimal(text);
  if (value === null) throw new Error(`not decimal text: ${JSON.stringify(text)}`);
  return value;
}

/** Shortest decimal text: "2", "0.5", "-3.25". */
export function decimalText({ units, scale }: Decimal): string {
  const text = fixedText(units, scale);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Units printed with exactly `scale` decimals, with an ASCII minus. */
export function fixedText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function rescale(value: Decimal, scale: number, rounding: Rounding): bigint {
  if (scale >= value.scale) return value.units * pow10(scale - value.scale);
  return roundDivide(value.units, pow10(value.scale - scale), rounding);
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: rescale(a, scale, 'trunc') + rescale(b, scale, 'trunc'), scale };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
  return addDecimals(a, { units: -b.units, scale: b.scale });
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  return sign(subtractDecimals(a, b).units);
}

export function toRational({ units, scale }: Decimal): Rational {
  return { num: units, den: pow10(scale) };
}

export function rational(text: string): Rational {
  return toRational(decimal(text));
}

export function compareRationals(a: Rational, b: Rational): number {
  return sign(a.num * b.den - b.num * a.den);
}

/** A ratio printed with exactly `digits` decimals, half to even. Printed shares are never compared. */
export function ratioText(num: bigint, den: bigint, digits: number): string {
  return fixedText(roundDivide(num * pow10(digits), den, 'half-even'), digits);
}

/** `num / den` as a whole number. The divisor must not be zero. */
export function roundDivide(num: bigint, den: bigint, rounding: Rounding): bigint {
  const [n, d] = den < 0n ? [-num, -den] : [num, den];
  const quotient = n / d;
  const rest = n % d;
  if (rest === 0n || rounding === 'trunc') return quotient;
  if (rounding === 'floor') return rest < 0n ? quotient - 1n : quotient;
  if (rounding === 'ceil') return rest > 0n ? quotient + 1n : quotient;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > d || (twice === d && quotient % 2n !== 0n);
  if (!away) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
}

function pow10(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** A whole number that is known to be small, as one; beyond the safe integers it is no longer exact, and whoever asks has to look. */
export function wholeOf(value: bigint): number {
  return parseInt(value.toString(), 10);
}

function sign(value: bigint): number {
  return value < 0n ? -1 : value > 0n ? 1 : 0;
}
