// The ends of a range as a column holds its figures. An amount is as many minor units as the currency of its row says.
import { decimal, rescale } from '@/lib/decimal';
import { minorDigits } from '@/lib/money';
import type { RangeFacet } from './definition';
import { parseRange, type Range, type RangeUnit } from './range';

export interface Bound {
  at: 'least' | 'most';
  /** In the column's own units, for rows of these currencies; null: of all that no other entry names. The last entry is always that one. */
  values: { currencies: string[] | null; value: string }[];
}

let unusual: [digits: number, currencies: string[]][] | null = null;

/** Currencies whose minor unit is no hundredth, by their digits. Looked up once: there are some three hundred. */
function unusualCurrencies(): [digits: number, currencies: string[]][] {
  if (unusual) return unusual;
  const byDigits = new Map<number, string[]>();
  for (const code of Intl.supportedValuesOf('currency')) {
    const digits = minorDigits(code);
    if (digits !== 2) byDigits.set(digits, [...(byDigits.get(digits) ?? []), code]);
  }
  unusual = [...byDigits];
  return unusual;
}

/** Minor units, basis points, seconds or the plain figure; rounded inwards, so nothing outside the range is let in. */
/** What a filter asks of its column; nothing where it asks for nothing. */
export function boundsAsked({ unit }: RangeFacet, [asked = '']: readonly string[]): Bound[] {
  const range = parseRange(asked, unit);
  return range ? boundsOf(range, unit) : [];
}

export function boundsOf({ from, to }: Range, unit: RangeUnit): Bound[] {
  const bound = (at: Bound['at'], end: string): Bound => {
    const units = (digits: number) => rescale(decimal(end), digits, at === 'least' ? 'ceil' : 'floor').toString();
    if (unit !== 'money') return { at, values: [{ currencies: null, value: unit === 'percent' ? units(2) : end }] };
    const others = unusualCurrencies().map(([digits, currencies]) => ({ currencies, value: units(digits) }));
    return { at, values: [...others, { currencies: null, value: units(2) }] };
  };
  return [...(from === null ? [] : [bound('least', from)]), ...(to === null ? [] : [bound('most', to)])];
}

/** As the API takes it between the brackets of an `or`: an amount is compared in its own row's currency. */
export function boundFilter(column: string, { at, values }: Bound): string {
  const test = at === 'least' ? 'gte' : 'lte';
  const named = values.flatMap(({ currencies }) => currencies ?? []);
  const each = values.map(({ currencies, value }) => {
    const compared = `${column}.${test}.${value}`;
    if (named.length === 0) return compared;
    return `and(currency.${currencies === null ? `not.in.(${named.join(',')})` : `in.(${currencies.join(',')})`},${compared})`;
  });
  return each.join(',');
}
