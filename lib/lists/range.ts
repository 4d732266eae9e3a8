// Filters that ask for what lies between two figures: how one is written in an address, read from what somebody types, and told in words.
import { compareDecimals, decimal, decimalText, parseDecimal } from '@/lib/decimal';

/** Money in major units, whatever the row's currency; percent; a plain figure; or a length of time. */
export type RangeUnit = 'money' | 'percent' | 'number' | 'seconds';
/** Both ends belong to it; null is open. Decimal text, lengths of time in seconds. */
export interface Range {
  from: string | null;
  to: string | null;
}

const BETWEEN = '..';
/** More digits than any figure of a list has would only overflow its column. */
const FIGURE = /^-?\d{1,12}(\.\d{1,4})?$/;
const SHARE = /^-?\d{1,5}(\.\d{1,4})?$/;
const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;
const LENGTH = /^(\d{1,9})\s*(s|m|min|h|d)?$/;
const SECONDS: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

const EXAMPLES: Record<RangeUnit, string> = {
  money: '1000..5000, 1000.. or ..5000',
  percent: '70..90, 70.. or ..90',
  number: '1..2.5, 1.. or ..2.5',
  seconds: '30s..5m, 1h.. or ..2d',
};

/** A figure as typed: "10,000", "80 %", "5m", a true minus; null where it is none. */
function parseFigure(typed: string, unit: RangeUnit): string | null {
  const text = typed.trim().replace('\u2212', '-');
  if (unit === 'seconds') {
    const match = LENGTH.exec(text.toLowerCase());
    return match ? (BigInt(match[1] ?? '0') * BigInt(SECONDS[match[2] ?? 's'] ?? 1)).toString() : null;
  }
  const bare = unit === 'percent' ? text.replace(/\s*%$/, '') : text;
  const plain = GROUPED.test(bare) ? bare.replaceAll(',', '') : bare;
  const value = (unit === 'percent' ? SHARE : FIGURE).test(plain) ? parseDecimal(plain) : null;
  return value && decimalText(value);
}

/** "1000..5000", open at either end; null where it is none, is open at both, or ends before it begins. */
export function parseRange(text: string, unit: RangeUnit): Range | null {
  const [first = '', last, ...more] = text.split(BETWEEN);
  if (last === undefined || more.length > 0) return null;
  const [from, to] = [first, last].map((end) => (end.trim() === '' ? null : (parseFigure(end, unit) ?? undefined)));
  if (from === undefined || to === undefined || (from === null && to === null)) return null;
  if (from !== null && to !== null && compareDecimals(decimal(from), decimal(to)) > 0) return null;
  return { from, to };
}

/** What two fields say as the address has it: null where both are empty. */
export function rangeOf(from: string, to: string): string | null {
  const [first, last] = [from, to].map((end) => end.trim().replaceAll(',', ''));
  return first === '' && last === '' ? null : `${first}${BETWEEN}${last}`;
}

/** The two ends as they are written in the address, for the fields. */
export function endsOf(text: string | undefined): [from: string, to: string] {
  const [from = '', to = ''] = (text ?? '').split(BETWEEN);
  return [from, to];
}

export const notARange = (unit: RangeUnit): string => `is no range, such as ${EXAMPLES[unit]}, or ends before it begins`;

/** "1,000 to 5,000", "from 70 %", "up to 5 min". */
export function rangeText({ from, to }: Range, unit: RangeUnit): string {
  const [first, last] = [from, to].map((end) => (end === null ? null : figureText(end, unit)));
  if (!first) return `up to ${last}`;
  return last ? `${first} to ${last}` : `from ${first}`;
}

function figureText(figure: string, unit: RangeUnit): string {
  if (unit === 'seconds') return lengthText(BigInt(figure));
  const [whole = '', fraction] = figure.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fraction === undefined ? grouped : `${grouped}.${fraction}`}${unit === 'percent' ? ' %' : ''}`;
}

function lengthText(seconds: bigint): string {
  const [size, name] = (
    [
      [86_400n, 'd'],
      [3600n, 'h'],
      [60n, 'min'],
    ] as const
  ).find(([one]) => seconds >= one && seconds % one === 0n) ?? [1n, 's'];
  return `${seconds / size} ${name}`;
}
