// What a run does when its database does not do its part: waits of exactly one, two and four seconds, an end at the timeout, a circuit
// that opens and closes, and counts that add up whatever happens. The clock is the test's own; the database is a stand-in on loopback.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { World } from '@/lib/engine/run-settle';
import type { BatchOptions, Progress } from '@/lib/engine/batch-options';
import { SCALE_RULES } from '@/lib/engine/synthetic-stories';
import { shapesAt } from '@/lib/engine/synthetic-history';
import { ApiStandIn, standingIds } from './api-stand-in';

const ENDED = 'ended';
const NOW = Date.parse('2026-11-20T12:00:00Z');
const shape = shapesAt(NOW)[1];
const api = new ApiStandIn((id) =>
  id.startsWith(ENDED)
    ? { account_id: id, status: 'closed' }
    : {
        ...shape,
        account_id: id,
        facts: id.startsWith('poisoned') ? { ...shape?.facts, rules: null } : shape?.facts,
        status: 'active',
        version: 2,
        facts_version: 1,
        judged_day: shape?.trading_day,
        rule_set_id: 'r',
        initial_balance_cents: 10_000_000,
        trading_off_reason: null,
        trading_off_until: null,
        violations: [],
        events: [],
        known: [],
        reversed: [],
        checkpoint: null,
      },
);

let waits: number[];
let world: World;
let processor: (options?: Partial<BatchOptions>) => Promise<import('@/lib/batch-risk-processor').BatchRiskProcessor>;
beforeAll(async () => {
  process.env.NEXT_PUBLIC_SUPABASE_URL = await api.start();
  process.env.SUPABASE_SECRET_KEY = 'stand-in';
  const { BatchRiskProcessor } = await import('@/lib/batch-risk-processor');
  const { serviceClient } = await import('@/lib/db/clients');
  processor = (options) => Promise.resolve(new BatchRiskProcessor(serviceClient(), { retryJitter: 0, ...options }, world));
});
afterAll(() => api.stop());
beforeEach(() => {
  let clock = NOW;
  waits = [];
  api.asked.length = 0;
  api.behave = ({ name }) => (name === 'rule_sets' ? [{ id: 'r', rules: SCALE_RULES }] : null);
  world = {
    now: () => clock,
    elapsed: () => performance.now(),
    sleep: (ms) => {
      waits.push(ms);
      clock += ms;
      return Promise.resolve();
    },
    chance: () => 0.5,
    rss: () => 200 * 1_048_576,
  };
});
/** Fails the loads for which `when` says so; everything else is ordinary. */
function failLoads(when: (call: number, ids: string[]) => boolean, how: number | 'hang' = 500): void {
  let call = 0;
  const ordinary = api.behave;
  api.behave = (asked) => {
    const ids = asked.body.p?.judge;
    if (asked.name !== 'load_assessment' || !ids) return ordinary(asked);
    call += 1;
    return when(call, ids) ? how : null;
  };
}
const ids = (n: number, name = 'a') => Array.from({ length: n }, (_, i) => `${name}${i}`);

test('a batch that fails is tried again after exactly 1, 2 and 4 seconds, and then failed', async () => {
  failLoads(() => true);
  const result = await (await processor()).processAccounts(ids(2));
  expect(waits).toEqual([1_000, 2_000, 4_000]);
  expect(result).toMatchObject({ totalAccounts: 2, successCount: 0, failureCount: 2, skippedCount: 0 });
  expect(result.errors).toEqual(
    ids(2).map((accountId) => ({ accountId, code: 'XX000', message: 'load_assessment: told to fail', attempts: 4 })),
  );
  expect(result.metrics).toMatchObject({ retries: 3, timeouts: 0, errorRate: 100 });
});

test('jitter moves a wait by its share and no further', async () => {
  failLoads(() => true);
  world = { ...world, chance: () => 1 };
  await (await processor({ retryJitter: 0.1 })).processAccounts(ids(1));
  expect(waits).toEqual([1_100, 2_200, 4_400]);
});

test('a batch that hangs ends at its timeout, and its accounts are judged by the next try', async () => {
  failLoads((call) => call === 1, 'hang');
  const result = await (await processor({ timeoutMs: 600 })).processAccounts(ids(3));
  expect(result).toMatchObject({ successCount: 3, failureCount: 0 });
  expect(result.metrics).toMatchObject({ timeouts: 1, retries: 1 });
});

