// Rows of the Deals and Positions tables to deals, balance rows and position rows. Every row that cannot be read becomes a problem
// that names it; the caller imports nothing while there is one.
import { parseMoney, type Cents } from '@/lib/money';
import type { Operation } from '@/lib/trades/event';
import type { Deal, PositionRow, Side } from '@/lib/trades/pairing-deal';
import { cellOf, isTotals, type Columns } from './mt5-columns';
import type { TableRow } from './mt5-tables';
import { decimalText, priceText, volumeUnits, wallTime } from './mt5-text';
import { instantOf, type ServerZone } from './mt5-zone';

export interface Problem {
  where: string;
  message: string;
}
export interface BalanceRow {
  id: string;
  where: string;
  at: number;
  wall: string;
  operation: Operation;
  affects_profit: boolean;
  amount_cents: Cents;
  comment: string;
}
/** One row of the deals table; `moves` is what it did to the balance, `balance` what the file says stood there afterwards. */
export interface LedgerRow {
  where: string;
  id: string;
  deal: Deal | null;
  operation: BalanceRow | null;
  moves_cents: number;
  balance_cents: Cents | null;
}

/** Type column -> operation. Money put in or taken out is never profit; what the account was charged or paid for holding and trading is. */
const OPERATIONS: Record<string, { operation: Operation; profit: boolean }> = {
  credit: { operation: 'credit', profit: false },
  bonus: { operation: 'bonus', profit: false },
  correction: { operation: 'correction', profit: false },
  charge: { operation: 'fee', profit: true },
  'additional charge': { operation: 'fee', profit: true },
  fee: { operation: 'fee', profit: true },
  commission: { operation: 'commission', profit: true },
  'additional commission': { operation: 'commission', profit: true },
  'daily commission': { operation: 'commission', profit: true },
  'monthly commission': { operation: 'commission', profit: true },
  'daily agent commission': { operation: 'commission', profit: true },
  'monthly agent commission': { operation: 'commission', profit: true },
  interest: { operation: 'interest', profit: true },
  'interest rate': { operation: 'interest', profit: true },
  dividend: { operation: 'dividend', profit: true },
  'franked dividend': { operation: 'dividend', profit: true },
  tax: { operation: 'tax', profit: true },
};
const DIRECTIONS: Record<string, Deal['direction']> = {
  in: 'in',
  out: 'out',
  'in/out': 'in-out',
  'out by': 'out-by',
  'out/by': 'out-by',
  inout: 'in-out',
};

interface ReadConfig {
  zone: ServerZone;
  digits: number;
}

