// What a few rules must know of the world beside the account: instruments, the news calendar, exchange rates, market holidays.
// It is an argument, like time: whoever folds hands it in, and a rule that needs a part nobody gave answers unknown.
import { compareRationals, multiplyDecimals, parseDecimal, roundDivide, toRational, type Decimal, type Rational } from '@/lib/decimal';
import { instantText } from '@/lib/day';
import { centsFromBigint, type Cents } from '@/lib/money';
import { plainSymbol } from '@/lib/rules/account-pairs';
import { positionValue } from '@/lib/rules/open-risk';
import type { Instant } from '@/lib/rules/events';
import type { Evidence } from '@/lib/rules/types';

export interface MarketSymbol {
  code: string;
  /** "forex", "metal", "index", "commodity", "crypto"…; null where nobody classed it. */
  class: string | null;
  /** Units per lot, decimal text. */
  contract_size: string | null;
  quote_currency: string | null;
  /** A micro contract, counted in minis by `mini_equivalent`. */
  is_micro: boolean;
  /** The holiday calendar it trades by; "none" where it knows no holidays, null where nobody said. */
  calendar: string | null;
}
export interface Span {
  from: Instant;
  to: Instant;
}
export interface Release {
  /** The name rule sets know it by. */
  event: string;
  title?: string;
  at: Instant;
  source?: string;
}
/** Releases in order of time, and the spans for which the calendar is complete. */
export interface NewsCalendar {
  covers: readonly Span[];
  releases: readonly Release[];
}
/** What one unit of the base was worth from an instant on, decimal text. */
export interface QuotedRate {
  at: Instant;
  rate: string;
  source: string;
}
export interface MarketData {
  /** By every name a broker gives; suffixes are taken off where the name as it stands is not known. */
  symbols: Readonly<Record<string, MarketSymbol>>;
  news: NewsCalendar | null;
  /** By "EUR/USD", in order of time. */
  rates: Readonly<Record<string, readonly QuotedRate[]>>;
  /** Calendar dates without a session, by calendar, and the spans for which each is complete. */
  holidays: Readonly<Record<string, { days: readonly string[]; covers: readonly Span[] }>>;
}
/** A rate in force at an instant, and how it is applied: exactly. */
interface AppliedRate {
  pair: string;
  quoted: QuotedRate | null;
  exact: Rational;
}

/** Long enough for the longest closing of the markets; an older rate says nothing of the present. */
const RATE_STANDS_MS = 7 * 86_400_000;

export function symbolOf(market: MarketData | undefined, code: string): MarketSymbol | null {
  if (market === undefined) return null;
  if (Object.hasOwn(market.symbols, code)) return market.symbols[code] ?? null;
  const plain = plainSymbol(code);
  return Object.hasOwn(market.symbols, plain) ? (market.symbols[plain] ?? null) : null;
}

export function isCovered(covers: readonly Span[], from: Instant, to: Instant): boolean {
  return covers.some((span) => span.from <= from && to <= span.to);
}

/** Holidays a symbol trades by at an instant; null where its calendar is not known for it. */
export function holidaysOf(market: MarketData | undefined, code: string, at: Instant): readonly string[] | null {
  const calendar = symbolOf(market, code)?.calendar ?? null;
  if (calendar === null || market === undefined) return null;
  if (calendar === 'none') return NO_HOLIDAYS;
  const known = Object.hasOwn(market.holidays, calendar) ? market.holidays[calendar] : undefined;
  return known !== undefined && isCovered(known.covers, at, at) ? known.days : null;
}

/** Units of account currency that one lot is worth per unit of price; null where contract or rate is unknown. */
export function perLot(market: MarketData | undefined, currency: string, code: string, at: Instant): Rational | null {
  const known = symbolOf(market, code);
  const contract = known?.contract_size == null ? null : parseDecimal(known.contract_size);
  if (known === null || contract === null || market === undefined) return null;
  const rate = rateOf(market, known, currency, at);
  return rate === null ? null : positionValue({ lots: ONE, contract, price: ONE }, rate.exact);
}

/** Value of a position at a price in account currency, in major units and exactly; null where it cannot be told. */
export function valueAt(
  market: MarketData | undefined,
  currency: string,
  position: { symbol: string; volume: string; price: string | null },
  at: Instant,
): Rational | null {
  const one = perLot(market, currency, position.symbol, at);
  const lots = parseDecimal(position.volume);
  const price = position.price === null ? null : parseDecimal(position.price);
  if (one === null || lots === null || price === null) return null;
  const units = toRational(multiplyDecimals(lots, price));
  return { num: units.num * one.num, den: units.den * one.den };
}

/** The size and the rate a value rests on, as evidence. */
export function sizeEvidence(market: MarketData | undefined, currency: string, code: string, at: Instant): Evidence[] {
  const known = symbolOf(market, code);
  if (known === null || market === undefined) return [];
  const rate = rateOf(market, known, currency, at);
  const quoted = rate?.quoted ?? null;
  return [
    { label: `Contract size of ${known.code}`, value: known.contract_size ?? 'unknown' },
    ...(rate === null || quoted === null
      ? []
      : [{ label: `Rate ${rate.pair}`, value: `${quoted.rate}, ${quoted.source}, ${instantText(quoted.at)}` }]),
  ];
}

/** A value in major units as whole minor units, for people; comparisons use the exact value. */
export function shownCents(value: Rational, digits: number): Cents {
  return centsFromBigint(roundDivide(value.num * 10n ** BigInt(digits), value.den, 'half-even'));
}

export function largerOf(a: Rational, b: Rational): Rational {
  return compareRationals(a, b) >= 0 ? a : b;
}

/** What is in order of time is found by halving: the place of the first entry at or after an instant. */
export function placeOf(ordered: readonly { at: Instant }[], at: Instant): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The pair as it is quoted either way round; where both are, the later one, and of two alike the direct one. */
function rateOf(market: MarketData, { quote_currency: quote }: MarketSymbol, currency: string, at: Instant): AppliedRate | null {
  if (quote === null) return null;
  if (quote === currency) return { pair: currency, quoted: null, exact: { num: 1n, den: 1n } };
  const [direct, inverse] = [`${quote}/${currency}`, `${currency}/${quote}`];
  const [there, back] = [lastRate(market, direct, at), lastRate(market, inverse, at)];
  const isInverse = back !== null && (there === null || back.at > there.at);
  const quoted = isInverse ? back : there;
  const rate = quoted === null ? null : parseDecimal(quoted.rate);
  if (quoted === null || rate === null || rate.units <= 0n) return null;
  const { num, den } = toRational(rate);
  return isInverse ? { pair: inverse, quoted, exact: { num: den, den: num } } : { pair: direct, quoted, exact: { num, den } };
}

function lastRate(market: MarketData, pair: string, at: Instant): QuotedRate | null {
  const series = Object.hasOwn(market.rates, pair) ? (market.rates[pair] ?? []) : [];
  const last = series[placeOf(series, at + 1) - 1];
  return last !== undefined && at - last.at <= RATE_STANDS_MS ? last : null;
}

const ONE: Decimal = { units: 1n, scale: 0 };
const NO_HOLIDAYS: readonly string[] = [];
