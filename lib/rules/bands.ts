// Status bands: how much of an allowance is used, and which word that gets. Shares are compared exactly, never as floats.
import { compareRationals, type Rational } from '@/lib/decimal';
import type { Status } from '@/lib/rules/types';

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

/** Share used in basis points, truncated; below zero counts as zero. Null without an allowance. */
export function usedBps(headroom: number, allowance: number): number | null {
  if (allowance <= 0) return null;
  const used = ((BigInt(allowance) - BigInt(headroom)) * 10_000n) / BigInt(allowance);
  return used < 0n ? 0 : parseInt(used.toString(), 10);
}