export function readLedger(columns: Columns, config: ReadConfig): { rows: LedgerRow[]; problems: Problem[] } {
  const rows: LedgerRow[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  let last = Number.NEGATIVE_INFINITY;
  for (const row of inOrder(columns)) {
    const cell = (name: string): string => cellOf(columns, row, name);
    if (isTotals(columns, row)) continue;
    const wall = wallTime(cell('time'));
    if (wall !== null) last = Math.max(last, instantOf(wall, config.zone, last));
    const read = wall === null ? `the time "${cell('time')}" is not a date and time` : readRow(cell, row.where, last, config);
    if (typeof read === 'string') {
      problems.push({ where: row.where, message: read });
      continue;
    }
    const twice = seen.get(read.id);
    if (twice) problems.push({ where: row.where, message: `deal ${read.id} stands on ${twice} already` });
    seen.set(read.id, row.where);
    rows.push(read);
  }
  return { rows, problems };
}

/** The terminal sorts by any column: newest first is turned round, since balances are proved in the order they happened. */
function inOrder(columns: Columns): TableRow[] {
  const times = columns.rows.map((row) => wallTime(cellOf(columns, row, 'time'))).filter((time) => time !== null);
  const first = times[0] ?? 0;
  const end = times.at(-1) ?? 0;
  return first > end ? [...columns.rows].reverse() : columns.rows;
}

function readRow(cell: (name: string) => string, where: string, at: number, config: ReadConfig): LedgerRow | string {
  const id = cell('deal');
  if (!/^\d+$/.test(id)) return `the deal number "${id}" is not a number`;
  const amounts = readAmounts(cell, config.digits);
  if (typeof amounts === 'string') return amounts;
  const { commission, fee, swap, profit, balance } = amounts;
  const moves_cents = commission + fee + swap + profit;
  const type = cell('type').toLowerCase();
  const base = { where, id, balance_cents: balance };
  const common = { id, where, at, wall: cell('time'), comment: cell('comment') };
  if (type === 'buy' || type === 'sell') {
    const deal = readDeal(cell, type, { ...common, commission_cents: commission, fee_cents: fee, swap_cents: swap, profit_cents: profit });
    return typeof deal === 'string' ? deal : { ...base, deal, operation: null, moves_cents };
  }
  if (/^(cancell?ed (buy|sell)|(buy|sell) cancell?ed)$/.test(type)) return cancelled(base, id, moves_cents);
  const amount_cents = moves_cents as Cents;
  const named = type === 'balance' ? { operation: deposited(moves_cents), profit: false } : OPERATIONS[type];
  if (!named) return `the type "${cell('type')}" is not one we know`;
  const operation: BalanceRow = { ...common, operation: named.operation, affects_profit: named.profit, amount_cents };
  return { ...base, deal: null, operation, moves_cents: named.operation === 'credit' ? 0 : moves_cents };
}

function deposited(moved: number): Operation {
  return moved < 0 ? 'withdrawal' : 'deposit';
}

/** A cancelled deal was emptied by the broker, who books its money back as a balance row of its own; it makes no trade. */
function cancelled(base: { where: string; id: string; balance_cents: Cents | null }, id: string, moved: number): LedgerRow | string {
  if (moved !== 0) return `deal ${id} is cancelled but still carries money`;
  return { ...base, deal: null, operation: null, moves_cents: 0 };
}

type Amounts = { commission: Cents; fee: Cents; swap: Cents; profit: Cents; balance: Cents | null };

function readAmounts(cell: (name: string) => string, digits: number): Amounts | string {
  const read = (name: string): Cents | null => money(cell(name) === '' ? '0' : cell(name), digits);
  const [commission, fee, swap, profit] = [read('commission'), read('fee'), read('swap'), read('profit')];
  if (commission === null) return unreadable('commission', cell);
  if (fee === null) return unreadable('fee', cell);
  if (swap === null) return unreadable('swap', cell);
  if (profit === null) return unreadable('profit', cell);
  const balance = cell('balance') === '' ? null : money(cell('balance'), digits);
  if (balance === null) return unreadable('balance', cell);
  return { commission, fee, swap, profit, balance };
}

function money(text: string, digits: number): Cents | null {
  const decimal = decimalText(text);
  return decimal === null ? null : parseMoney(decimal, digits);
}

function unreadable(name: string, cell: (name: string) => string): string {
  return `the ${name} "${cell(name)}" is not an amount`;
}

type DealBase = Pick<Deal, 'id' | 'where' | 'at' | 'wall' | 'comment' | 'commission_cents' | 'fee_cents' | 'swap_cents' | 'profit_cents'>;

function readDeal(cell: (name: string) => string, side: Side, base: DealBase): Deal | string {
  const direction = DIRECTIONS[cell('direction').toLowerCase()];
  const volume = volumeUnits(cell('volume'));
  const price = decimalText(cell('price'));
  if (cell('symbol') === '') return 'the symbol is missing';
  if (!direction) return `the direction "${cell('direction')}" is not in, out, in/out or out by`;
  if (volume === null) return `the volume "${cell('volume')}" is not a volume`;
  if (price === null) return `the price "${cell('price')}" is not a price`;
  if (direction === 'in' && base.profit_cents !== 0) return `deal ${base.id} opens a position but carries a profit`;
  return { ...base, side, direction, symbol: cell('symbol'), volume, price, order_id: cell('order') === '' ? null : cell('order') };
}

export function readPositions(columns: Columns, config: ReadConfig): { rows: PositionRow[]; problems: Problem[] } {
  const rows: PositionRow[] = [];
  const problems: Problem[] = [];
  for (const row of columns.rows) {
    const cell = (name: string): string => cellOf(columns, row, name);
    if (isTotals(columns, row)) continue;
    const [opened, closed] = [wallTime(cell('time')), wallTime(cell('close time'))];
    const volume = volumeUnits(cell('volume'));
    const [open_price, close_price] = [decimalText(cell('price')), decimalText(cell('close price'))];
    const profit = money(cell('profit'), config.digits);
    const side = cell('type').toLowerCase();
    if (
      opened === null ||
      closed === null ||
      !volume ||
      !open_price ||
      !close_price ||
      profit === null ||
      (side !== 'buy' && side !== 'sell')
    ) {
      problems.push({ where: row.where, message: 'this position cannot be read' });
      continue;
    }
    rows.push({
      where: row.where,
      position_id: cell('position'),
      symbol: cell('symbol'),
      side,
      volume,
      opened_at: instantOf(opened, config.zone),
      open_price,
      closed_at: instantOf(closed, config.zone),
      close_price,
      stop_loss: priceText(cell('s l')),
      take_profit: priceText(cell('t p')),
      profit_cents: profit,
    });
  }
  return { rows, problems };
}
