// What people do to a run: it bears the name of who began it, stops when asked, goes on where it stood, and one account is tried alone.
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { readLivingIds, readRun, readRunners } from '@/lib/batches/read';
import { leftSeconds, standingOf } from '@/lib/batches/run';
import { resumeRun, retryFailed, startRejudge, stopRun, type Begun } from '@/lib/batches/write';
import { closePool } from '@/lib/db/pool';
import type { Result } from '@/lib/refusal';
import { openAccount, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
const clients: Record<string, { id: string; client: SupabaseClient }> = {};
beforeAll(async () => {
  stack = await startTestStack();
  await stageFirm(stack.sql);
  for (const role of ['risk', 'viewer']) {
    clients[role] = await stack.signUp(`${role}@runs.test`);
    await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $3)', [
      clients[role].id,
      `${role}@runs.test`,
      role,
    ]);
  }
  for (const login of ['1', '2', '3', '4']) await openAccount(stack.sql, login);
});
afterAll(async () => {
  await closePool();
  await stack.close();
});

const as = (role: 'risk' | 'viewer'): SupabaseClient => clients[role]?.client as SupabaseClient;
const ended = async (begun: Result<Begun>): Promise<string> => {
  if (!begun.ok) throw new Error(begun.refusal.code);
  await begun.value.ended;
  return begun.value.runId ?? '';
};
const run = (id: string) => readRun(as('risk'), id);

test('a run begun in the office bears the name of who began it, and one by the clock bears none', async () => {
  const id = await ended(await startRejudge(as('risk')));
  const own = await run(id);
  expect(own).toMatchObject({ state: 'done', started_by: clients.risk?.id });
  expect(await readRunners(as('risk'), own ? [own] : [])).toEqual({ [clients.risk?.id ?? '']: 'risk' });
  const { runId } = await new BatchRiskProcessor(stack.service).processAccounts(await readLivingIds(as('risk')));
  expect(await run(runId)).toMatchObject({ started_by: null });
});

test('a run that is asked to stop leaves the rest, says who asked, and goes on where it stood', async () => {
  let beat = 0;
  // Every look at this clock is two seconds later, so that each batch is followed by a heartbeat.
  const world = { now: () => Date.now(), elapsed: () => (beat += 2_000), sleep: () => Promise.resolve(), chance: () => 0.5, rss: () => 0 };
  const asked: Promise<unknown>[] = [];
  const ids = await readLivingIds(as('risk'));
  // However quick the judging is, the second batch is written down only once somebody has asked.
  await stack.sql.query(
    `create function private.wait_for_stop() returns trigger language plpgsql as $$ begin
       while exists (select from private.batch_progress b where b.run_id = new.run_id)
         and not exists (select from public.batch_runs r where r.id = new.run_id and r.stop_requested_at is not null) loop perform pg_sleep(0.01); end loop;
       return new; end $$;
     create trigger wait_for_stop before insert on private.batch_progress for each row execute function private.wait_for_stop()`,
  );
  const processor = new BatchRiskProcessor(stack.service, { batchSize: 1, maxConcurrent: 1 }, world);
  const result = await processor.processAccounts(ids, {
    onProgress: ({ runId, done }) => void (done === 1 && asked.push(stopRun(as('risk'), runId, new Date()))),
  });
  await stack.sql.query('drop function private.wait_for_stop() cascade');
  expect(await Promise.all(asked)).toEqual([{ ok: true, value: null }]);
  expect(result.skippedCount).toBeGreaterThan(0);
  expect(result.successCount + result.skippedCount).toBe(ids.length);
  expect(await run(result.runId)).toMatchObject({ state: 'stopped', stopped_by: clients.risk?.id });
  await ended(await resumeRun(as('risk'), result.runId, new Date()));
  expect(await run(result.runId)).toMatchObject({ state: 'done', ok: ids.length, skipped: 0, stop_requested_at: null });
});

test('only risk and admin stop a run, and none that has ended', async () => {
  const id = await ended(await startRejudge(as('risk')));
  expect(await stopRun(as('viewer'), id, new Date())).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  expect(await stopRun(as('risk'), id, new Date())).toMatchObject({ ok: false, refusal: { code: 'already-ended' } });
  expect(await stopRun(as('risk'), '00000000-0000-4000-8000-0000000000ff', new Date())).toMatchObject({ refusal: { code: 'not-found' } });
});

test('one account of those a run failed on is tried alone, and no other', async () => {
  const [first, second, third] = await readLivingIds(as('risk'));
  const errors = [first, second].map((accountId) => ({ accountId, code: 'timeout', message: 'Too slow.', attempts: 4 }));
  const { rows } = await stack.sql.query<{ id: string }>(
    `insert into public.batch_runs (kind, state, total, ok, failed, errors, started_at, ended_at) values ('risk-batch', 'failed', 3, 1, 2, $1, now(), now()) returning id`,
    [JSON.stringify(errors)],
  );
  const id = rows[0]?.id ?? '';
  const again = await ended(await retryFailed(as('risk'), id, second));
  expect(await run(again)).toMatchObject({ kind: 'retry-failed', total: 1, ok: 1 });
  expect(await retryFailed(as('risk'), id, third)).toMatchObject({ refusal: { code: 'nothing-to-judge' } });
});

test('what is left is told by the pace so far', () => {
  const one = {
    state: 'running' as const,
    total: 100,
    ok: 20,
    failed: 3,
    skipped: 2,
    started_at: '2026-01-01T00:00:00Z',
    heartbeat_at: '2026-01-01T00:00:10Z',
  };
  expect(leftSeconds(one)).toBe(30);
  expect(leftSeconds({ ...one, ok: 0, failed: 0, skipped: 0 })).toBeNull();
  const stop = { ...one, stop_requested_at: '2026-01-01T00:00:05Z' };
  expect(standingOf(stop, Date.parse(one.heartbeat_at))).toBe('stopping');
  expect(standingOf(stop, Date.parse(one.heartbeat_at) + 61_000)).toBe('silent');
});
