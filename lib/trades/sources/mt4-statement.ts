// MetaTrader 4's statement, saved as a page: one line a ticket, opening and closing together, with what was put in and taken out between.
// A ticket is closed whole: what is left of a partial close is a ticket of its own, whose comment says where it is from.
import { addCents, cents, formatMoney, parseMoney, subtractCents, type Cents } from '@/lib/money';
import type { BalanceOperation, BrokerEvent } from '@/lib/trades/event';
import type { FileBalance, HistoryConfig, HistoryResult, Problem } from './history-file';
import { refusedFile, spanOf } from './history-file';
import { htmlRows, type HtmlRow } from './html-rows';
import { cellOf, positionColumns, type Columns } from './mt5-columns';
import type { ReportHeader } from './mt5-tables';
import { decimalText, priceText, volumeUnits, wallTime } from './mt5-text';
import { instantOf, type ServerZone } from './mt5-zone';
import { tradeOf } from './slice-file';
import { reasonOf, type SliceRow } from './slice-rows';

/** What the first lines say of the account: "Account: 431037290", "Currency: USD". The page names the company, not the server. */
export function mt4Header(text: string): ReportHeader | null {
  const cells = htmlRows(text).flatMap((row) => row.cells);
  const login = cells.map((cell) => /^Account:\s*(\d+)/i.exec(cell)?.[1]).find((found) => found !== undefined);
  const currency = cells.map((cell) => /^Currency:\s*([A-Z]{3,5})/i.exec(cell)?.[1]).find((found) => found !== undefined);
  return login === undefined ? null : { login, currency: currency ?? null, server: null, mode: 'hedging' };
}

export function mt4History(text: string, config: HistoryConfig): HistoryResult {
  const { zone } = config;
  if (zone === null) return refusedFile('its times are of the trade server: say the zone with --tz');
  const rows = htmlRows(text);
  const start = rows.findIndex(({ cells }) => cells.some((cell) => /^Closed Transactions:?$/i.test(cell)));
  const body = start < 0 ? [] : rows.slice(start + 1);
  const end = body.findIndex(({ cells }) => cells.some((cell) => /^(Closed P\/L|Open Trades):?$/i.test(cell)));
  const table = end < 0 ? body : body.slice(0, end);
  const columns = positionColumns(table.map(({ line, cells }) => ({ where: `line ${line}`, cells })));
  if (!NEEDED.every((name) => columns.names.includes(name)))
    return refusedFile('it has no table of closed transactions: save the Account History as a report or a detailed report');
  const read = readLines(table.slice(1), columns, { ...config, zone });
  const proof = prove(rows, read, config.digits);
  if (typeof proof === 'string') return refusedFile(proof);
  const events = [...read.slices.map((slice): BrokerEvent => tradeOf(slice, config, zone.label)), ...read.operations].sort((a, b) =>
    a.occurred_at.localeCompare(b.occurred_at),
  );
  if (events.length === 0) return read.bad.length === 0 ? refusedFile('it holds no closed transaction') : { ok: false, problems: read.bad };
  const value = { report: 'MetaTrader 4 statement', events, refused: read.bad, notes: [], balance: proof, beginsFlat: false };
  return { ok: true, value: { ...value, ...spanOf(events, config.received_at) } };
}

const NEEDED = ['ticket', 'open time', 'type', 'size', 'item', 'price', 'close time', 'close price', 'commission', 'swap', 'profit'];

interface Lines {
  slices: SliceRow[];
  operations: BalanceOperation[];
  bad: Problem[];
}
type Zoned = HistoryConfig & { zone: ServerZone };

function readLines(rows: readonly HtmlRow[], columns: Columns, config: Zoned): Lines {
  const found: Lines = { slices: [], operations: [], bad: [] };
  const seen = new Map<string, string>();
  for (const row of rows) {
    const where = `line ${row.line}`;
    const id = row.cells[0] ?? '';
    const type = (row.cells[2] ?? '').toLowerCase();
    if (!/\d/.test(id) || /limit|stop|cancelled/.test(type)) continue;
    const read = /^(balance|credit)$/.test(type) ? readOperation(row, type, config) : readTicket(row, where, columns, config);
    const twice = seen.get(id);
    seen.set(id, where);
    if (typeof read === 'string') found.bad.push({ where, message: read });
    else if (twice) found.bad.push({ where, message: `ticket ${id} stands on ${twice} already` });
    else if ('kind' in read) found.operations.push(read);
    else found.slices.push(read);
  }
  return { ...found, slices: underTheirRoots(found.slices) };
}

