// R29: many accounts of many lives judged on the real stack, every one of them exactly as expected, and the counts adding up.
import { afterAll, beforeAll, expect } from 'vitest';
import { closePool } from '@/lib/db/pool';
import { runScaleTest } from '@/lib/engine/scale-scan';
import { startTestStack, type TestStack } from '../support/stack';
import { atVolume, IS_FULL, scoreRow } from './row';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => {
  await closePool();
  await stack?.close();
});

scoreRow(
  {
    row: 'R29',
    what: 'every account of a load judged as expected',
    target: 'all accounts judged, none wrongly; a full re-judge of 20,000 under 60 s',
    short: { accounts: 2_000 },
    full: { accounts: atVolume(20_000, 2_000) },
    faults: ['accounts', 'statements'],
  },
  async ({ volume, met, counts }) => {
    const report = await runScaleTest({ accounts: volume.accounts });
    expect(report).toMatchObject({
      status: 'PASS',
      results: { total_accounts: volume.accounts, success_count: volume.accounts, failure_count: 0 },
    });
    met('accounts', report?.results.success_count);
    met('statements', report?.metrics.statements);
    counts['accounts a second'] = Math.round(report?.metrics.accountsPerSecond ?? 0);
    if (IS_FULL) expect(report?.results.processing_time_seconds).toBeLessThan(60 * Math.max(1, volume.accounts / 20_000));
    expect((await stack.sql.query('select * from private.check_all()')).rows).toEqual([]);
  },
);
