// The market's tables as market data: every name a broker gives an instrument leads to it, pairs tell their quote currency, spans that
// touch are one.
import type { MarketData, MarketSymbol, QuotedRate, Release, Span } from '@/lib/rules/market';

export interface SymbolRow {
  code: string;
  class: string | null;
  contract_size: string | null;
  aliases: readonly string[];
  /** Where the table does not say it, a pair's own name does. */
  quote_currency?: string | null;
  is_micro?: boolean;
  calendar?: string | null;
}
export interface RateRow extends QuotedRate {
  base: string;
  quote: string;
}
export interface MarketParts {
  symbols: readonly SymbolRow[];
  releases?: readonly Release[];
  rates?: readonly RateRow[];
  holidays?: readonly { calendar: string; day: string }[];
  covers?: readonly (Span & { kind: 'news' | 'holidays'; calendar: string | null })[];
}

const PAIRS: readonly string[] = ['forex', 'metal', 'crypto'];

export function marketOf({ symbols, releases = [], rates = [], holidays = [], covers = [] }: MarketParts): MarketData {
  const known = symbols.flatMap((row) => {
    const symbol = symbolFrom(row);
    return [row.code, ...row.aliases].map((name): [string, MarketSymbol] => [name, symbol]);
  });
  const news = covers.filter(({ kind }) => kind === 'news');
  const calendars = grouped(
    covers.filter(({ kind }) => kind === 'holidays'),
    ({ calendar }) => calendar ?? '',
  );
  const pairs = grouped(inOrder(rates), ({ base, quote }) => `${base}/${quote}`);
  return {
    symbols: Object.fromEntries(known),
    news: news.length === 0 ? null : { covers: joined(news), releases: inOrder(releases) },
    rates: Object.fromEntries(
      [...pairs].map(([pair, series]): [string, QuotedRate[]] => [pair, series.map(({ at, rate, source }) => ({ at, rate, source }))]),
    ),
    holidays: Object.fromEntries(
      [...calendars].map(([calendar, spans]) => [
        calendar,
        { covers: joined(spans), days: holidays.filter((one) => one.calendar === calendar).map(({ day }) => day) },
      ]),
    ),
  };
}

function symbolFrom(row: SymbolRow): MarketSymbol {
  const isPair = row.class !== null && PAIRS.includes(row.class) && /^[A-Z]{6}$/.test(row.code);
  return {
    code: row.code,
    class: row.class,
    contract_size: row.contract_size,
    quote_currency: row.quote_currency ?? (isPair ? row.code.slice(3) : null),
    is_micro: row.is_micro ?? false,
    calendar: row.calendar ?? null,
  };
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

/** Of two at one instant the order they were given in stands. */
function inOrder<T extends { at: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.at - b.at);
}

/** Spans that overlap or touch, as one. */
function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}
