// The load test: makes accounts, has the real processor judge them, compares every verdict with an expectation of its own, and takes
// everything away again. One at a time; what a killed run left is removed before the next one.
import { randomUUID } from 'node:crypto';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';
import type { BatchOptions, BatchResult, Progress } from '@/lib/engine/batch-options';
import { scaleReport, type Found, type ScaleReport } from '@/lib/engine/scale-report';
import { INITIAL } from '@/lib/engine/synthetic-expectation';
import { shapesAt } from '@/lib/engine/synthetic-history';
import { SCALE_RULES, STORIES } from '@/lib/engine/synthetic-stories';
import { onlyOne } from '@/lib/jobs/only-one';

export const MOST_ACCOUNTS = 50_000;
export const DEFAULT_ACCOUNTS = 1_000;
const LOCK = 'scale-test';
const MADE_AT_ONCE = 1_000;
const DROPPED_AT_ONCE = 2_000;

interface ScaleOptions {
  accounts: number;
  batch?: Partial<BatchOptions>;
  onStep?: (step: ScaleStep) => void;
  /** Called with the accounts when they have been judged, before they are removed: a measurement may judge them again. */
  onJudged?: (ids: string[]) => Promise<void>;
}
export type ScaleStep = { step: 'making' | 'judging' | 'removing'; done: number; total: number };

/** The report, or null where another run is under way. */
export async function runScaleTest(options: ScaleOptions): Promise<ScaleReport | null> {
  const answer = await onlyOne(LOCK, async () => {
    await removeLeftovers();
    return testOnce(options);
  });
  return answer?.value ?? null;
}

/** Removes what killed runs left behind, unless a run is under way. Answers how many runs there were. */
export async function sweepScaleRuns(): Promise<number> {
  return (await onlyOne(LOCK, removeLeftovers))?.value ?? 0;
}

async function removeLeftovers(): Promise<number> {
  const { rows } = await pool().query<{ server: string }>('select private.scale_leftovers() as server');
  for (const { server } of rows) await remove(server, 0, { code: 'left-behind' }, () => undefined);
  return rows.length;
}

async function testOnce({ accounts, batch, onStep = () => undefined, onJudged }: ScaleOptions): Promise<ScaleReport> {
  const server = `scale:${randomUUID()}`;
  const now = Date.now();
  let report: ScaleReport | null = null;
  try {
    await make(server, accounts, now, onStep);
    const ids = await accountIds(server);
    const { result, seconds } = await judge(ids, batch, onStep);
    report = scaleReport(accounts, result, seconds, await found(server));
    await onJudged?.(ids);
    return report;
  } finally {
    await remove(server, accounts, report ? { ...report.results, status: report.status } : { code: 'broken-off' }, onStep);
  }
}

async function make(server: string, accounts: number, now: number, onStep: NonNullable<ScaleOptions['onStep']>): Promise<void> {
  const shapes = shapesAt(now);
  const at = new Date(now).toISOString();
  const run = { server, rules: SCALE_RULES, initial_balance_cents: `${INITIAL}`, now: at };
  await pool().query('select private.begin_scale_run($1::jsonb)', [JSON.stringify(run)]);
  for (let from = 0; from < accounts; from += MADE_AT_ONCE) {
    const to = Math.min(accounts, from + MADE_AT_ONCE) - 1;
    await pool().query('select private.make_scale_accounts($1::jsonb)', [JSON.stringify({ server, from, to, now: at, shapes })]);
    onStep({ step: 'making', done: to + 1, total: accounts });
  }
}

async function accountIds(server: string): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    "select a.id from public.accounts a where a.platform = 'other' and a.server = $1 order by a.id",
    [server],
  );
  return rows.map((row) => row.id);
}

async function judge(ids: string[], batch: Partial<BatchOptions> = {}, onStep: NonNullable<ScaleOptions['onStep']>) {
  const processor = new BatchRiskProcessor(serviceClient(), batch);
  const onProgress = ({ done, total }: Progress) => onStep({ step: 'judging', done, total });
  const began = performance.now();
  const result: BatchResult = await processor.processAccounts(ids, { kind: 'scale-test', onProgress });
  return { result, seconds: (performance.now() - began) / 1000 };
}

/** What stands in the database afterwards; the processor's own word is not taken for it. */
async function found(server: string): Promise<Found[]> {
  const { rows } = await pool().query<Omit<Found, 'headroom_cents'> & { headroom_cents: string | null }>(
    `select a.id as account_id, a.login::int % $2 as number, f.risk_state, f.headroom_cents::text, array(select distinct v.rule
       from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' and v.state = 'provisional' order by v.rule) as breaches,
       array(select s ->> 'rule' from jsonb_array_elements(f.rule_states) s where s ->> 'status' = 'unknown' order by 1) as unknown
     from public.accounts a join public.account_facts f on f.account_id = a.id where a.platform = 'other' and a.server = $1`,
    [server, STORIES],
  );
  return rows.map((row) => ({ ...row, headroom_cents: row.headroom_cents === null ? null : parseInt(row.headroom_cents, 10) }));
}

async function remove(
  server: string,
  total: number,
  summary: Record<string, unknown>,
  onStep: NonNullable<ScaleOptions['onStep']>,
): Promise<void> {
  for (let done = 0; ;) {
    const { rows } = await pool().query<{ gone: number }>('select private.drop_scale_accounts($1, $2) as gone', [server, DROPPED_AT_ONCE]);
    const gone = rows[0]?.gone ?? 0;
    if (gone === 0) break;
    done += gone;
    onStep({ step: 'removing', done, total: Math.max(total, done) });
  }
  await pool().query('select private.drop_scale_run($1, null, $2::jsonb, $3::timestamptz)', [
    server,
    JSON.stringify(summary),
    new Date().toISOString(),
  ]);
}
