// Status bands: how much of an allowance is used, and which word that gets. Shares are compared exactly, never as floats.
import { compareRationals, wholeOf, type Rational } from '@/lib/decimal';
import type { Status } from '@/lib/rules/types';

const BPS = 10_000;

export interface Bands {
  caution_at: Rational;
  critical_at: Rational;
}

/** `violated` only where the rule's own test says so; at exactly 100 % of an untouched limit the word is critical. */
export function statusOf(headroom: number, allowance: number, broken: boolean, bands: Bands): Status {
  if (broken) return 'violated';
  if (allowance <= 0) return headroom > 0 ? 'safe' : 'critical';
  const used = { num: BigInt(allowance) - BigInt(headroom), den: BigInt(allowance) };
  if (compareRationals(used, bands.critical_at) >= 0) return 'critical';
  return compareRationals(used, bands.caution_at) >= 0 ? 'caution' : 'safe';
}

export type BandReader = (headroom: number, allowance: number, broken: boolean) => Status;

/** `statusOf` for one pair of bands: the shares are multiplied as plain numbers while the products are safe, which is exact as well. */
export function bandReader(bands: Bands): BandReader {
  const [caution, critical] = [bands.caution_at, bands.critical_at].map(({ num, den }) => ({ num: wholeOf(num), den: wholeOf(den) }));
  if (caution === undefined || critical === undefined) return (...one) => statusOf(...one, bands);
  const most = Number.MAX_SAFE_INTEGER / Math.max(caution.num, caution.den, critical.num, critical.den);
  return (headroom, allowance, broken) => {
    const used = allowance - headroom;
    if (broken || allowance <= 0 || allowance > most || Math.abs(used) > most) return statusOf(headroom, allowance, broken, bands);
    if (used * critical.den >= critical.num * allowance) return 'critical';
    return used * caution.den >= caution.num * allowance ? 'caution' : 'safe';
  };
}

/** Share used in basis points, truncated; below zero counts as zero. Null without an allowance. */
export function usedBps(headroom: number, allowance: number): number | null {
  if (allowance <= 0) return null;
  if (headroom >= allowance) return 0;
  const scaled = (allowance - headroom) * BPS;
  if (scaled <= Number.MAX_SAFE_INTEGER) return wholeQuotient(scaled, allowance);
  const used = ((BigInt(allowance) - BigInt(headroom)) * 10_000n) / BigInt(allowance);
  return parseInt(used.toString(), 10);
}

/** `part / whole` of safe integers that are not negative, cut off; exact, though the division itself may have been rounded up. */
export function wholeQuotient(part: number, whole: number): number {
  const quotient = Math.floor(part / whole);
  return quotient * whole > part ? quotient - 1 : quotient;
}
