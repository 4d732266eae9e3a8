// The load test on the real stack: every verdict as expected, one at a time, nothing left behind but a summary, and a wrong judge is caught.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET } from '@/app/api/test-scale/route';
import { saveSource } from '@/lib/connections/write';
import { tokenClient } from '@/lib/db/clients';
import { closePool } from '@/lib/db/pool';
import { scaleReport } from '@/lib/engine/scale-report';
import { runScaleTest, sweepScaleRuns, type ScaleStep } from '@/lib/engine/scale-scan';
import { expectationOf } from '@/lib/engine/synthetic-expectation';
import { STORIES, storyOf } from '@/lib/engine/synthetic-stories';
import { openAccount, stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(async () => {
  await closePool();
  await stack.close();
});

const ask = (query: string, headers: Record<string, string> = {}) =>
  GET(new Request(`http://127.0.0.1/api/test-scale${query}`, { headers }));

/** Rows of every table, by name: what a run may not change, its one summary event apart. */
async function census(): Promise<Record<string, number>> {
  const { rows } = await stack.sql.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'private') and c.relkind = 'r'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) counts[name] = (await stack.sql.query(`select count(*)::int as n from ${name}`)).rows[0].n;
  counts.jobs = (await stack.sql.query('select count(*)::int as n from graphile_worker.jobs')).rows[0].n;
  return counts;
}

test('the door answers what was promised, measured, and leaves one event', async () => {
  const before = await census();
  const response = await ask('?accounts=250');
  const report = await response.json();
  expect(response.status).toBe(200);
  expect(report).toMatchObject({ success: true, status: 'PASS', results: { total_accounts: 250, success_count: 250, failure_count: 0 } });
  expect(Object.keys(report)).toEqual(['success', 'results', 'metrics', 'status']);
  const names = [
    'accountsPerSecond',
    'averageLatencyMs',
    'p95LatencyMs',
    'cacheHitRate',
    'circuitBreakerTrips',
    'errorRate',
    'retries',
    'timeouts',
  ];
  expect(Object.keys(report.metrics).sort()).toEqual([...names, 'statements', 'peakRssMb'].sort());
  // Three batches of a load and a record each, the beginning, the end, one reading of the rules, and a beat for every second it took.
  expect(report.metrics.statements).toBeGreaterThanOrEqual(9);
  expect(report.metrics.statements).toBeLessThanOrEqual(9 + Math.ceil(report.results.processing_time_seconds));
  expect(report.metrics).toMatchObject({ errorRate: 0, retries: 0, timeouts: 0, cacheHitRate: 99.6 });
  expect(report.metrics.accountsPerSecond).toBeGreaterThan(0);
  const after = await census();
  expect(after).toEqual({ ...before, 'public.events': (before['public.events'] ?? 0) + 1 });
  const { rows } = await stack.sql.query("select data from public.events where kind = 'scale-test.ended'");
  expect(rows[0].data).toMatchObject({ status: 'PASS', total_accounts: 250 });
  expect((await stack.sql.query('select * from private.check_all()')).rows).toEqual([]);
});

test('only whole numbers up to the bound are taken', async () => {
  for (const query of ['?accounts=0', '?accounts=50001', '?accounts=1e3', '?accounts=-1', '?accounts='])
    expect((await ask(query)).status).toBe(422);
});

