// Runs as those who may see them read them, through their own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { batchRun, batchRunDetail, scaleTest, type BatchRunDetail, type BatchRunRow, type ScaleTestRow } from '@/lib/batches/run';
import { UUID } from '@/lib/uuid';

const COLUMNS = 'id,kind,state,total,ok,failed,skipped,metrics,started_at,heartbeat_at,ended_at,started_by,stop_requested_at,stopped_by';
const LIVING = ['active', 'live', 'blocked'];
const PAGE = 1_000;

/** One page of runs, the latest first, and whether older ones follow. */
export async function readRuns(client: SupabaseClient, page: number, size: number): Promise<{ rows: BatchRunRow[]; hasMore: boolean }> {
  const { data, error } = await client
    .from('batch_runs')
    .select(COLUMNS)
    .order('started_at', { ascending: false })
    .order('id')
    .range((page - 1) * size, page * size);
  if (error) throw new Error(`batch_runs: ${error.message}`);
  const rows = z.array(batchRun).parse(data);
  return { rows: rows.slice(0, size), hasMore: rows.length > size };
}

/** Other runs of the same kind, the latest first: what this one is compared with. */
export async function readAlike(client: SupabaseClient, run: Pick<BatchRunRow, 'id' | 'kind'>): Promise<BatchRunRow[]> {
  const asked = client.from('batch_runs').select(COLUMNS).eq('kind', run.kind).neq('id', run.id);
  const { data, error } = await asked.order('started_at', { ascending: false }).order('id').limit(5);
  if (error) throw new Error(`batch_runs: ${error.message}`);
  return z.array(batchRun).parse(data);
}

/** Null where there is no such run, or none for this reader. */
export async function readRun(client: SupabaseClient, id: string): Promise<BatchRunDetail | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('batch_runs').select(`${COLUMNS},errors`).eq('id', id).maybeSingle();
  if (error) throw new Error(`batch_runs: ${error.message}`);
  return data === null ? null : batchRunDetail.parse(data);
}

/** Who began and who stopped runs, by id. */
export async function readRunners(
  client: SupabaseClient,
  runs: Pick<BatchRunRow, 'started_by' | 'stopped_by'>[],
): Promise<Record<string, string>> {
  const ids = [...new Set(runs.flatMap(({ started_by, stopped_by }) => [started_by, stopped_by]).filter((id) => id !== null))];
  if (ids.length === 0) return {};
  const { data } = await client.from('staff').select('id,full_name,email').in('id', ids);
  return Object.fromEntries((data ?? []).map((row) => [String(row.id), String(row.full_name || row.email)]));
}

/** Load tests leave nothing behind but this. */
export async function readScaleTests(client: SupabaseClient): Promise<ScaleTestRow[]> {
  const { data, error } = await client.rpc('scale_tests');
  if (error) throw new Error(`scale_tests: ${error.message}`);
  return z.array(scaleTest).parse(data);
}

/** Logins of the accounts a run failed on, as far as the reader may know them. */
export async function readLogins(client: SupabaseClient, ids: string[]): Promise<Record<string, string>> {
  const asked = [...new Set(ids)].filter((id) => UUID.test(id)).slice(0, 200);
  if (asked.length === 0) return {};
  const { data } = await client.from('accounts').select('id,login').in('id', asked);
  return Object.fromEntries((data ?? []).map((row) => [String(row.id), String(row.login)]));
}

/** Ids of every account that still lives, load tests' own left out. */
export async function readLivingIds(client: SupabaseClient): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const asked = client.from('accounts').select('id').in('status', LIVING).not('server', 'like', 'scale:%').order('id').limit(PAGE);
    const { data, error } = await (ids.length > 0 ? asked.gt('id', ids.at(-1)) : asked);
    if (error) throw new Error(`accounts: ${error.message}`);
    ids.push(...data.map((row) => String(row.id)));
    if (data.length < PAGE) return ids;
  }
}
