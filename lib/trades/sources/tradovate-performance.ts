// Tradovate's Performance report: the platform's own pairs of fills with their gross result, and nothing of what they cost. Each line is a
// slice by itself; its costs are what the importer says a contract costs on each side, booked when the slice closed.
import { parseDecimal, rational } from '@/lib/decimal';
import { cents, parseMoney, type Cents } from '@/lib/money';
import { clockOf, momentOf, type Moment } from './file-clock';
import type { PairLayout } from './file-layouts';
import type { FileRow, FileTable } from './file-table';
import { decimalOf } from './file-value';
import { refusedFile, spanOf, type HistoryConfig, type HistoryResult, type Problem } from './history-file';
import type { ServerZone } from './mt5-zone';
import { volumeUnits } from './mt5-text';
import { tradeOf } from './slice-file';
import type { SliceRow } from './slice-rows';
import { grossOf, instrumentOf } from './symbol-facts';

export function performanceHistory(table: FileTable, layout: PairLayout, config: HistoryConfig): HistoryResult {
  const clock = clockOf(table, 'bought', config.zone);
  if ('problem' in clock) return refusedFile(clock.problem);
  if (config.per_contract === null)
    return refusedFile(
      'it says nothing of commissions: say what a contract costs on each side with --per-contract, or import the report "Fills"',
    );
  const slices: SliceRow[] = [];
  const refused: Problem[] = [];
  const seen = new Map<string, string>();
  for (const row of table.rows) {
    const read = readPair(row, clock.clock, config);
    const twice = typeof read === 'string' ? undefined : seen.get(read.id);
    if (typeof read === 'string') refused.push({ where: row.where, message: read });
    else if (twice) refused.push({ where: row.where, message: `the fills ${read.id} stand on ${twice} already` });
    else {
      seen.set(read.id, row.where);
      slices.push(read);
    }
  }
  if (slices.length === 0) return refused.length === 0 ? refusedFile('it holds no pair of fills') : { ok: false, problems: refused };
  const zone = clock.clock?.label ?? null;
  const events = slices.sort((a, b) => a.closed.at - b.closed.at).map((slice) => tradeOf(slice, config, zone));
  const notes = ['the report does not say whose it is: every line was taken for this account'];
  return {
    ok: true,
    value: { report: layout.report, events, refused, notes, balance: null, beginsFlat: false, ...spanOf(events, config.received_at) },
  };
}

function readPair(row: FileRow, clock: ServerZone | null, config: HistoryConfig): SliceRow | string {
  const [buy, sell] = [row.cell('buy'), row.cell('sell')];
  const [bought, sold] = [momentOf(row.cell('bought'), { clock, order: 'mdy' }), momentOf(row.cell('sold'), { clock, order: 'mdy' })];
  const volume = volumeUnits(decimalOf(row.cell('volume'), false) ?? '');
  const [buy_price, sell_price] = [decimalOf(row.cell('buy_price'), false), decimalOf(row.cell('sell_price'), false)];
  if (buy === '' || sell === '') return 'the id of a fill is missing';
  if (!bought) return `the time "${row.cell('bought')}" is not a date and time`;
  if (!sold) return `the time "${row.cell('sold')}" is not a date and time`;
  if (volume === null) return `the quantity "${row.cell('volume')}" is not a quantity`;
  if (buy_price === null) return `the price "${row.cell('buy_price')}" is not a price`;
  if (sell_price === null) return `the price "${row.cell('sell_price')}" is not a price`;
  const instrument = instrumentOf(row.cell('symbol'), config.currency, config.symbols);
  if (typeof instrument === 'string') return instrument;
  const isLong = comesFirst({ id: buy, at: bought }, { id: sell, at: sold });
  const prices = isLong ? { open_price: buy_price, close_price: sell_price } : { open_price: sell_price, close_price: buy_price };
  const side = isLong ? 'buy' : 'sell';
  const gross = grossOf({ side, ...prices, volume }, rational(instrument.value_per_unit), config.digits);
  const said = decimalOf(row.cell('result'), false);
  if (gross === null || said === null || parseMoney(said, config.digits) !== gross)
    return `the result "${row.cell('result')}" is not what the prices come to with ${instrument.value_per_unit} a point of ${instrument.code}`;
  return {
    ...{ where: row.where, id: `${buy}:${sell}`, position_id: isLong ? buy : sell, symbol: instrument.code, side, ...prices },
    ...{ broker_symbol: row.cell('symbol'), contract_size: instrument.value_per_unit },
    volume: decimalOf(row.cell('volume'), false) ?? '',
    ...(isLong ? { opened: bought, closed: sold } : { opened: sold, closed: bought }),
    ...{ stop_loss: null, take_profit: null, swap_cents: cents(0), fee_cents: cents(0), balance_cents: null, reason: null, comment: null },
    gross_cents: gross,
    commission_cents: chargeOf(volume, config),
  };
}

/** Of two fills in one second the one with the smaller number was first. */
function comesFirst(a: { id: string; at: Moment }, b: { id: string; at: Moment }): boolean {
  if (a.at.at !== b.at.at || !/^\d+$/.test(a.id) || !/^\d+$/.test(b.id)) return a.at.at <= b.at.at;
  return BigInt(a.id) < BigInt(b.id);
}

/** Both sides, rounded once. */
function chargeOf(volume: bigint, { per_contract, digits }: HistoryConfig): Cents {
  const rate = parseDecimal(per_contract ?? '0') ?? { units: 0n, scale: 0 };
  return parseMoney(`${-2n * rate.units * volume}e-${rate.scale + 8}`, digits) ?? cents(0);
}
