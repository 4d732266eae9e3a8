// Accounts to which nothing happened are not even loaded, and a call that takes too long is cut off: on the real database, over the lives
// of a load test, with a clock of the test's own.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { closePool } from '@/lib/db/pool';
import type { RunOptions } from '@/lib/engine/batch-options';
import { runScaleTest } from '@/lib/engine/scale-scan';
import { startTestStack, type TestStack } from '../support/stack';

const ACCOUNTS = 100;
const DAY_MS = 86_400_000;
let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => {
  await closePool();
  await stack.close();
});

const rows = async (sql: string, ids: string[]) => (await stack.sql.query<{ told: string }>(sql, [ids])).rows.map(({ told }) => told);
const written = (ids: string[]) =>
  rows('select updated_at::text as told from public.account_facts where account_id = any ($1) order by account_id', ids);
const world = (now: number, sleep = () => Promise.resolve()) => ({
  now: () => now,
  elapsed: () => performance.now(),
  sleep,
  chance: () => 0.5,
  rss: () => 0,
});
async function judged(ids: string[], now: number, options: RunOptions = {}) {
  const result = await new BatchRiskProcessor(stack.service, { retryAttempts: 0 }, world(now)).processAccounts(ids, options);
  return [result.successCount, result.breachedCount, result.unknownCount];
}

test('accounts that nothing happened to are not judged before their day turns, and are told as they were found', async () => {
  await runScaleTest({
    accounts: ACCOUNTS,
    onJudged: async (ids) => {
      // A minute after midnight, so that the day and every percent of a deadline is far enough ahead.
      const now = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS + 60_000;
      // What is found for the first time is recorded; the run after that writes down that it stands.
      await judged(ids, now);
      const found = await judged(ids, now + 1_000);
      expect(found).toEqual([ACCOUNTS, expect.any(Number), 1]);
      expect(found[1]).toBeGreaterThan(1);
      const before = await written(ids);
      // Facts nobody could judge show whether they are read at all.
      await rows("update public.account_facts set facts = facts - 'rules' where account_id = any ($1)", ids);
      expect(await judged(ids, now + 30_000)).toEqual(found);
      expect(await written(ids)).toEqual(before);
      expect(await judged(ids, now + 30_000, { isWhole: true })).toEqual([0, 0, 0]);
      // A clock that is behind knows nothing of what was found later, and a later day is judged anew.
      expect(await judged(ids, now - 30_000)).toEqual([0, 0, 0]);
      expect(await judged(ids, now + DAY_MS)).toEqual([0, 0, 0]);
      await rows('update public.accounts set version = version + 1 where id = any ($1)', ids.slice(1));
      expect((await judged(ids, now + 30_000))[0]).toBe(1);
    },
  });
});

test('a call that waits for somebody else is cut off at its time, and what it was for is done by the next try', async () => {
  await runScaleTest({
    accounts: 3,
    onJudged: async (ids) => {
      const holder = await stack.sql.connect();
      await holder.query('begin');
      await holder.query('select from public.account_facts where account_id = any ($1) for update', [ids]);
      const free = () => holder.query('rollback').then(() => undefined);
      const now = Date.now() + 2 * DAY_MS;
      const result = await new BatchRiskProcessor(stack.service, { timeoutMs: 700 }, world(now, free)).processAccounts(ids);
      holder.release();
      expect(result).toMatchObject({ successCount: 3, failureCount: 0, metrics: { timeouts: 1, retries: 1 } });
    },
  });
});
