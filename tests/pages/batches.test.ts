// Runs started from the office: under the session of whoever starts them, one at a time, and taken up again after a silence.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLivingIds, readRun, readRuns, readScaleTests } from '@/lib/batches/read';
import { kindName, mayResume, standingOf } from '@/lib/batches/run';
import { resumeRun, retryFailed, startRejudge, startScaleTest, type Begun } from '@/lib/batches/write';
import { closePool } from '@/lib/db/pool';
import { onlyOne } from '@/lib/jobs/only-one';
import type { Result } from '@/lib/refusal';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startFlow, type Flow } from '../flow/flow-stack';

let flow: Flow;
const clients: Record<string, SupabaseClient> = {};
beforeAll(async () => {
  flow = await startFlow({ graceSeconds: 900, isDoorEnough: true });
  for (const role of ['risk', 'viewer']) {
    const { id, client } = await flow.stack.signUp(`${role}@batches.test`);
    await flow.stack.sql.query('insert into public.staff (id, email, role) values ($1, $2, $3)', [id, `${role}@batches.test`, role]);
    clients[role] = client;
  }
  for (const login of ['901', '902', '903']) await flow.openAccount(login);
});
afterAll(async () => {
  await closePool();
  await flow.close();
});

const as = (role: 'risk' | 'viewer'): SupabaseClient => clients[role] as SupabaseClient;
const ended = async (begun: Result<Begun>): Promise<string | null> => {
  if (!begun.ok) throw new Error(begun.refusal.code);
  await begun.value.ended;
  return begun.value.runId;
};
const codeOf = async (begun: Promise<Result<Begun>>) => begun.then((result) => (result.ok ? 'begun' : result.refusal.code));

describe('a run from the office', () => {
  it('judges every living account and is found in the list with its figures', async () => {
    const id = await ended(await startRejudge(as('risk')));
    const living = await readLivingIds(as('risk'));
    expect(await readRun(as('risk'), id ?? '')).toMatchObject({
      kind: 'rejudge',
      state: 'done',
      total: living.length,
      ok: living.length,
      failed: 0,
      skipped: 0,
    });
    const { rows, hasMore } = await readRuns(as('risk'), 1, 25);
    expect([rows[0]?.id, hasMore]).toEqual([id, false]);
    expect(await readRun(as('viewer'), id ?? '')).toBeNull();
  });

  it('is refused to a role that may not judge, and while another one is under way', async () => {
    expect(await codeOf(startRejudge(as('viewer')))).toBe('not-allowed');
    const answer = await onlyOne('risk-batch', () => codeOf(startRejudge(as('risk'))));
    expect(answer?.value).toBe('already-running');
  });

  it('is taken up again after a silence, and not before', async () => {
    const { rows } = await flow.stack.sql.query<{ id: string }>(
      `insert into public.batch_runs (kind, total, started_at, heartbeat_at) values ('rejudge', 9, now() - interval '1 hour', now() - interval '1 hour') returning id`,
    );
    const id = rows[0]?.id ?? '';
    expect(await codeOf(resumeRun(as('risk'), id, new Date(Date.now() - 3_600_000)))).toBe('not-resumable');
    await ended(await resumeRun(as('risk'), id, new Date()));
    expect(await readRun(as('risk'), id)).toMatchObject({ state: 'done', ok: 3, total: 3 });
    expect(await codeOf(resumeRun(as('risk'), id, new Date()))).toBe('not-resumable');
  });

  it('judges the failed accounts of a run again, and only those', async () => {
    const [first] = await readLivingIds(as('risk'));
    const { rows } = await flow.stack.sql.query<{ id: string }>(
      `insert into public.batch_runs (kind, state, total, ok, failed, errors, started_at, ended_at) values ('risk-batch', 'failed', 3, 2, 1, $1::jsonb, now(), now()) returning id`,
      [JSON.stringify([{ accountId: first, code: 'timeout', message: 'Too slow.', attempts: 4 }])],
    );
    const again = await ended(await retryFailed(as('risk'), rows[0]?.id ?? ''));
    expect(await readRun(as('risk'), again ?? '')).toMatchObject({ kind: 'retry-failed', total: 1, ok: 1 });
    expect(await codeOf(retryFailed(as('risk'), again ?? ''))).toBe('nothing-to-judge');
  });

  it('leaves of a load test its summary, which those who run batches read', async () => {
    await ended(await startScaleTest(8));
    const [test] = await readScaleTests(as('risk'));
    expect(test?.summary).toMatchObject({ status: 'PASS', total_accounts: 8, success_count: 8, failure_count: 0 });
    await expect(readScaleTests(as('viewer'))).rejects.toThrow('not-allowed');
  });
});

describe('the standing of a run', () => {
  const run = { kind: 'rejudge', state: 'running' as const, started_at: '2026-01-01T00:00:00Z', heartbeat_at: '2026-01-01T00:05:00Z' };
  const beat = Date.parse(run.heartbeat_at);

  it('turns silent after a minute without a heartbeat, and only then may it be resumed', () => {
    expect([standingOf(run, beat + 60_000), mayResume(run, beat + 60_000)]).toEqual(['running', false]);
    expect([standingOf(run, beat + 60_001), mayResume(run, beat + 60_001)]).toEqual(['silent', true]);
  });

  it('never lets a load test or an ended run be resumed', () => {
    expect(mayResume({ ...run, kind: 'scale-test' }, beat + 90_000)).toBe(false);
    expect(mayResume({ ...run, state: 'done' }, beat + 90_000)).toBe(false);
  });

  it('names a kind it does not know in its own words', () => {
    expect([kindName('rejudge'), kindName('night-shift')]).toEqual(['Re-judge', 'Night shift']);
  });
});
