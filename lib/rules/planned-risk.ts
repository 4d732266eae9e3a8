// What positions lose if every stop is hit: the distance from the opening price to the stop, times lots, contract and rate.
import { multiplyDecimals, parseDecimal, roundDivide, subtractDecimals, toRational } from '@/lib/decimal';
import { addCents, centsFromBigint, ZERO, type Cents } from '@/lib/money';
import { perLot, type MarketData } from '@/lib/rules/market';
import type { Instant, OpenPosition, RuleSetHeader } from '@/lib/rules/types';

/** At the rates of an instant, rounded up to the minor unit each; a stop in profit risks nothing. Null without a stop, contract size or rate. */
export function plannedRisk(
  positions: readonly OpenPosition[],
  header: RuleSetHeader,
  market: MarketData | undefined,
  at: Instant,
): Cents | null {
  let sum = ZERO;
  for (const position of positions) {
    const risk = riskOf(position, header, market, at);
    if (risk === null) return null;
    sum = addCents(sum, risk);
  }
  return sum;
}

function riskOf(position: OpenPosition, header: RuleSetHeader, market: MarketData | undefined, at: Instant): Cents | null {
  const lots = parseDecimal(position.volume);
  const open = parseDecimal(position.open_price);
  const stop = position.stop_loss === null ? null : parseDecimal(position.stop_loss);
  const one = perLot(market, header.currency, position.symbol, at);
  if (lots === null || open === null || stop === null || one === null) return null;
  const distance = position.side === 'buy' ? subtractDecimals(open, stop) : subtractDecimals(stop, open);
  if (distance.units <= 0n) return ZERO;
  const units = toRational(multiplyDecimals(distance, lots));
  return centsFromBigint(roundDivide(units.num * one.num * 10n ** BigInt(header.minor_digits), units.den * one.den, 'ceil'));
}
