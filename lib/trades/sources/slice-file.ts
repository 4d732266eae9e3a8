// A report of closed positions to events: a file of lines, or the payload the platform's own interface answers.
import { addCents, cents, formatMoney, subtractCents } from '@/lib/money';
import type { Trade } from '@/lib/trades/event';
import { isObject, JsonNumber, MalformedJson, parseStrictJson, type JsonValue } from '@/lib/trades/strict-json';
import { clockOf } from './file-clock';
import { MATCH_TRADER, type SliceLayout } from './file-layouts';
import { namedTable, type FileTable } from './file-table';
import { dateOrderOf } from './file-value';
import { refusedFile, spanOf, type HistoryConfig, type HistoryResult } from './history-file';
import { readSlices, type SliceRow } from './slice-rows';

export function sliceHistory(table: FileTable, layout: SliceLayout, config: HistoryConfig): HistoryResult {
  const [opening, closing] = [clockOf(table, 'opened', config.zone), clockOf(table, 'closed', config.zone)];
  if ('problem' in closing) return refusedFile(closing.problem);
  if ('problem' in opening) return refusedFile(opening.problem);
  const strange = strangeCurrency(table, config);
  if (strange !== null) return refusedFile(strange);
  const order = layout.dates ?? config.dates ?? dateOrderOf(table.rows.map(({ cell }) => cell('closed')));
  if (order === null) return refusedFile('its dates could begin with the day or with the month: say which with --dates dmy or mdy');
  const reading = { layout, opening: opening.clock, closing: closing.clock, order, digits: config.digits, isComma: table.isComma };
  const { slices, bad } = readSlices(table, reading);
  if (slices.length === 0) return bad.length === 0 ? refusedFile('it holds no closed position') : { ok: false, problems: bad };
  const sorted = slices.sort((a, b) => a.closed.at - b.closed.at);
  const zone = closing.clock?.label ?? null;
  const events = sorted.map((slice) => tradeOf(slice, config, zone));
  const notes = movesApart(sorted, config.digits);
  return {
    ok: true,
    value: { report: layout.report, events, refused: bad, notes, balance: null, beginsFlat: false, ...spanOf(events, config.received_at) },
  };
}

/** `{"closedPositions": [...]}` as Match-Trader's interface answers it: the same words as its file, each number as it was written. */
export function matchTraderPayload(text: string, config: HistoryConfig): HistoryResult {
  let value: JsonValue;
  try {
    value = parseStrictJson(text);
  } catch (error) {
    if (error instanceof MalformedJson) return refusedFile(`it is not JSON: ${error.message}`);
    throw error;
  }
  const list = isObject(value) ? value.closedPositions : undefined;
  if (!Array.isArray(list)) return refusedFile('it has no list "closedPositions"');
  const rows = list.map((one, index) => ({ where: `closedPositions[${index}]`, cells: isObject(one) ? cellsOf(one) : {} }));
  return sliceHistory(namedTable(rows, MATCH_TRADER.headings), MATCH_TRADER, config);
}

function cellsOf(one: Record<string, JsonValue>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(one).map(([key, value]) => [key, value instanceof JsonNumber ? value.text : typeof value === 'string' ? value : '']),
  );
}

const SIGNS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP' };

/** A heading that names a currency names the account's. */
function strangeCurrency(table: FileTable, { currency }: HistoryConfig): string | null {
  for (const name of ['net', 'gross', 'balance']) {
    const word = table.tail(name).replace(/[()]/g, '').trim().toUpperCase();
    const named = SIGNS[word] ?? word;
    if (/^[A-Z]{3}$/.test(named) && named !== currency) return `its amounts are in ${named}, but the account is kept in ${currency}`;
  }
  return null;
}

/** Where the running balance moved by more than the slices say: money went in or out, or a line is missing. */
function movesApart(slices: readonly SliceRow[], digits: number): string[] {
  return slices.slice(1).flatMap((slice, index) => {
    const before = slices[index]?.balance_cents ?? null;
    if (before === null || slice.balance_cents === null) return [];
    const net = addCents(slice.gross_cents, slice.commission_cents, slice.swap_cents, slice.fee_cents);
    const apart = subtractCents(subtractCents(slice.balance_cents, before), net);
    if (apart === 0) return [];
    return [
      `before ${slice.where} the balance moved by ${formatMoney(cents(apart), digits)} that no closed position explains: money in or out, or a line that is missing`,
    ];
  });
}

export function tradeOf(slice: SliceRow, config: HistoryConfig, zone: string | null): Trade {
  const { account, currency, received_at, message_id } = config;
  const { gross_cents, commission_cents, swap_cents, fee_cents } = slice;
  const net_cents = addCents(gross_cents, commission_cents, swap_cents, fee_cents);
  const closed_at = new Date(slice.closed.at).toISOString();
  const told = slice.closed.wall === null || zone === null ? {} : { broker_time: slice.closed.wall, broker_zone: zone };
  return {
    kind: 'trade',
    external_id: slice.id,
    account,
    source: 'csv',
    occurred_at: closed_at,
    received_at,
    message_id,
    ...told,
    position_id: slice.position_id,
    open_deal_ids: [],
    close_deal_id: slice.id,
    symbol: slice.symbol,
    broker_symbol: slice.broker_symbol ?? slice.symbol,
    side: slice.side,
    volume: slice.volume,
    volume_unit: slice.contract_size === undefined ? 'lot' : 'contract',
    ...(slice.contract_size === undefined ? {} : { contract_size: slice.contract_size }),
    opened_at: slice.opened === null ? null : new Date(slice.opened.at).toISOString(),
    closed_at,
    open_price: slice.open_price,
    close_price: slice.close_price,
    ...(slice.stop_loss === null ? {} : { stop_loss: slice.stop_loss }),
    ...(slice.take_profit === null ? {} : { take_profit: slice.take_profit }),
    gross_cents,
    commission_cents,
    swap_cents,
    fee_cents,
    net_cents,
    booked_cents: net_cents,
    currency,
    ...(slice.reason === null ? {} : { close_reason: slice.reason }),
    ...(slice.comment === null ? {} : { comment: slice.comment }),
  };
}
