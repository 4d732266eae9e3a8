// How sure a share can be: the 95 % interval of Wilson, which stays inside 0 and 1 and behaves with few accounts. Shares only, never money.

/** Below this many accounts a share says more about luck than about a challenge, so it is drawn grey. */
export const FEWEST = 30;
const Z = 1.959964;

export interface Share {
  count: number;
  of: number;
  /** Basis points, truncated; null where there is nothing to take a share of. */
  bps: number | null;
  low_bps: number | null;
  high_bps: number | null;
  /** Too few to rest anything on. */
  isThin: boolean;
}

/** `count` of `of` with its interval; source: E. B. Wilson, 1927. */
export function shareOf(count: number, of: number): Share {
  const isThin = of < FEWEST;
  if (of <= 0) return { count, of, bps: null, low_bps: null, high_bps: null, isThin };
  const share = count / of;
  const weight = 1 + (Z * Z) / of;
  const middle = share + (Z * Z) / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  const bps = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 10_000);
  // At the ends the formula's own rounding must not cut off the share itself.
  const low = count === 0 ? 0 : bps((middle - reach) / weight);
  const high = count === of ? 10_000 : bps((middle + reach) / weight);
  return { count, of, bps: Math.trunc((count * 10_000) / of), low_bps: low, high_bps: high, isThin };
}