test('hosted, the door wants the secret', async () => {
  delete process.env.STACK_EMBEDDED;
  try {
    expect((await ask('?accounts=1')).status).toBe(401);
    expect((await ask('?accounts=1', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask('?accounts=1', { authorization: `Bearer ${stack.environment.CRON_SECRET}` })).status).toBe(200);
  } finally {
    process.env.STACK_EMBEDDED = '1';
  }
});

test('a second one at the same time is told so, and leaves the first alone', async () => {
  let second: Promise<Response> | undefined;
  const onStep = ({ step }: ScaleStep) => {
    if (step === 'making') second ??= ask('?accounts=1');
  };
  const report = await runScaleTest({ accounts: 60, onStep });
  expect((await second)?.status).toBe(409);
  expect(report?.status).toBe('PASS');
});

test('what a killed run left is removed by the next start', async () => {
  const before = await census();
  const broken = runScaleTest({
    accounts: 40,
    onStep: ({ step }) => {
      if (step === 'judging') throw new Error('killed');
      // Cut off before anything was removed, as a kill would.
      if (step === 'removing') throw new Error('killed again');
    },
  });
  await expect(broken).rejects.toThrow('killed');
  await stack.sql.query(
    "insert into public.connections (slug, kind, platform, server) values ('scale-left', 'neutral', 'other', 'scale:left') on conflict do nothing",
  );
  expect(await sweepScaleRuns()).toBeGreaterThan(0);
  const after = await census();
  expect({ ...after, 'public.events': 0 }).toEqual({ ...before, 'public.events': 0 });
});

test('a judgement that differs from the expectation is named', () => {
  const metrics = {} as never;
  const result = { errors: [{ accountId: 'b', code: 'timeout', message: '', attempts: 4 }], successCount: 2, metrics } as never;
  const right = expectationOf(storyOf(7));
  const base = {
    number: 7,
    risk_state: right.risk_state ?? '',
    headroom_cents: right.headroom_cents,
    breaches: right.breaches,
    unknown: [],
  };
  const found = [
    { ...base, account_id: 'a' },
    { ...base, account_id: 'b' },
    { ...base, account_id: 'c', breaches: [] },
    { ...base, account_id: 'd', headroom_cents: 1 },
  ];
  const report = scaleReport(5, result, 1.23456, found);
  expect(report).toMatchObject({
    success: false,
    status: 'FAIL',
    results: { failure_count: 4, success_count: 1, processing_time_seconds: 1.235 },
  });
  expect(report.failed).toEqual([
    { account_id: 'b', code: 'timeout' },
    { account_id: 'c', code: 'wrong-verdict' },
    { account_id: 'd', code: 'wrong-headroom' },
  ]);
});

test('the lives ask for every answer a judge can give', () => {
  const all = Array.from({ length: STORIES }, (_, n) => expectationOf(storyOf(n)));
  expect([...new Set(all.map((one) => one.risk_state))].sort()).toEqual(['caution', 'critical', 'safe', 'violated', null].sort());
  expect(all.flatMap((one) => one.breaches).sort()).toEqual(['inactivity', 'max-daily-loss']);
});

test('only the rows of a load test can ever be deleted', async () => {
  await expect(stack.sql.query("select private.drop_scale_accounts('Demo', 1)")).rejects.toThrow('only the accounts of a load test');
  await expect(stack.sql.query('delete from public.events')).rejects.toThrow('append-only');
  await expect(stack.sql.query("select set_config('tideline.dropping', 'scale:x', false); delete from public.events")).rejects.toThrow(
    'append-only',
  );
});

test('nothing that stays ever takes the name of what is removed for good', async () => {
  const names = `values ('00000000-0000-4000-8000-000000000777'::uuid, 'lasting', 'broker', 'other', 'Live')`;
  await stack.sql.query(`insert into public.connections (id, slug, kind, platform, server) ${names}`);
  const { id, accessToken } = await stack.signUp('config@scale.test');
  await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, 'config@scale.test', 'C', 'config')`, [id]);
  const source = { id: '00000000-0000-4000-8000-000000000777', server_zone: '', resync_url: '', orders_url: '', rate_limit: 600 };
  const settings = { ...source, server: 'scale:mine', confirm_grace_seconds: 0, order_grace_seconds: 60, quiet_after_seconds: null };
  expect(await saveSource(tokenClient(accessToken), settings)).toMatchObject({ ok: false, refusal: { code: 'name-kept' } });
  await stageFirm(stack.sql);
  const account = await openAccount(stack.sql, '7770');
  await expect(stack.sql.query(`update public.accounts set server = 'scale:mine' where id = $1`, [account])).rejects.toThrow('name-kept');
});
