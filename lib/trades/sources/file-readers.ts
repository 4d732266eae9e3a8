// Which files of which platforms can be read, and by what. A platform without a reader here is refused by name: reading its file as if it
// were another's would make trades of whatever happened to fit.
import type { Platform } from '@/lib/trades/event';
import { fillHistory } from './fill-file';
import { LAYOUTS } from './file-layouts';
import { fileTable } from './file-table';
import { refusedFile, spanOf, type HistoryConfig, type HistoryResult } from './history-file';
import { isHtml } from './html-rows';
import { mt4Header, mt4History } from './mt4-statement';
import { importMt5, readHeaderOf } from './mt5-import';
import type { ReportHeader } from './mt5-tables';
import { decodeText } from './mt5-text';
import { ledgerHistory } from './tradovate-ledger';
import { performanceHistory } from './tradovate-performance';
import { matchTraderPayload, sliceHistory } from './slice-file';

/** Platforms with a reader, and what each takes. */
export const FILE_PLATFORMS = {
  mt5: 'the Trade History Report (HTML), or its deals table copied as tab-separated text',
  mt4: 'the account history saved as a report (HTML)',
  'match-trader': 'the Closed Positions file, or the closedPositions payload of the broker interface (JSON)',
  ctrader: 'the History with ID, Closing quantity, Commissions and Swap shown (CSV)',
  tradovate: 'the reports Fills and, for deposits and fees, Cash History; or Performance with --per-contract (CSV)',
  ninjatrader: 'the Executions grid with its ids (CSV)',
  rithmic: 'R | Trader Pro’s Completed Orders with Qty Filled and Order Number shown (CSV)',
} as const satisfies Partial<Record<Platform, string>>;
export type FilePlatform = keyof typeof FILE_PLATFORMS;

export const isFilePlatform = (name: string): name is FilePlatform => Object.hasOwn(FILE_PLATFORMS, name);

/** Whose history it is, where the file says so before its account is known. */
export function historyHeader(platform: FilePlatform, bytes: Uint8Array): ReportHeader | null {
  if (platform === 'mt5') return readHeaderOf(bytes);
  const text = decodeText(bytes);
  return platform === 'mt4' && isHtml(text) ? mt4Header(text) : null;
}

export function readHistory(platform: FilePlatform, bytes: Uint8Array, config: HistoryConfig): HistoryResult {
  if (platform === 'mt5') return mt5History(bytes, config);
  const text = decodeText(bytes);
  if (platform === 'mt4') return mt4History(text, config);
  if (platform === 'match-trader' && /^\s*[{[]/.test(text)) return matchTraderPayload(text, config);
  for (const layout of LAYOUTS.filter((one) => one.platform === platform)) {
    const table = fileTable(text, layout);
    if (table === null) continue;
    if (layout.kind === 'fills') return fillHistory(table, layout, config);
    if (layout.kind === 'pairs') return performanceHistory(table, layout, config);
    if (layout.kind === 'ledger') return ledgerHistory(table, layout, config);
    if (layout.kind === 'slices') return sliceHistory(table, layout, config);
    return refusedFile(`it is a report of ${layout.report}, and ${layout.because}`);
  }
  return refusedFile(`no line of it names the columns that are needed: export ${FILE_PLATFORMS[platform]}`);
}

function mt5History(bytes: Uint8Array, config: HistoryConfig): HistoryResult {
  if (config.zone === null) return refusedFile('its times are of the trade server: say the zone with --tz');
  const result = importMt5(bytes, { ...config, zone: config.zone });
  if (!result.ok) return result;
  const { events, notes, opening_cents, closing_cents, first_deposit_cents } = result.value;
  const balance = { opening_cents, closing_cents, first_deposit_cents };
  const value = { report: 'MetaTrader 5 history', events, refused: [], notes, balance, beginsFlat: false };
  return { ok: true, value: { ...value, ...spanOf(events, config.received_at) } };
}