test('a poisoned account fails alone, by name, at once; retried alone it is the only one asked for', async () => {
  const accounts = [...ids(4), 'poisoned'];
  const one = await processor();
  const result = await one.processAccounts(accounts);
  expect(result).toMatchObject({ totalAccounts: 5, successCount: 4, failureCount: 1, skippedCount: 0 });
  expect(result.errors).toMatchObject([{ accountId: 'poisoned', code: 'not-judged', attempts: 1 }]);
  expect(waits).toEqual([]);
  api.asked.length = 0;
  expect(await one.processAccounts(result.errors.map((error) => error.accountId))).toMatchObject({ totalAccounts: 1, failureCount: 1 });
  expect(api.calls('load_assessment').flatMap((call) => call.body.p?.judge ?? [])).toEqual(['poisoned']);
});

test('five batches that fail in a row open the circuit; after the pause one good probe closes it', async () => {
  failLoads((call) => call <= 5);
  const one = await processor({ batchSize: 1, maxConcurrent: 1, retryAttempts: 0 });
  const result = await one.processAccounts(ids(8));
  expect(waits).toEqual([30_000]);
  expect(result).toMatchObject({ successCount: 3, failureCount: 5, metrics: { circuitBreakerTrips: 1 } });
  expect(one.getStats().circuitState).toBe('closed');
});

test('a probe that fails opens the circuit again', async () => {
  failLoads((call) => call <= 6);
  const one = await processor({ batchSize: 1, maxConcurrent: 1, retryAttempts: 0, circuitBreakerPauseMs: 10_000 });
  const result = await one.processAccounts(ids(12));
  expect(waits).toEqual([10_000, 10_000]);
  expect(result).toMatchObject({ successCount: 6, failureCount: 6, metrics: { circuitBreakerTrips: 2 } });
  expect(one.getStats().circuitState).toBe('closed');
});

test('four failures with a success between them do not open it', async () => {
  failLoads((call) => call % 5 !== 0);
  const one = await processor({ batchSize: 1, maxConcurrent: 1, retryAttempts: 0 });
  expect((await one.processAccounts(ids(10))).metrics.circuitBreakerTrips).toBe(0);
});

test('progress is told after every batch and ends with everything accounted for', async () => {
  const told: Progress[] = [];
  const accounts = [...ids(5), ...ids(2, ENDED), 'poisoned'];
  const one = await processor({ batchSize: 3, maxConcurrent: 1 });
  const result = await one.processAccounts(accounts, { onProgress: (progress) => told.push(progress) });
  expect(told.map((one) => one.done)).toEqual([3, 6, 8, 8]);
  expect(told.at(-1)).toMatchObject({ total: 8, successCount: 5, failureCount: 1, skippedCount: 2, runId: result.runId });
  expect(one.getStats()).toMatchObject({
    runs: 1,
    totalAccounts: 8,
    successCount: 5,
    failureCount: 1,
    skippedCount: 2,
    errorRate: 12.5,
    peakRssMb: 200,
  });
  // Begin, three loads and three records, one reading of the rules, the end.
  expect(one.getStats().statements).toBe(9);
});

test('a run that is stopped skips what had not begun', async () => {
  const stop = new AbortController();
  const one = await processor({ batchSize: 2, maxConcurrent: 1 });
  const result = await one.processAccounts(ids(7), { signal: stop.signal, onProgress: ({ done }) => done >= 2 && stop.abort() });
  expect(result).toMatchObject({ successCount: 2, failureCount: 0, skippedCount: 5 });
  expect(api.calls('end_batch').at(-1)?.body).toMatchObject({ p: { state: 'stopped', ok: 2, skipped: 5 } });
});

test('an account that others keep writing is judged again, and named where that never ends', async () => {
  const ordinary = api.behave;
  api.behave = (asked) =>
    asked.name === 'record_assessment'
      ? {
          accounts: [],
          settled: [],
          standing: standingIds(asked.body).map((account_id) => ({
            account_id,
            outcome: account_id === 'a1' ? 'stale' : 'recorded',
            code: account_id === 'a1' ? 'stale' : null,
          })),
        }
      : ordinary(asked);
  const result = await (await processor()).processAccounts(ids(3));
  expect(result).toMatchObject({ successCount: 2, failureCount: 1, errors: [{ accountId: 'a1', code: 'stale', attempts: 4 }] });
  expect(
    api
      .calls('load_assessment')
      .map((call) => call.body.p?.judge?.length)
      .filter(Boolean),
  ).toEqual([3, 1, 1, 1]);
});

test("options that make no sense are the caller's mistake", async () => {
  await expect(async () => processor({ batchSize: 0 })).rejects.toThrow('batchSize must be at least 1');
});
