// How many lots are open together, now or, where only closed trades are told, while the one just closed was open.
// Micro contracts count in minis where the rule set says how many make one.
import { addDecimals, compareDecimals, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { lotsOf } from '@/lib/rules/lots';
import { symbolOf, type MarketData } from '@/lib/rules/market';
import { sumLots } from '@/lib/rules/size-limits';
import type { BookedTrade } from '@/lib/rules/trade-book';
import type { Evidence, Facts, Instant } from '@/lib/rules/types';

/** Closed trades kept to find which of them overlapped; older ones have long been closed. */
const KEPT = 32;

export interface ClosedSpan {
  from: Instant;
  to: Instant;
  symbol: string;
  lots: string;
}
interface Weights {
  mini_equivalent?: number | undefined;
  market?: MarketData | undefined;
}

/** Open lots by the facts; null where a position or the kind of its contract is unknown. */
export function openLots(facts: Facts, weights: Weights): Rational | null {
  if (facts.unlisted_open !== 0) return null;
  return weigh(Object.values(facts.positions), weights);
}

/** The positions that are listed; what nobody listed can only add to it. */
export function listedLots(facts: Facts, weights: Weights): Rational | null {
  return weigh(Object.values(facts.positions), weights);
}

/** Keeps a trade that nobody saw open, and answers the most that was open at once while it was. */
export function overlapping(spans: ClosedSpan[], trade: BookedTrade, closedAt: Instant, weights: Weights): Rational | null {
  if (trade.opened_at === null) return null;
  spans.push({ from: trade.opened_at, to: closedAt, symbol: trade.symbol, lots: trade.lots });
  if (spans.length > KEPT) spans.shift();
  let most: Rational | null = null;
  for (const { from: at } of spans) {
    if (at < trade.opened_at || at >= closedAt) continue;
    const together = spans.filter(({ from, to }) => from <= at && at < to).map(({ symbol, lots }) => ({ symbol, volume: lots }));
    const sum = weigh(together, weights);
    if (sum !== null && (most === null || sum.num * most.den > most.num * sum.den)) most = sum;
  }
  return most;
}

/** Which open symbols were counted as micro contracts, where the rule set tells them from minis. */
export function microEvidence(facts: Facts, { mini_equivalent: micros, market }: Weights): Evidence[] {
  if (micros === undefined) return [];
  const found = Object.values(facts.positions).flatMap(({ symbol }) => symbolOf(market, symbol) ?? []);
  const codes = [...new Set(found.filter((known) => known.is_micro).map(({ code }) => code))].sort();
  return codes.length === 0 ? [] : [{ label: `Micro contracts, ${micros} to one`, value: codes.join(', ') }];
}

function weigh(rows: readonly { symbol: string; volume: string }[], { mini_equivalent: micros, market }: Weights): Rational | null {
  if (micros === undefined) return toRational(sumLots(rows.map(({ volume }) => lotsOf(volume))));
  let minis: Decimal = { units: 0n, scale: 0 };
  let small: Decimal = { units: 0n, scale: 0 };
  for (const { symbol, volume } of rows) {
    const known = symbolOf(market, symbol);
    if (known === null) return null;
    if (known.is_micro) small = addDecimals(small, lotsOf(volume));
    else minis = addDecimals(minis, lotsOf(volume));
  }
  const [whole, part] = [toRational(minis), toRational(small)];
  const den = part.den * BigInt(micros);
  return compareDecimals(small, { units: 0n, scale: 0 }) === 0
    ? whole
    : { num: whole.num * den + part.num * whole.den, den: whole.den * den };
}
