// What every reader of an exported history is told and what it answers, whichever platform wrote the file.
import type { AccountRef, BrokerEvent } from '@/lib/trades/event';
import type { DateOrder } from './file-value';
import type { ServerZone } from './mt5-zone';

export interface Problem {
  where: string;
  message: string;
}

/** What one point of price is worth, by every name an instrument has: the facts of the table of symbols. */
export interface SymbolFacts {
  code: string;
  aliases: readonly string[];
  value_per_unit: string | null;
  quote_currency: string | null;
}

export interface HistoryConfig {
  account: AccountRef;
  currency: string;
  digits: number;
  /** Of times that stand in the file without one; null where nobody said. */
  zone: ServerZone | null;
  dates: DateOrder | null;
  /** What each contract costs on each side, for files that do not say it: decimal text, a cost positive. */
  per_contract: string | null;
  symbols: readonly SymbolFacts[];
  received_at: string;
  message_id: string;
}

/** The running balance, where the file tells one and proves it. */
export interface FileBalance {
  opening_cents: number;
  closing_cents: number;
  /** The amount of the deposit the file begins with; null where it begins in the middle of a history. */
  first_deposit_cents: number | null;
}

export interface HistoryFile {
  /** What was read: "Tradovate Fills". */
  report: string;
  events: BrokerEvent[];
  /** Lines that were left out, each with its reason. */
  refused: Problem[];
  notes: string[];
  balance: FileBalance | null;
  /** Openings are told by the fills alone, so the file has to begin where the account held nothing. */
  beginsFlat: boolean;
  first_at: string;
  last_at: string;
}
export type HistoryResult = { ok: true; value: HistoryFile } | { ok: false; problems: Problem[] };

export function refusedFile(message: string, where = 'the file'): HistoryResult {
  return { ok: false, problems: [{ where, message }] };
}

/** First and last instant of events that are in order; of an empty file, the time it was read. */
export function spanOf(events: readonly BrokerEvent[], received_at: string): { first_at: string; last_at: string } {
  return { first_at: events[0]?.occurred_at ?? received_at, last_at: events.at(-1)?.occurred_at ?? received_at };
}
