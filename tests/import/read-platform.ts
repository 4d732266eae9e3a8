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
    received_at: '2026-11-21T00:00:00.000Z',
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
