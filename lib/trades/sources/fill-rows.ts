// Lines of a report of fills to fills. A line that cannot be read is named; which of the others may then still be paired is decided by
// whoever pairs them, because a missing fill changes what every later one of its contract closed.
import { parseDecimal } from '@/lib/decimal';
import { addCents, cents, parseMoney, type Cents } from '@/lib/money';
import type { Side } from '@/lib/trades/event';
import type { Fill } from '@/lib/trades/fifo';
import type { FillLayout } from './file-layouts';
import type { FileRow, FileTable } from './file-table';
import { decimalOf, type DateOrder } from './file-value';
import type { HistoryConfig, Problem } from './history-file';
import { momentOf, type Clock } from './file-clock';
import { volumeUnits } from './mt5-text';

/** A line that was left out, with what it still tells of where its fill would have stood. */
export interface BadLine extends Problem {
  symbol: string | null;
  at: number | null;
}
export interface FillRows {
  fills: Fill[];
  bad: BadLine[];
  /** Accounts other than the one that is imported, and their lines. */
  others: Map<string, number>;
}

interface FillReading {
  layout: FillLayout;
  clock: Clock;
  order: DateOrder;
  config: HistoryConfig;
  isComma: boolean;
  hasCommission: boolean;
}

export function readFills(table: FileTable, reading: FillReading): FillRows {
  const found: FillRows = { fills: [], bad: [], others: new Map() };
  const seen = new Map<string, Fill>();
  for (const row of table.rows) {
    if (isNoFill(row)) continue;
    const other = otherAccount(row, table, reading.config.account.login);
    if (other !== null) {
      found.others.set(other, (found.others.get(other) ?? 0) + 1);
      continue;
    }
    const read = readFill(row, reading);
    const twice = typeof read === 'string' ? undefined : seen.get(read.id);
    if (typeof read !== 'string' && twice && isSame(read, twice)) continue;
    if (typeof read !== 'string' && twice && isOtherHalf(read, twice)) {
      twice.volume += read.volume;
      twice.commission_cents = addCents(twice.commission_cents, read.commission_cents);
      continue;
    }
    if (typeof read === 'string' || twice) {
      const message = typeof read === 'string' ? read : `fill ${read.id} stands on ${twice?.where ?? ''} already, and differs there`;
      const at = momentOf(row.cell('time'), reading)?.at ?? null;
      found.bad.push({ where: row.where, message, symbol: row.cell('symbol') || null, at });
      continue;
    }
    seen.set(read.id, read);
    found.fills.push(read);
  }
  return { ...found, fills: inOrder(found.fills) };
}

/** Exports of neighbouring days, put together, tell the same fill twice. */
function isSame(a: Fill, b: Fill): boolean {
  return (['at', 'side', 'symbol', 'volume', 'price', 'commission_cents', 'opens'] as const).every((key) => a[key] === b[key]);
}

/** A fill that turned a position round may stand on two lines: what it closed and what it opened. */
function isOtherHalf(a: Fill, b: Fill): boolean {
  const apart = a.opens !== null && b.opens !== null && a.opens !== b.opens;
  return apart && (['at', 'side', 'symbol', 'price'] as const).every((key) => a[key] === b[key]);
}

/** Orders that were cancelled before anything was filled, repeated headings of other sections, and fills the platform took back. */
function isNoFill(row: FileRow): boolean {
  if (/^(false|no)$/i.test(row.cell('active'))) return true;
  const filled = row.cell('volume');
  return row.cell('status') !== '' && (filled === '' || /^0(\.0+)?$/.test(filled) || !/\d/.test(filled));
}

function otherAccount(row: FileRow, table: FileTable, login: string): string | null {
  if (!table.has('account')) return null;
  const named = [row.cell('account'), row.cell('account_id')];
  return named.includes(login) ? null : named[0] || '(none named)';
}

const SIDES: Record<string, Side> = {
  ...{ b: 'buy', buy: 'buy', '0': 'buy', buytocover: 'buy', 'buy to cover': 'buy' },
  ...{ s: 'sell', sell: 'sell', '1': 'sell', sellshort: 'sell', 'sell short': 'sell' },
};

function readFill(row: FileRow, reading: FillReading): Fill | string {
  const { isComma } = reading;
  const id = row.cell('id');
  const side = SIDES[row.cell('side').toLowerCase()];
  const moment = momentOf(row.cell('time'), reading);
  const volume = volumeUnits(decimalOf(row.cell('volume'), isComma) ?? '');
  const price = decimalOf(row.cell('price'), isComma);
  if (id === '') return 'the id is missing';
  if (row.cell('symbol') === '') return 'the contract is missing';
  if (!side) return `the side "${row.cell('side')}" is neither buy nor sell`;
  if (!moment) return `the time "${row.cell('time')}" is not a date and time`;
  if (volume === null) return `the quantity "${row.cell('volume')}" is not a quantity`;
  if (price === null || price.startsWith('-')) return `the price "${row.cell('price')}" is not a price`;
  const commission = commissionOf(row, reading, volume);
  if (commission === null) return `the commission "${row.cell('commission')}" is not an amount of zero or more`;
  const entry = row.cell('entry').toLowerCase();
  return {
    ...{ id, where: row.where, at: moment.at, wall: moment.wall, side, symbol: row.cell('symbol'), volume, price },
    order_id: row.cell('order') || null,
    commission_cents: commission,
    fee_cents: cents(0),
    session_date: /^\d{4}-\d\d-\d\d$/.test(row.cell('session')) ? row.cell('session') : null,
    opens: entry === 'entry' ? true : entry === 'exit' ? false : null,
  };
}

/** A cost is written without a sign in all of these reports. What the file leaves out is what the importer was told each contract costs. */
function commissionOf(row: FileRow, { layout, config, hasCommission, isComma }: FillReading, volume: bigint): Cents | null {
  const isRate = layout.isRate || !hasCommission || row.cell('commission') === '';
  const text = row.cell('commission') === '' ? (config.per_contract ?? '') : row.cell('commission');
  const plain = decimalOf(text, isComma && row.cell('commission') !== '');
  const value = plain === null ? null : parseDecimal(plain);
  if (!value || value.units < 0n) return null;
  const units = isRate ? value.units * volume : value.units;
  return parseMoney(`${-units}e-${value.scale + (isRate ? 8 : 0)}`, config.digits);
}

/** Reports stand newest first or by number: earliest first here, and at one instant by number, or as they stood. */
function inOrder(fills: Fill[]): Fill[] {
  const turned = (fills[0]?.at ?? 0) > (fills.at(-1)?.at ?? 0) ? [...fills].reverse() : fills;
  return turned
    .map((fill, index) => ({ fill, index }))
    .sort((a, b) => a.fill.at - b.fill.at || byId(a.fill.id, b.fill.id) || a.index - b.index)
    .map(({ fill }) => fill);
}

function byId(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
