// Reads the samples of each platform, and edits of them, the way the import command does.
import type { Trade } from '@/lib/trades/event';
import { readHistory, type FilePlatform } from '@/lib/trades/sources/file-readers';
import type { HistoryConfig, HistoryFile } from '@/lib/trades/sources/history-file';
import { parseZone } from '@/lib/trades/sources/mt5-zone';

export const future = (code: string, value: string) => ({ code, aliases: [], value_per_unit: value, quote_currency: 'USD' });
const LOGINS: Partial<Record<FilePlatform, string>> = { tradovate: 'DEMO0000001', ninjatrader: 'Sim101', rithmic: 'PA-000001' };

export function config(platform: FilePlatform, more: Partial<HistoryConfig> & { tz?: string } = {}): HistoryConfig {
  const { tz, ...rest } = more;
  return {
    account: { platform, server: 'demo', login: LOGINS[platform] ?? '431037290' },
    currency: 'USD',
    digits: 2,
    zone: tz === undefined ? null : parseZone(tz),
    dates: null,
    per_contract: null,
    symbols: [future('MNQ', '2'), future('ES', '50')],
    received_at: '2026-03-21T00:00:00.000Z',
    message_id: 'import',
    ...rest,
  };
}

export function read(platform: FilePlatform, text: string, more: Parameters<typeof config>[1] = {}): HistoryFile {
  const result = readHistory(platform, new TextEncoder().encode(text), config(platform, more));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}
export function problems(platform: FilePlatform, text: string, more: Parameters<typeof config>[1] = {}): string[] {
  const result = readHistory(platform, new TextEncoder().encode(text), config(platform, more));
  const found = result.ok ? result.value.refused : result.problems;
  return found.map(({ where, message }) => `${where}: ${message}`);
}
export const trades = (file: HistoryFile): Trade[] => file.events.filter((event) => event.kind === 'trade');
export const told = (file: HistoryFile) =>
  trades(file).map((one) => [
    one.symbol,
    one.side,
    one.volume,
    one.open_price,
    one.close_price,
    one.gross_cents,
    one.commission_cents,
    one.net_cents,
  ]);
export const moved = (file: HistoryFile): number =>
  file.events.reduce((sum, one) => sum + (one.kind === 'trade' ? one.booked_cents : one.kind === 'balance' ? one.amount_cents : 0), 0);

/** First in, first out; 12.25 x 2 x 2.00 a point is 49.00; a commission of 1.00 for three is 0.33 and 0.67. */
export const SLICES = [
  ['MNQ', 'buy', '2', '21500.0', '21512.25', 4900, -208, 4692],
  ['MNQ', 'buy', '1', '21504.5', '21510.0', 1100, -104, 996],
  ['MNQ', 'sell', '1', '21510.0', '21520.25', -2050, -104, -2154],
  ['ES', 'sell', '1', '6050.25', '6048.75', 7500, -258, 7242],
  ['MNQ', 'buy', '1', '21600.0', '21601.0', 200, -68, 132],
  ['MNQ', 'buy', '2', '21600.0', '21599.5', -200, -132, -332],
];
export const plainPrice = (row: unknown[]) =>
  row.map((value, index) =>
    index === 3 || index === 4
      ? String(value)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '')
      : value,
  );
