// A report of fills to events. Fills do not say what they close, so a line that cannot be read holds back the later fills of its contract:
// paired without it, they would close the wrong ones. Nothing else of the file waits.
import { pairFills, type Fill } from '@/lib/trades/fifo';
import { clockOf } from './file-clock';
import type { FillLayout } from './file-layouts';
import type { FileTable } from './file-table';
import { dateOrderOf } from './file-value';
import { fillEvents } from './fill-events';
import { readFills, type BadLine, type FillRows } from './fill-rows';
import { refusedFile, spanOf, type HistoryConfig, type HistoryResult, type Problem } from './history-file';
import { instrumentOf, type Instrument } from './symbol-facts';

export function fillHistory(table: FileTable, layout: FillLayout, config: HistoryConfig): HistoryResult {
  const clock = clockOf(table, 'time', config.zone);
  if ('problem' in clock) return refusedFile(clock.problem);
  const order = layout.dates ?? config.dates ?? dateOrderOf(table.rows.map(({ cell }) => cell('time')));
  if (order === null) return refusedFile('its dates could begin with the day or with the month: say which with --dates dmy or mdy');
  const hasCommission = table.has('commission');
  if (!hasCommission && config.per_contract === null)
    return refusedFile(
      'it says nothing of commissions: say what a contract costs on each side with --per-contract, 0 where it costs nothing',
    );
  const read = readFills(table, { layout, clock: clock.clock, order, config, isComma: table.isComma, hasCommission });
  if (read.fills.length === 0 && read.bad.length === 0) return refusedFile(emptyBecause(read, config.account.login));
  return pairedFile(read, layout, config, clock.clock?.label ?? null);
}

function pairedFile(read: FillRows, layout: FillLayout, config: HistoryConfig, zone: string | null): HistoryResult {
  const known = instrumentsOf(read.fills, config);
  const bad = [...read.bad, ...strangers(read.fills, known), ...unopened(read.fills)];
  const held = read.fills.filter((fill) => bad.some((line) => holds(line, fill)));
  const fills = read.fills.filter((fill) => !held.includes(fill));
  const eventConfig = { ...config, source: 'csv' as const, zone };
  const events = pairFills(fills)
    .flatMap((item) => {
      const instrument = known.get(item.kind === 'pair' ? item.close.fill.symbol : item.part.fill.symbol);
      return instrument === undefined || typeof instrument === 'string' ? [] : fillEvents(item, instrument, eventConfig);
    })
    .sort((a, b) => a.occurred_at.localeCompare(b.occurred_at));
  const refused = [...bad.map(({ where, message }) => ({ where, message })), ...waiting(held, bad)];
  if (events.length === 0) return { ok: false, problems: refused };
  const notes = [...othersNote(read)];
  return {
    ok: true,
    value: { report: layout.report, events, refused, notes, balance: null, beginsFlat: true, ...spanOf(events, config.received_at) },
  };
}

function instrumentsOf(fills: readonly Fill[], { account: _account, currency, symbols }: HistoryConfig): Map<string, Instrument | string> {
  return new Map([...new Set(fills.map(({ symbol }) => symbol))].map((symbol) => [symbol, instrumentOf(symbol, currency, symbols)]));
}

/** Contracts nobody knows the worth of: their first line says so. */
function strangers(fills: readonly Fill[], known: Map<string, Instrument | string>): BadLine[] {
  return [...known].flatMap(([symbol, instrument]) => {
    const first = fills.find((fill) => fill.symbol === symbol);
    return typeof instrument !== 'string' || !first ? [] : [{ where: first.where, message: instrument, symbol, at: first.at }];
  });
}

/** Fills the platform itself calls closing while the file holds nothing open: what opened them stands before the file begins. */
function unopened(fills: readonly Fill[]): BadLine[] {
  const open = new Map<string, bigint>();
  const found = new Map<string, BadLine>();
  for (const fill of fills) {
    const held = open.get(fill.symbol) ?? 0n;
    if (fill.opens === false && held === 0n && !found.has(fill.symbol)) {
      const message = `fill ${fill.id} closes what was opened before the file begins: export the history from the account's first day`;
      found.set(fill.symbol, { where: fill.where, message, symbol: fill.symbol, at: fill.at });
    }
    open.set(fill.symbol, held + (fill.side === 'buy' ? fill.volume : -fill.volume));
  }
  return [...found.values()];
}

/** What a bad line does not say may be anything: no contract holds back all of them, no time the whole of its contract. */
function holds(line: BadLine, fill: Fill): boolean {
  return (line.symbol === null || line.symbol === fill.symbol) && (line.at === null || fill.at >= line.at);
}

function waiting(held: readonly Fill[], bad: readonly BadLine[]): Problem[] {
  const lines = new Set(bad.map(({ where }) => where));
  const later = held.filter(({ where }) => !lines.has(where));
  const symbols = [...new Set(later.map(({ symbol }) => symbol))];
  return symbols.map((symbol) => {
    const count = later.filter((fill) => fill.symbol === symbol).length;
    return {
      where: symbol,
      message: `${count} ${count === 1 ? 'fill waits' : 'fills wait'} for the lines named above: without them it is not known what they close`,
    };
  });
}

function othersNote({ others }: FillRows): string[] {
  if (others.size === 0) return [];
  const lines = [...others].map(([name, count]) => `${name} (${count})`).join(', ');
  return [`lines of other accounts were passed over: ${lines}`];
}

function emptyBecause({ others }: FillRows, login: string): string {
  return others.size === 0 ? 'it holds no fill' : `it holds no fill of account ${login}, only of ${[...others.keys()].join(', ')}`;
}
