// Where each value stands in an exported table. Builds of MetaTrader add and drop columns (Fee, Cost), so they are found by heading;
// a copied table without a heading row is read by the order the terminal shows.
import type { TableRow } from './mt5-tables';

export interface Columns {
  names: string[];
  rows: TableRow[];
}

const DEALS = [
  'time',
  'deal',
  'symbol',
  'type',
  'direction',
  'volume',
  'price',
  'order',
  'commission',
  'fee',
  'swap',
  'profit',
  'balance',
  'comment',
];
const REQUIRED = ['time', 'deal', 'type', 'direction', 'volume', 'price', 'commission', 'swap', 'profit', 'balance'];

/** Null where the first row is neither a deals heading nor a deal. */
export function dealColumns(rows: TableRow[], startsWithDeal: (cell: string) => boolean): Columns | null {
  const first = rows[0];
  if (!first) return null;
  const names = first.cells.map(plain);
  if (REQUIRED.every((name) => names.includes(name))) return { names, rows: rows.slice(1) };
  if (!startsWithDeal(first.cells[0] ?? '')) return null;
  const known = first.cells.length >= DEALS.length ? DEALS : DEALS.filter((name) => name !== 'fee');
  return first.cells.length >= known.length - 1 ? { names: known, rows } : null;
}

/** The Positions section repeats Time and Price for the close. */
export function positionColumns(rows: TableRow[]): Columns {
  const seen = new Set<string>();
  const names = (rows[0]?.cells ?? []).map((cell) => {
    const name = plain(cell);
    const repeated = seen.has(name);
    seen.add(name);
    return repeated ? `close ${name}` : name;
  });
  return { names, rows: rows.slice(1) };
}

export function cellOf(columns: Columns, row: TableRow, name: string): string {
  const index = columns.names.indexOf(name);
  return index < 0 ? '' : (row.cells[index] ?? '');
}

/** The line of totals that closes a section: no time, and one wide empty cell in place of the columns that cannot be summed. */
export function isTotals(columns: Columns, row: TableRow): boolean {
  if ((row.cells[0] ?? '') !== '') return false;
  return (row.cells[1] ?? '') === '' || row.cells.length < columns.names.length - 3;
}

function plain(cell: string): string {
  return cell
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
}