function readTicket(row: HtmlRow, where: string, columns: Columns, { zone, digits }: Zoned): SliceRow | string {
  const cell = (name: string): string => cellOf(columns, { where, cells: row.cells }, name);
  const [opened, closed] = [wallTime(cell('open time')), wallTime(cell('close time'))];
  const side = cell('type').toLowerCase();
  const [open_price, close_price] = [decimalText(cell('price')), decimalText(cell('close price'))];
  if (!/^\d+$/.test(cell('ticket'))) return `the ticket "${cell('ticket')}" is not a number`;
  if (side !== 'buy' && side !== 'sell') return `the type "${cell('type')}" is not one we know`;
  if (opened === null) return `the opening time "${cell('open time')}" is not a date and time`;
  if (closed === null) return `the closing time "${cell('close time')}" is not a date and time`;
  if (volumeUnits(cell('size')) === null) return `the size "${cell('size')}" is not a number of lots`;
  if (open_price === null) return `the opening price "${cell('price')}" is not a price`;
  if (close_price === null) return `the closing price "${cell('close price')}" is not a price`;
  const money = (name: string): Cents | null => amountOf(cell(name), digits);
  const [commission, taxes, swap, profit] = [money('commission'), money('taxes'), money('swap'), money('profit')];
  if (commission === null || taxes === null || swap === null || profit === null)
    return 'commission, taxes, swap or profit is not an amount';
  const title = row.titles[0] ?? '';
  return {
    ...{
      where,
      id: cell('ticket'),
      position_id: /\bfrom #(\d+)/.exec(title)?.[1] ?? cell('ticket'),
      symbol: cell('item').toUpperCase(),
      side,
    },
    ...{ volume: decimalText(cell('size')) ?? '', open_price, close_price, balance_cents: null },
    opened: { at: instantOf(opened, zone), wall: cell('open time') },
    closed: { at: instantOf(closed, zone), wall: cell('close time') },
    stop_loss: priceText(cell('s l')),
    take_profit: priceText(cell('t p')),
    ...{ gross_cents: profit, commission_cents: commission, swap_cents: swap, fee_cents: taxes },
    reason: reasonOf(/\[(sl|tp|so)\b/i.exec(title)?.[1] ?? ''),
    comment: title === '' ? null : title.slice(0, 255),
  };
}

/** Its cells of prices are one wide cell of words, so it is read from both ends. */
function readOperation({ cells, line }: HtmlRow, type: string, config: Zoned): BalanceOperation | string {
  const [id = '', time = ''] = cells;
  const wall = wallTime(time);
  const amount_cents = amountOf(cells.at(-1) ?? '', config.digits);
  if (wall === null) return `the time "${time}" is not a date and time`;
  if (amount_cents === null || cells.length < 4) return `the amount "${cells.at(-1) ?? ''}" is not an amount`;
  const words = cells.slice(3, -1).join(' ').trim();
  return {
    kind: 'balance',
    external_id: /^\d+$/.test(id) ? id : `line-${line}`,
    account: config.account,
    source: 'csv',
    occurred_at: new Date(instantOf(wall, config.zone)).toISOString(),
    broker_time: time,
    broker_zone: config.zone.label,
    received_at: config.received_at,
    message_id: config.message_id,
    operation: type === 'credit' ? 'credit' : amount_cents < 0 ? 'withdrawal' : 'deposit',
    amount_cents,
    currency: config.currency,
    affects_profit: false,
    ...(words === '' ? {} : { comment: words.slice(0, 255) }),
  };
}

function amountOf(cell: string, digits: number): Cents | null {
  const plain = cell === '' ? '0' : decimalText(cell);
  return plain === null ? null : parseMoney(plain, digits);
}

/** A part of a part belongs to the first ticket of all. */
function underTheirRoots(slices: SliceRow[]): SliceRow[] {
  const from = new Map(slices.map((slice) => [slice.id, slice.position_id]));
  const rootOf = (id: string, steps = 0): string => {
    const next = from.get(id);
    return next === undefined || next === id || steps > slices.length ? id : rootOf(next, steps + 1);
  };
  return slices.map((slice) => ({ ...slice, position_id: rootOf(slice.position_id) }));
}

/** The page's own totals: what was earned has to be what its lines add up to. Nothing is proved where a line could not be read. */
function prove(rows: readonly HtmlRow[], { slices, operations, bad }: Lines, digits: number): FileBalance | null | string {
  const earned = addCents(...slices.map((one) => addCents(one.gross_cents, one.commission_cents, one.swap_cents, one.fee_cents)));
  const moved = addCents(...operations.filter(({ operation }) => operation !== 'credit').map((one) => one.amount_cents));
  const told = (label: string): Cents | null => {
    const cells = rows.find((row) => row.cells.includes(label))?.cells ?? [];
    const text = cells.slice(cells.indexOf(label) + 1).find((cell) => cell !== '');
    return text === undefined ? null : amountOf(text, digits);
  };
  if (bad.length > 0) return null;
  const said = told('Closed Trade P/L:') ?? told('Closed P/L:');
  if (said !== null && said !== earned)
    return `it says a closed profit of ${formatMoney(said, digits)}, but its lines add up to ${formatMoney(earned, digits)}`;
  const closing = told('Balance:');
  if (closing === null) return null;
  const opening = subtractCents(closing, addCents(cents(earned), moved));
  const first = [...operations].sort((a, b) => a.occurred_at.localeCompare(b.occurred_at))[0];
  const begins =
    opening === 0 &&
    first?.operation === 'deposit' &&
    slices.every((one) => new Date(one.opened?.at ?? 0).toISOString() >= first.occurred_at);
  return { opening_cents: opening, closing_cents: closing, first_deposit_cents: begins ? first.amount_cents : null };
}
