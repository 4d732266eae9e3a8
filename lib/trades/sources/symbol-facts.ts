// Which instrument of the table of symbols a platform's name for a contract means, and what a move of its price is worth. Contracts carry
// their month: MNQZ6, MNQZ26, "MNQ 12-26", "MNQ DEC26", with or without the exchange behind it.
import { decimal, multiplyDecimals, ratioText, subtractDecimals, toRational, type Rational } from '@/lib/decimal';
import { parseMoney, type Cents } from '@/lib/money';
import type { SymbolFacts } from './history-file';

export interface Instrument {
  code: string;
  /** Worth of one point of price of one contract, in the account's currency. */
  value_per_unit: string;
}

const MONTHLY = [
  /^([A-Z0-9]{1,4}?)[FGHJKMNQUVXZ]\d{1,2}$/,
  /^([A-Z0-9]{1,4}) (?:\d{2}-\d{2}|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)-?\d{2})$/,
];

/** Names to look for, the most particular first: the contract itself, then what is left without its month. */
function namesOf(symbol: string): string[] {
  const bare = symbol
    .trim()
    .toUpperCase()
    .replace(/\.[A-Z]+$/, '');
  const roots = MONTHLY.flatMap((pattern) => pattern.exec(bare)?.[1] ?? []);
  return [...new Set([symbol.trim(), bare, ...roots])];
}

/** The instrument, or the sentence that says what is missing. */
export function instrumentOf(symbol: string, currency: string, symbols: readonly SymbolFacts[]): Instrument | string {
  const names = namesOf(symbol);
  const found = names.flatMap((name) => symbols.find((one) => one.code === name || one.aliases.includes(name)) ?? [])[0];
  const name = names.at(-1) ?? symbol;
  if (!found) return `the contract ${symbol} is not in the table of symbols: add ${name} under Rules, Market, with its value per unit`;
  if (found.value_per_unit === null)
    return `the table of symbols does not say what a point of ${found.code} is worth: fill in its value per unit`;
  if (found.quote_currency !== null && found.quote_currency !== currency)
    return `${found.code} is quoted in ${found.quote_currency}, but the account is kept in ${currency}`;
  return { code: found.code, value_per_unit: found.value_per_unit };
}

/** What a closed slice made before costs, exact until it is rounded once; null where no amount is that large. The worth is that of a unit of price of one lot. */
export function grossOf(
  slice: { side: 'buy' | 'sell'; open_price: string; close_price: string; volume: bigint },
  worth: Rational,
  digits: number,
): Cents | null {
  const [opened, closed] = [decimal(slice.open_price), decimal(slice.close_price)];
  const move = slice.side === 'buy' ? subtractDecimals(closed, opened) : subtractDecimals(opened, closed);
  const { num, den } = toRational(multiplyDecimals(move, { units: slice.volume, scale: 8 }));
  return parseMoney(ratioText(num * worth.num, den * worth.den, digits), digits);
}
