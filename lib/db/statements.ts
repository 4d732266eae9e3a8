// The calls of reconciliation that are the firm's own: a statement is taken with what differs in one transaction, and compared again in another.
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import type { Difference, LedgerLine, Summary } from '@/lib/payouts/reconcile';
import type { SimulatedTransfer } from '@/lib/payouts/statements/simulated';
import type { ReadLine } from '@/lib/payouts/statements/statement';

const call = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);

export const payoutsOfStatement = (p: { provider: string; from: string; until: string; names: string[] }) =>
  call<LedgerLine[]>('payouts_of_statement', { p });

interface StatementImport {
  provider: string;
  file_name: string;
  bytes_base64: string;
  covers_from: string;
  covers_until: string;
  lines: (Partial<ReadLine> | { line: number; state: 'other'; words: string; occurred_at: string | null })[];
  differences: Difference[];
  totals: Summary[];
  imported_by: string;
  now: string;
}
export const importStatement = (p: StatementImport) =>
  call<{ outcome: 'imported' | 'known'; id: string; found?: number }>('import_statement', { p });

interface LoadedStatement {
  provider: string;
  covers_from: string;
  covers_until: string;
  lines: ReadLine[];
}
export const loadStatement = (id: string) => call<LoadedStatement | null>('load_statement', { p_id: id });
export const recordComparison = (p: { id: string; differences: Difference[]; totals: Summary[]; compared_by: string; now: string }) =>
  call<{ found: number; gone: number }>('record_comparison', { p });

export const simulatedStatement = (from: string, until: string) =>
  call<SimulatedTransfer[]>('simulated_statement', { p_from: from, p_until: until });
