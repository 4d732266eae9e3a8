// Reads the sample exports, and edits of them, the way the import command does.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { importMt5, type ImportConfig, type ImportedFile, type ImportResult } from '@/lib/trades/sources/mt5-import';
import { parseZone } from '@/lib/trades/sources/mt5-zone';
import type { Trade } from '@/lib/trades/event';

export const HTML = 'mt5-trade-history.html';
export const TEXT = 'mt5-deals.csv';

export function sample(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../samples/${name}`, import.meta.url)), 'utf8');
}

export function config(zone = 'Europe/Athens'): ImportConfig {
  const parsed = parseZone(zone);
  if (!parsed) throw new Error(`no zone: ${zone}`);
  return {
    account: { platform: 'mt5', server: 'Example-Server', login: '500123' },
    currency: 'USD',
    digits: 2,
    zone: parsed,
    received_at: '2026-11-20T00:00:00.000Z',
    message_id: 'import',
  };
}

export function read(text: string | Uint8Array, zone?: string): ImportResult {
  return importMt5(typeof text === 'string' ? new TextEncoder().encode(text) : text, config(zone));
}

export function readWell(text: string | Uint8Array, zone?: string): ImportedFile {
  const result = read(text, zone);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

export function problemsOf(text: string): string[] {
  const result = read(text);
  return result.ok ? [] : result.problems.map((problem) => `${problem.where}: ${problem.message}`);
}

export function tradesOf(file: ImportedFile): Trade[] {
  return file.events.filter((event) => event.kind === 'trade');
}

const HEADING = 'Time\tDeal\tSymbol\tType\tDirection\tVolume\tPrice\tOrder\tCommission\tFee\tSwap\tProfit\tBalance\tComment';

/** A deals table from its rows; columns are separated by spaces, `-` is an empty cell, and the Balance column is kept right for them. */
export function deals(...rows: string[]): string {
  let running = 0;
  const lines = rows.map((row, index) => {
    const [time, deal, symbol, type, direction, volume, price, order, commission, fee, swap, profit] = row
      .split(' ')
      .map((cell) => (cell === '-' ? '' : cell));
    for (const amount of [commission, fee, swap, profit]) running += type === 'credit' ? 0 : Math.round(100 * +(amount ?? 0));
    const [day, clock] = (time ?? '').split('T');
    return [
      `${day} ${clock}`,
      deal,
      symbol,
      type,
      direction,
      volume,
      price,
      order,
      commission,
      fee,
      swap,
      profit,
      balanceText(running),
      `row ${index}`,
    ].join('\t');
  });
  return [HEADING, ...lines].join('\n');
}

function balanceText(running: number): string {
  const digits = Math.abs(running).toString().padStart(3, '0');
  return `${running < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
