// What comes by the clock: each piece runs in one place only, and again without harm.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEDULED } from '@/lib/jobs/scheduled';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { onlyOne } from '@/lib/jobs/only-one';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

const now = new Date('2026-03-02T12:00:00Z');

test.each(SCHEDULED)('%s does its work on an empty firm, and once more', async (job) => {
  for (const _ of [1, 2]) expect(await runScheduled(job, now)).toMatchObject({ job, done: {} });
});

test('a job that runs elsewhere is skipped, and says so', async () => {
  const held = await onlyOne('refresh-views', () => runScheduled('refresh-views', now));
  expect(held?.value).toEqual({ job: 'refresh-views', skipped: 'already-running' });
});

test('the batch waits for a day that is being closed, and is skipped only where another batch runs', async () => {
  const closing = () => onlyOne('day-close', () => onlyOne('risk-batch', () => setTimeout(700)));
  const [, batch] = await Promise.all([closing(), setTimeout(100).then(() => runScheduled('risk-batch', now))]);
  expect(batch).toMatchObject({ job: 'risk-batch', done: {} });
  const beside = await onlyOne('risk-batch', () => runScheduled('risk-batch', now));
  expect(beside?.value).toEqual({ job: 'risk-batch', skipped: 'already-running' });
  const closedBeside = await onlyOne('risk-batch', () => runScheduled('day-close', now));
  expect(closedBeside?.value).toEqual({ job: 'day-close', skipped: 'already-running' });
});

test('a week of marks has its partitions before the first of them comes, each behind row-level security', async () => {
  await runScheduled('refresh-views', now);
  const { rows } = await stack.sql.query(
    `select c.relname, c.relrowsecurity from pg_class c join pg_inherits i on i.inhrelid = c.oid
     where i.inhparent = 'public.equity_marks'::regclass and c.relname like 'equity_marks_202603%' order by 1`,
  );
  expect(rows).toHaveLength(7);
  expect(rows[0]).toEqual({ relname: 'equity_marks_20260302', relrowsecurity: true });
  expect((await stack.sql.query('select * from private.check_all()')).rows).toEqual([]);
});
