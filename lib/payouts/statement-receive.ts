// Takes in what a provider says left: kept as it came, read by its own parser, and held against our ledger at once.
import { importStatement, loadStatement, payoutsOfStatement, recordComparison, simulatedStatement } from '@/lib/db/statements';
import { addDays } from '@/lib/day';
import { reconcile, summarise, type Difference, type StatementLine, type Summary } from '@/lib/payouts/reconcile';
import { coverOf, parseStatement, type StatementProvider } from '@/lib/payouts/statements/parse';
import { readSimulated, simulatedStatementText } from '@/lib/payouts/statements/simulated';
import type { ReadStatement } from '@/lib/payouts/statements/statement';
import { accept, refuse, type Result } from '@/lib/refusal';

interface StatementFile {
  provider: StatementProvider;
  file_name: string;
  bytes: Uint8Array;
  /** The days it speaks of, both included; null where its lines say so. */
  cover: { from: string; until: string } | null;
}
export interface TakenStatement {
  id: string;
  isNew: boolean;
  differences: number;
}

export async function takeStatement(file: StatementFile, importedBy: string, now: Date): Promise<Result<TakenStatement>> {
  const read = parseStatement(file.provider, file.bytes);
  if (!read.ok) return read;
  const cover = file.cover ?? coverOf(read.value);
  if (cover === null) return refuse('days-missing', 'No line says when. Write the days that this statement speaks of.', { path: 'from' });
  if (cover.from > cover.until) return refuse('days-reversed', 'The first day is after the last one.', { path: 'from' });
  return accept(await keep({ ...file, cover }, read.value, importedBy, now));
}

/** The simulated provider's own book, as a statement of it up to now. */
export async function takeSimulatedStatement(from: string, until: string, importedBy: string, now: Date): Promise<Result<TakenStatement>> {
  if (from > until) return refuse('days-reversed', 'The first day is after the last one.', { path: 'from' });
  const transfers = await simulatedStatement(`${from}T00:00:00Z`, `${addDays(until, 1)}T00:00:00Z`);
  if (transfers.length === 0) return refuse('empty', 'The simulated provider was handed nothing in these days.', { path: 'from' });
  const bytes = new TextEncoder().encode(simulatedStatementText(transfers));
  const file = { provider: 'simulated', file_name: `simulated-${from}-${until}.csv`, bytes, cover: { from, until } };
  return accept(await keep(file, readSimulated(transfers), importedBy, now));
}

type Kept = Omit<StatementFile, 'provider' | 'cover'> & { provider: string; cover: { from: string; until: string } };

async function keep(file: Kept, { lines, others }: ReadStatement, importedBy: string, now: Date): Promise<TakenStatement> {
  const covers_from = `${file.cover.from}T00:00:00.000Z`;
  const covers_until = `${addDays(file.cover.until, 1)}T00:00:00.000Z`;
  const compared = await compare(file.provider, covers_from, covers_until, lines);
  const told = await importStatement({
    provider: file.provider,
    file_name: file.file_name.slice(0, 200) || 'statement.csv',
    bytes_base64: Buffer.from(file.bytes).toString('base64'),
    ...{ covers_from, covers_until },
    lines: [...lines, ...others.map((other) => ({ ...other, state: 'other' as const }))],
    ...compared,
    imported_by: importedBy,
    now: now.toISOString(),
  });
  return { id: told.id, isNew: told.outcome === 'imported', differences: compared.differences.length };
}

/** Held against the ledger as it stands now: what has settled meanwhile agrees, what is new is named. Null where there is no such statement. */
export async function compareAgain(id: string, comparedBy: string, now: Date): Promise<{ found: number; gone: number } | null> {
  const held = await loadStatement(id);
  if (held === null) return null;
  const compared = await compare(held.provider, held.covers_from, held.covers_until, held.lines);
  return recordComparison({ id, ...compared, compared_by: comparedBy, now: now.toISOString() });
}

async function compare(
  provider: string,
  from: string,
  until: string,
  lines: readonly StatementLine[],
): Promise<{ differences: Difference[]; totals: Summary[] }> {
  const names = [...new Set(lines.flatMap(({ key, reference }) => [key, reference]))];
  const ours = await payoutsOfStatement({ provider, from, until, names });
  return { differences: reconcile(lines, ours), totals: summarise(lines, ours) };
}
