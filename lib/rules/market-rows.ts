// The symbol table as market data: every name a broker gives an instrument leads to it, and pairs tell their quote currency.
import type { MarketData, MarketRate, MarketSymbol, NewsCalendar } from '@/lib/rules/market';

export interface SymbolRow {
  code: string;
  class: string | null;
  contract_size: string | null;
  aliases: readonly string[];
  /** Where the table does not say it, a pair's own name does. */
  quote_currency?: string | null;
  is_micro?: boolean;
}
export interface MarketParts {
  symbols: readonly SymbolRow[];
  /** Rates into the account's currency, by quote currency. */
  rates?: Readonly<Record<string, MarketRate>>;
  news?: NewsCalendar | null;
  holidays?: readonly string[] | null;
}

const PAIRS: readonly string[] = ['forex', 'metal', 'crypto'];

export function marketOf({ symbols, rates = {}, news = null, holidays = null }: MarketParts): MarketData {
  const known = symbols.flatMap((row) => {
    const symbol = symbolFrom(row, rates);
    return [row.code, ...row.aliases].map((name): [string, MarketSymbol] => [name, symbol]);
  });
  const sorted = news === null ? null : { ...news, releases: [...news.releases].sort((a, b) => a.at - b.at) };
  return { symbols: Object.fromEntries(known), news: sorted, holidays };
}

function symbolFrom(row: SymbolRow, rates: Readonly<Record<string, MarketRate>>): MarketSymbol {
  const isPair = row.class !== null && PAIRS.includes(row.class) && /^[A-Z]{6}$/.test(row.code);
  const quote = row.quote_currency ?? (isPair ? row.code.slice(3) : null);
  const rate = quote !== null && Object.hasOwn(rates, quote) ? (rates[quote] ?? null) : null;
  return { class: row.class, contract_size: row.contract_size, quote_currency: quote, to_account: rate, is_micro: row.is_micro ?? false };
}
