// Pairs of accounts that act as one: opposite sides to cancel each other's risk, or the same side to copy.
// Neither fails anybody by itself; both are evidence for a review. They are calculators and no registered rules, because a
// rule judges one account and these need two: the scan over all accounts calls them.
import { compareDecimals, compareRationals, multiplyDecimals, subtractDecimals, type Decimal, type Rational } from '@/lib/decimal';

export interface OpeningDeal {
  account: string;
  owner: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: Decimal;
  at: number;
}
interface HedgeLimits {
  window_ms: number;
  volume_tolerance: Decimal;
  same_owner: boolean;
}

/** The symbol without the broker's suffix: "EURUSD.r", "EURUSD.pro" and "EURUSDm" are EURUSD. */
export function plainSymbol(symbol: string): string {
  return symbol
    .replace(/\.[A-Za-z0-9]+$/, '')
    .replace(/(?<=[A-Z0-9])m$/, '')
    .toUpperCase();
}

/** Pairs of accounts in the order of their openings, each once, and whether one account was flagged against itself. */
export function findHedges(openings: readonly OpeningDeal[], limits: HedgeLimits): { pairs: [string, string][]; hasOwnAccount: boolean } {
  const ordered = [...openings].sort((a, b) => a.at - b.at);
  const pairs = new Map<string, [string, string]>();
  let hasOwnAccount = false;
  ordered.forEach((first, i) => {
    for (const second of ordered.slice(i + 1)) {
      if (!areOpposite(first, second, limits)) continue;
      if (first.account === second.account) hasOwnAccount ||= limits.same_owner;
      else if (first.owner !== second.owner || limits.same_owner) {
        const key = [first.account, second.account].sort().join(' ');
        if (!pairs.has(key)) pairs.set(key, [first.account, second.account]);
      }
    }
  });
  return { pairs: [...pairs.values()], hasOwnAccount };
}

/** Enough matches, and sizes that keep one ratio; where the spread of ratios is not known nothing is said. */
export function isCopying(matches: number, minMatches: number, spread: Rational | null, maxSpread: Rational): boolean {
  return matches >= minMatches && spread !== null && compareRationals(spread, maxSpread) <= 0;
}

function areOpposite(a: OpeningDeal, b: OpeningDeal, limits: HedgeLimits): boolean {
  if (a.side === b.side || plainSymbol(a.symbol) !== plainSymbol(b.symbol) || Math.abs(a.at - b.at) > limits.window_ms) return false;
  const [large, small] = compareDecimals(a.lots, b.lots) >= 0 ? [a.lots, b.lots] : [b.lots, a.lots];
  return compareDecimals(subtractDecimals(large, small), multiplyDecimals(large, limits.volume_tolerance)) <= 0;
}
