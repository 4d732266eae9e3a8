// Reads a provider's statement by its own parser. The bytes are text in UTF-8, or as older banks write it. Pure.
import { bankStatement, stripeStatement } from '@/lib/payouts/statements/accounts';
import { nowPaymentsStatement, riseStatement } from '@/lib/payouts/statements/lists';
import type { ReadStatement } from '@/lib/payouts/statements/statement';
import { accept, refuse, type Result } from '@/lib/refusal';

export const STATEMENT_PROVIDERS = ['bank', 'rise', 'stripe', 'nowpayments'] as const;
export type StatementProvider = (typeof STATEMENT_PROVIDERS)[number];

export const MOST_STATEMENT_BYTES = 1_048_576;

const PARSERS: Record<StatementProvider, (text: string) => Result<ReadStatement>> = {
  bank: bankStatement,
  rise: riseStatement,
  stripe: stripeStatement,
  nowpayments: nowPaymentsStatement,
};

export function parseStatement(provider: StatementProvider, bytes: Uint8Array): Result<ReadStatement> {
  if (bytes.length > MOST_STATEMENT_BYTES)
    return refuse('too-large', 'A statement has at most one megabyte. Ask for a shorter time.', { path: 'file', status: 413 });
  const read = PARSERS[provider](textOf(bytes));
  if (!read.ok) return read;
  if (read.value.lines.length + read.value.others.length === 0) return refuse('empty', 'This statement has no line.', { path: 'file' });
  return accept(read.value);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The days a statement speaks of, from its own lines; null where none says when. */
export function coverOf(statement: Pick<ReadStatement, 'days'>): { from: string; until: string } | null {
  const days = [...statement.days].sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? null : { from: first, until: last };
}
