// What a few rules must know of the world beside the account: instruments, the news calendar, market holidays.
// It is an argument, like time: whoever folds hands it in, and a rule that needs a part nobody gave answers unknown.
import { compareRationals, multiplyDecimals, parseDecimal, roundDivide, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { centsFromBigint, type Cents } from '@/lib/money';
import { plainSymbol } from '@/lib/rules/account-pairs';
import { positionValue } from '@/lib/rules/open-risk';
import type { Instant } from '@/lib/rules/events';

/** How an amount of the quote currency becomes the account's: the quoted rate, applied exactly. */
export type MarketRate = { multiply_by: string } | { divide_by: string };
export interface MarketSymbol {
  /** "forex", "metal", "index", "commodity", "crypto"…; null where nobody classed it. */
  class: string | null;
  /** Units per lot, decimal text. */
  contract_size: string | null;
  quote_currency: string | null;
  to_account: MarketRate | null;
  /** A micro contract, counted in minis by `mini_equivalent`. */
  is_micro: boolean;
}
/** Releases in order of time, and the span for which the calendar is complete. */
export interface NewsCalendar {
  from: Instant;
  to: Instant;
  releases: readonly { event: string; at: Instant }[];
}
export interface MarketData {
  /** By plain code: broker suffixes are taken off before looking. */
  symbols: Readonly<Record<string, MarketSymbol>>;
  news: NewsCalendar | null;
  /** Calendar dates without a session; null where no calendar was loaded. */
  holidays: readonly string[] | null;
}

export function symbolOf(market: MarketData | undefined, code: string): MarketSymbol | null {
  if (market === undefined) return null;
  for (const name of [code, plainSymbol(code)]) if (Object.hasOwn(market.symbols, name)) return market.symbols[name] ?? null;
  return null;
}

/** Units of account currency that one lot is worth per unit of price; null where contract or rate is unknown. */
export function perLot(market: MarketData | undefined, currency: string, code: string): Rational | null {
  const known = symbolOf(market, code);
  const contract = known?.contract_size == null ? null : parseDecimal(known.contract_size);
  if (known === null || contract === null) return null;
  const rate = rateOf(known, currency);
  return rate === null ? null : positionValue({ lots: ONE, contract, price: ONE }, rate);
}

/** Value of a position at a price in account currency, in major units and exactly; null where it cannot be told. */
export function valueAt(
  market: MarketData | undefined,
  currency: string,
  position: { symbol: string; volume: string; price: string | null },
): Rational | null {
  const one = perLot(market, currency, position.symbol);
  const lots = parseDecimal(position.volume);
  const price = position.price === null ? null : parseDecimal(position.price);
  if (one === null || lots === null || price === null) return null;
  const units = toRational(multiplyDecimals(lots, price));
  return { num: units.num * one.num, den: units.den * one.den };
}

/** A value in major units as whole minor units, for people; comparisons use the exact value. */
export function shownCents(value: Rational, digits: number): Cents {
  return centsFromBigint(roundDivide(value.num * 10n ** BigInt(digits), value.den, 'half-even'));
}

export function largerOf(a: Rational, b: Rational): Rational {
  return compareRationals(a, b) >= 0 ? a : b;
}

function rateOf(symbol: MarketSymbol, currency: string): Rational | null {
  if (symbol.quote_currency === currency) return { num: 1n, den: 1n };
  if (symbol.to_account === null) return null;
  const isDivided = 'divide_by' in symbol.to_account;
  const text = 'divide_by' in symbol.to_account ? symbol.to_account.divide_by : symbol.to_account.multiply_by;
  const rate = parseDecimal(text);
  if (rate === null || rate.units <= 0n) return null;
  const { num, den } = toRational(rate);
  return isDivided ? { num: den, den: num } : { num, den };
}

const ONE: Decimal = { units: 1n, scale: 0 };
