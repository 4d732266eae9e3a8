// A whole MetaTrader 5 export to events, or the reasons why not one row of it may be taken. All or nothing: a history with a hole in
// it would be judged as if the hole had not happened.
import type { BrokerEvent } from '@/lib/trades/event';
import { pairDeals } from '@/lib/trades/pairing';
import type { Deal } from '@/lib/trades/pairing-deal';
import { dealColumns, positionColumns } from './mt5-columns';
import { readLedger, readPositions, type LedgerRow, type Problem } from './mt5-deals';
import { operationEvent, pairedEvents, type EventConfig } from './mt5-events';
import { compareWithPositions, proveBalance } from './mt5-proof';
import { readTables, type Mt5Tables, type ReportHeader } from './mt5-tables';
import { decodeText, wallTime } from './mt5-text';

export interface ImportConfig extends EventConfig {
  digits: number;
}
export interface ImportedFile {
  header: ReportHeader | null;
  events: BrokerEvent[];
  opening_cents: number;
  closing_cents: number;
  /** The amount of the deposit the file begins with; null where it begins in the middle of a history. */
  first_deposit_cents: number | null;
  last_at: string;
  notes: string[];
}
export type ImportResult = { ok: true; value: ImportedFile } | { ok: false; problems: Problem[] };

/** What the report's first lines say of itself, before the account's currency and zone are needed. */
export function readHeaderOf(bytes: Uint8Array): ReportHeader | null {
  return readTables(decodeText(bytes)).header;
}

export function importMt5(bytes: Uint8Array, config: ImportConfig): ImportResult {
  const tables = readTables(decodeText(bytes));
  const columns = dealColumns(tables.deals, (cell) => wallTime(cell) !== null);
  if (!columns) return refused('the file', 'it has no deals table: export the Trade History Report, or copy the deals with their headings');
  const ledger = readLedger(columns, config);
  const positions = tables.positions.length === 0 ? { rows: [], problems: [] } : readPositions(positionColumns(tables.positions), config);
  const problems = [...ledger.problems, ...positions.problems];
  if (problems.length > 0) return { ok: false, problems };
  const proof = proveBalance(ledger.rows, config.digits);
  if (proof.problem) return { ok: false, problems: [proof.problem] };
  const first = ledger.rows[0];
  if (!first) return refused('the file', 'its deals table is empty');
  const paired = pairDeals(dealsOf(ledger.rows), positions.rows, modeOf(tables));
  const notes = [
    ...compareWithPositions(paired, positions.rows, config.digits),
    ...paired
      .filter((item) => item.kind === 'slice' && item.opened_at === null)
      .map((item) => `deal ${item.deal.id} closes a position that was opened before the file begins`),
  ];
  const operations = ledger.rows.flatMap((row) => (row.operation ? [operationEvent(row.operation, config)] : []));
  const events = [...operations, ...paired.flatMap((item) => pairedEvents(item, config))].sort((a, b) =>
    a.occurred_at.localeCompare(b.occurred_at),
  );
  return {
    ok: true,
    value: {
      header: tables.header,
      events,
      opening_cents: proof.opening_cents,
      closing_cents: proof.closing_cents,
      first_deposit_cents: proof.opening_cents === 0 && first.operation?.operation === 'deposit' ? first.operation.amount_cents : null,
      last_at: events.at(-1)?.occurred_at ?? config.received_at,
      notes,
    },
  };
}

function modeOf(tables: Mt5Tables): 'hedging' | 'netting' | null {
  return tables.header?.mode ?? null;
}

function dealsOf(rows: LedgerRow[]): Deal[] {
  return rows.flatMap((row) => (row.deal ? [row.deal] : []));
}

function refused(where: string, message: string): ImportResult {
  return { ok: false, problems: [{ where, message }] };
}
