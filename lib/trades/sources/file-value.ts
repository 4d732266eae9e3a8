// How exported tables write things down: money with signs and grouping, decimal commas, dates in three orders, times with and without a
// zone. Everything unreadable is null, so that the caller names the line instead of guessing.
import { wholeOf } from '@/lib/decimal';

export type DateOrder = 'mdy' | 'dmy';

const SIGNIFICANT = 15;

/** `isComma`: the file separates its cells by semicolons, as spreadsheets do where a comma stands before decimals. */
export function decimalOf(text: string, isComma: boolean): string | null {
  const bare = text.replace(/[\s\u00a0\u2007\u2009\u202f]/g, '').replace(/\u2212/g, '-');
  const match = /^([+-]?)[$€£]?(\()?([+-]?)([\d.,]+)(\))?[$€£]?$/.exec(bare);
  if (!match || (match[2] === undefined) !== (match[5] === undefined)) return null;
  const figures = match[4] ?? '';
  const plain = isComma && figures.includes(',') ? ungrouped(swapped(figures)) : ungrouped(figures);
  if (plain === null) return null;
  // More figures than the door takes were no price or amount anybody wrote down: a float has been at work.
  if (plain.replace('.', '').replace(/^0+/, '').length > SIGNIFICANT) return null;
  const minuses = [match[1] === '-', match[3] === '-', match[2] !== undefined].filter(Boolean).length;
  if (minuses > 1) return null;
  return (minuses === 1 ? '-' : '') + plain;
}

function swapped(figures: string): string {
  return figures.replace(/[.,]/g, (mark) => (mark === ',' ? '.' : ','));
}

function ungrouped(figures: string): string | null {
  const match = /^(\d{1,3}(?:,\d{3})+|\d*)(\.\d+)?$/.exec(figures);
  if (!match || figures === '') return null;
  const whole = (match[1] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '');
  return `${whole === '' ? '0' : whole}${match[2] ?? ''}`;
}

/** A volume with or without its unit behind it: "0.10 Lots", "2". Null where it is counted in anything else. */
export function volumeOf(text: string, isComma: boolean): string | null {
  const match = /^(.*?)\s*(?:lots?)?$/i.exec(text.trim());
  const plain = decimalOf(match?.[1] ?? '', isComma);
  return plain === null || plain.startsWith('-') ? null : plain;
}

/** Milliseconds of a clock; `isZoned` where the text itself says its distance from UTC, which is then taken off already. */
export interface Told {
  millis: number;
  isZoned: boolean;
}

const YEAR_FIRST = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})[ T](.+)$/;
const YEAR_LAST = /^(\d{1,2})[-./](\d{1,2})[-./](\d{4})[ T](.+)$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)? ?(AM|PM)? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

export function timeOf(text: string, order: DateOrder): Told | null {
  const clean = text.trim();
  const first = YEAR_FIRST.exec(clean);
  if (first) return told([first[1], first[2], first[3]], first[4]);
  const last = YEAR_LAST.exec(clean);
  if (!last) return null;
  return told(order === 'mdy' ? [last[3], last[1], last[2]] : [last[3], last[2], last[1]], last[4]);
}

function told(date: (string | undefined)[], clock: string | undefined): Told | null {
  const match = CLOCK.exec(clock ?? '');
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = date.map(numberIn);
  const [hour, minute, second] = [hourOf(numberIn(match[1]), match[5]), numberIn(match[2]), numberIn(match[3])];
  const millis = Date.UTC(year, month - 1, day, hour, minute, second, numberIn((match[4] ?? '').slice(0, 3).padEnd(3, '0')));
  const back = new Date(millis);
  const stands =
    back.getUTCMonth() + 1 === month && back.getUTCDate() === day && back.getUTCHours() === hour && back.getUTCMinutes() === minute;
  if (!stands || second > 59) return null;
  const zone = match[6];
  return { millis: millis - (zone === undefined ? 0 : offsetOf(zone)), isZoned: zone !== undefined };
}

/** 12 AM is midnight and 12 PM noon; an hour no such clock shows is kept impossible. */
function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 24;
  return (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (numberIn(match[2]) * 60 + numberIn(match[3])) * 60_000;
}

function numberIn(digits: string | undefined): number {
  return wholeOf(BigInt(digits === undefined || digits === '' ? 0 : digits));
}

/** Which of day and month stands first, where the cells of a column leave no doubt; null where every one of them could be either. */
export function dateOrderOf(cells: readonly string[]): DateOrder | null {
  for (const cell of cells) {
    const match = YEAR_LAST.exec(cell.trim());
    if (!match) continue;
    if (/[ap]m\b/i.test(match[4] ?? '') || numberIn(match[2]) > 12) return 'mdy';
    if (numberIn(match[1]) > 12) return 'dmy';
  }
  return cells.some((cell) => YEAR_LAST.test(cell.trim())) ? null : 'mdy';
}
