// Lines of a report of closed positions: each is one closing slice with its own result, so a line that cannot be read takes no other with it.
import { addCents, cents, parseMoney, subtractCents, type Cents } from '@/lib/money';
import type { Reason, Side } from '@/lib/trades/event';
import { momentOf, type Clock, type Moment } from './file-clock';
import type { SliceLayout } from './file-layouts';
import type { FileRow, FileTable } from './file-table';
import { decimalOf, volumeOf, type DateOrder } from './file-value';
import type { Problem } from './history-file';
import { priceText } from './mt5-text';

/** One closed slice as a platform tells it; the amounts are what the account's ledger says of it. */
export interface SliceRow {
  where: string;
  id: string;
  position_id: string;
  symbol: string;
  /** Where the platform names the contract more closely than the table of symbols does. */
  broker_symbol?: string;
  /** Of contracts, what a point of one is worth; the others are counted in lots. */
  contract_size?: string;
  side: Side;
  volume: string;
  opened: Moment | null;
  closed: Moment;
  open_price: string;
  close_price: string;
  stop_loss: string | null;
  take_profit: string | null;
  gross_cents: Cents;
  commission_cents: Cents;
  swap_cents: Cents;
  fee_cents: Cents;
  reason: Reason | null;
  comment: string | null;
  /** What the file says stood on the account afterwards. */
  balance_cents: Cents | null;
}

interface SliceReading {
  layout: SliceLayout;
  opening: Clock;
  closing: Clock;
  order: DateOrder;
  digits: number;
  isComma: boolean;
}

/** What each part may cost by rounding on its own; more is a contradiction. */
const TOLERANCE = 2;

export function readSlices(table: FileTable, reading: SliceReading): { slices: SliceRow[]; bad: Problem[] } {
  const slices: SliceRow[] = [];
  const bad: Problem[] = [];
  const seen = new Map<string, SliceRow>();
  for (const row of table.rows) {
    if (/^totals?:?$/i.test(row.cell('id')) || (row.cell('id') === '' && row.cell('symbol') === '')) continue;
    const read = readSlice(row, table, reading);
    if (typeof read === 'string') {
      bad.push({ where: row.where, message: read });
      continue;
    }
    const named = numbered(read, seen, reading.layout.isPositionId);
    if (typeof named === 'string') bad.push({ where: row.where, message: named });
    else {
      seen.set(named.id, named);
      slices.push(named);
    }
  }
  return { slices, bad };
}

/** Parts of one position that were closed in one second are told apart by their order; the same line again is no part. */
function numbered(slice: SliceRow, seen: ReadonlyMap<string, SliceRow>, isPositionId: boolean): SliceRow | string {
  for (let part = 1, id = slice.id; ; part += 1, id = `${slice.id}#${part}`) {
    const twin = seen.get(id);
    if (!twin) return { ...slice, id };
    const isSame = (['volume', 'close_price', 'gross_cents'] as const).every((key) => twin[key] === slice[key]);
    if (!isPositionId || isSame) return `${slice.id} stands on ${twin.where} already`;
  }
}

function readSlice(row: FileRow, table: FileTable, reading: SliceReading): SliceRow | string {
  const { order, layout, isComma } = reading;
  const id = row.cell('id');
  const side = row.cell('side').toLowerCase();
  const volume = volumeOf(row.cell('volume'), isComma);
  const closed = momentOf(row.cell('closed'), { clock: reading.closing, order });
  const opened = row.cell('opened') === '' ? null : momentOf(row.cell('opened'), { clock: reading.opening, order });
  const [open_price, close_price] = [decimalOf(row.cell('open_price'), isComma), decimalOf(row.cell('close_price'), isComma)];
  if (id === '') return 'the id is missing';
  if (row.cell('symbol') === '') return 'the symbol is missing';
  if (side !== 'buy' && side !== 'sell') return `the side "${row.cell('side')}" is neither buy nor sell`;
  if (volume === null || /^0(\.0+)?$/.test(volume)) return `the volume "${row.cell('volume')}" is not a number of lots`;
  if (!closed) return `the closing time "${row.cell('closed')}" is not a date and time`;
  if (opened === null && row.cell('opened') !== '') return `the opening time "${row.cell('opened')}" is not a date and time`;
  if (opened && opened.at > closed.at) return 'it was opened after it was closed';
  if (open_price === null) return `the opening price "${row.cell('open_price')}" is not a price`;
  if (close_price === null) return `the closing price "${row.cell('close_price')}" is not a price`;
  const amounts = readAmounts(row, table, reading);
  if (typeof amounts === 'string') return amounts;
  return {
    ...{
      where: row.where,
      id: idOf(row, layout, closed),
      position_id: row.cell('position') || id,
      symbol: row.cell('symbol'),
      side,
      volume,
    },
    ...{ opened, closed, open_price, close_price, ...amounts, fee_cents: cents(0), comment: null },
    stop_loss: priceText(row.cell('stop_loss')),
    take_profit: priceText(row.cell('take_profit')),
    reason: reasonOf(row.cell('reason')),
  };
}

function idOf(row: FileRow, layout: SliceLayout, closed: Moment): string {
  const id = row.cell('id');
  if (!layout.isPositionId) return id;
  return row.cell('closing_order') === '' ? `${id}@${new Date(closed.at).toISOString()}` : `${id}:${row.cell('closing_order')}`;
}

type Amounts = Pick<SliceRow, 'gross_cents' | 'commission_cents' | 'swap_cents' | 'balance_cents'>;

/** Costs carry their sign in these reports: a cost is below zero. What is said twice has to agree. */
function readAmounts(row: FileRow, table: FileTable, { digits, isComma }: SliceReading): Amounts | string {
  const read = (name: string): Cents | null => {
    const plain = decimalOf(row.cell(name) === '' ? '0' : row.cell(name), isComma);
    return plain === null ? null : parseMoney(plain, digits);
  };
  const [commission, swap] = [read('commission'), read('swap')];
  const [gross, net] = [table.has('gross') ? read('gross') : undefined, table.has('net') ? read('net') : undefined];
  if (commission === null) return `the commission "${row.cell('commission')}" is not an amount`;
  if (swap === null) return `the swap "${row.cell('swap')}" is not an amount`;
  if (gross === null) return `the profit "${row.cell('gross')}" is not an amount`;
  if (net === null) return `the net profit "${row.cell('net')}" is not an amount`;
  const before = gross ?? subtractCents(net ?? cents(0), addCents(commission, swap));
  const sum = addCents(before, commission, swap);
  if (net !== undefined && Math.abs(subtractCents(net, sum)) > TOLERANCE)
    return `the net profit "${row.cell('net')}" is not profit, commission and swap together`;
  return {
    gross_cents: before,
    commission_cents: commission,
    swap_cents: swap,
    balance_cents: row.cell('balance') === '' ? null : read('balance'),
  };
}

export function reasonOf(text: string): Reason | null {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  if (word === 'sl' || word === 'stop loss') return 'stop-loss';
  if (word === 'tp' || word === 'take profit') return 'take-profit';
  if (word === 'so' || word === 'stop out') return 'stop-out';
  return word === 'user' || word === 'client' ? 'client' : null;
}
