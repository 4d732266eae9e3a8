// The batch on the real stack: days turn and are closed, resets find what they must, and nothing depends on when the batch ran.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { closePool } from '@/lib/db/pool';
import type { World } from '@/lib/engine/run-settle';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import { startFlow, type Flow } from '../flow/flow-stack';
import { ACCOUNT, snapshot, trade } from '../trades/wire-samples';

let flow: Flow;
let logins = 500;
beforeAll(async () => {
  flow = await startFlow({ graceSeconds: 900, isDoorEnough: true });
});
afterAll(async () => {
  await closePool();
  await flow.close();
});

const NOON = Date.parse('2026-11-21T00:40:00Z');
const at = (now: number): World => ({
  now: () => now,
  elapsed: () => performance.now(),
  sleep: () => Promise.resolve(),
  chance: () => 0.5,
  rss: () => 0,
});
const batch = (now = NOON) => new BatchRiskProcessor(flow.stack.service, {}, at(now));

async function account(): Promise<{ id: string; ref: { account: object } }> {
  const login = String((logins += 1));
  return { id: await flow.openAccount(login), ref: { account: { ...ACCOUNT, login } } };
}
type Wire = ReturnType<typeof trade>;
const of = (wire: Wire, ref: { account: object }): Wire => ({ ...wire, data: { ...wire.data, ...ref } });
const violations = (id: string) =>
  flow.rows<{ rule: string; state: string; at: string }>(
    "select rule, state, to_char(breached_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at from public.risk_violations where account_id = $1 and outcome = 'breach' order by breached_at",
    id,
  );
const facts = async (id: string) =>
  (
    await flow.rows<{ facts: unknown; trading_day: string; risk_state: string }>(
      'select facts, trading_day::text, risk_state from public.account_facts where account_id = $1',
      id,
    )
  )[0];

/** A good day that ends with a loss still open: the next reset lifts the reference, and the loss is too deep for the new floor. */
async function carried(): Promise<{ id: string; ref: { account: object } }> {
  const one = await account();
  await flow.deliver(
    of(trade('1', '3000.00', '2026-11-20T10:00:00.000Z'), one.ref),
    of(snapshot('s1', { balance: '103000.00', equity: '96000.00' }, '2026-11-20T11:00:00.000Z'), one.ref),
  );
  return one;
}

test('a day that has turned is closed, what people read moves on, and the facts of the last event stay', async () => {
  const { id, ref } = await account();
  await flow.deliver(of(trade('1', '300.00', '2026-11-19T10:00:00.000Z'), ref));
  const before = await facts(id);
  const result = await batch().processAccounts([id]);
  expect(result).toMatchObject({
    totalAccounts: 1,
    successCount: 1,
    failureCount: 0,
    skippedCount: 0,
    breachedCount: 0,
    unknownCount: 0,
    errors: [],
  });
  const after = await facts(id);
  expect(after?.facts).toEqual(before?.facts);
  expect([before?.trading_day, after?.trading_day]).toEqual(['2026-11-19', '2026-11-21']);
  const days = await flow.rows(
    'select trading_day::text as day, pnl_cents::int as pnl, start_balance_cents::int as start from public.daily_stats where account_id = $1 order by 1 desc limit 3',
    id,
  );
  expect(days).toEqual([
    { day: '2026-11-21', pnl: 0, start: 10_030_000 },
    { day: '2026-11-20', pnl: 0, start: 10_030_000 },
    { day: '2026-11-19', pnl: 30_000, start: 10_000_000 },
  ]);
});

test('equity carried through a reset breaks the new floor once, however often the batch runs', async () => {
  const { id } = await carried();
  expect(await violations(id)).toEqual([]);
  for (const expected of [1, 1, 1]) expect((await batch().processAccounts([id])).breachedCount).toBe(expected);
  expect(await violations(id)).toEqual([{ rule: 'max-daily-loss', state: 'provisional', at: '2026-11-21 00:00' }]);
  expect(await facts(id)).toMatchObject({ risk_state: 'violated' });
  expect(await flow.rows('select trading_off_reason as reason from public.accounts where id = $1', id)).toEqual([
    { reason: 'rule-violation' },
  ]);
});

test('an event after that reset finds the same verdict and adds none', async () => {
  const { id, ref } = await carried();
  await batch().processAccounts([id]);
  await flow.deliver(of(trade('2', '5.00', '2026-11-21T00:30:00.000Z'), ref));
  expect(await violations(id)).toEqual([{ rule: 'max-daily-loss', state: 'provisional', at: '2026-11-21 00:00' }]);
});

test('an event that belongs before the reset takes its verdict back, at once and without a trace in the facts', async () => {
  const { id, ref } = await carried();
  await batch().processAccounts([id]);
  await flow.deliver(of(snapshot('s2', { balance: '103000.00', equity: '103000.00' }, '2026-11-20T20:00:00.000Z'), ref));
  const asked = await flow.rows("select 1 from graphile_worker.jobs where task_identifier = 'judge-account' and key = $1", `judge:${id}`);
  expect(asked).toHaveLength(1);
  await judgeAccountNow(id);
  expect(await violations(id)).toMatchObject([{ state: 'withdrawn' }]);
  expect(await flow.rows('select trading_off_reason as reason from public.accounts where id = $1', id)).toEqual([{ reason: null }]);
  // The same account to which the batch never came has the same facts.
  const plain = await carried();
  await flow.deliver(of(snapshot('s2', { balance: '103000.00', equity: '103000.00' }, '2026-11-20T20:00:00.000Z'), plain.ref));
  expect((await facts(id))?.facts).toEqual((await facts(plain.id))?.facts);
});

test('a late event into the day before leaves the verdict of the reset to the batch', async () => {
  const { id, ref } = await carried();
  await batch().processAccounts([id]);
  await flow.deliver(of(trade('0', '1.00', '2026-11-20T09:00:00.000Z'), ref));
  expect(await violations(id)).toMatchObject([{ state: 'provisional' }]);
  await batch().processAccounts([id]);
  expect(await violations(id)).toMatchObject([{ state: 'provisional' }]);
});

test('an account whose facts were set aside is folded from its first event again', async () => {
  const { id, ref } = await account();
  await flow.deliver(of(trade('1', '300.00', '2026-11-18T10:00:00.000Z'), ref), of(trade('2', '-50.00', '2026-11-19T10:00:00.000Z'), ref));
  const before = await facts(id);
  await flow.rows('update public.account_facts set facts = null, facts_version = facts_version + 1 where account_id = $1', id);
  await flow.rows('delete from public.account_checkpoints where account_id = $1', id);
  expect(await batch().processAccounts([id])).toMatchObject({ successCount: 1 });
  expect((await facts(id))?.facts).toEqual(before?.facts);
  expect(await flow.rows('select 1 from public.account_checkpoints where account_id = $1', id)).toHaveLength(2);
});

test('a run that finds an account as it was written writes nothing, and the next day makes it write again', async () => {
  const { id, ref } = await account();
  await flow.deliver(of(trade('1', '300.00', '2026-11-19T10:00:00.000Z'), ref));
  const written = async () =>
    (await flow.rows<{ at: string }>('select updated_at::text as at from public.account_facts where account_id = $1', id))[0]?.at;
  await batch().processAccounts([id]);
  const first = await written();
  const again = await batch(NOON + 60_000).processAccounts([id]);
  expect(again).toMatchObject({ successCount: 1, failureCount: 0 });
  expect(await written()).toBe(first);
  expect(await flow.rows('select judged from private.batch_progress where run_id = $1', again.runId)).toEqual([{ judged: [id] }]);
  await batch(NOON + 86_400_000).processAccounts([id]);
  expect(await written()).not.toBe(first);
  expect(await facts(id)).toMatchObject({ trading_day: '2026-11-22' });
});

test('a row that the database will not take fails alone, by name', async () => {
  const [bad, good] = [await account(), await account()];
  await flow.stack.sql.query(
    `create function private.spoil() returns trigger language plpgsql as $$ begin raise exception 'spoiled'; end $$;
     create trigger spoil before update on public.account_facts for each row when (new.account_id = '${bad.id}') execute function private.spoil()`,
  );
  for (const one of [bad, good]) await flow.deliver(of(trade('1', '300.00', '2026-11-19T10:00:00.000Z'), one.ref)).catch(() => undefined);
  const result = await batch().processAccounts([bad.id, good.id]);
  expect(result).toMatchObject({ totalAccounts: 2, successCount: 1, failureCount: 1 });
  expect(result.errors).toMatchObject([{ accountId: bad.id, message: 'spoiled' }]);
  expect(await facts(good.id)).toMatchObject({ trading_day: '2026-11-21' });
  await flow.stack.sql.query('drop trigger spoil on public.account_facts; drop function private.spoil()');
});

test('accounts that ended or never were are told apart from those that could not be judged', async () => {
  const { id } = await account();
  const ended = await account();
  await flow.stack.sql.query(
    `begin; set local tideline.actor_kind = 'staff'; update public.accounts set status = 'closed' where id = '${ended.id}'; commit`,
  );
  const nobody = '00000000-0000-4000-8000-00000000dead';
  const result = await batch().processAccounts([id, ended.id, nobody]);
  expect(result).toMatchObject({ totalAccounts: 3, successCount: 1, failureCount: 1, skippedCount: 1 });
  expect(result.errors).toMatchObject([{ accountId: nobody, code: 'not-found' }]);
});

test('a run that was stopped is taken up by its id and judges only what is left', async () => {
  const ids = [];
  for (let i = 0; i < 6; i += 1) ids.push((await account()).id);
  const stop = new AbortController();
  const first = new BatchRiskProcessor(flow.stack.service, { batchSize: 2, maxConcurrent: 1 }, at(NOON));
  const begun = await first.processAccounts(ids, { signal: stop.signal, onProgress: ({ done }) => done >= 2 && stop.abort() });
  expect(begun).toMatchObject({ successCount: 2, skippedCount: 4 });
  expect(await flow.rows('select state, ok, skipped from public.batch_runs where id = $1', begun.runId)).toEqual([
    { state: 'stopped', ok: 2, skipped: 4 },
  ]);
  const second = await batch().processAccounts(ids, { runId: begun.runId });
  expect(second).toMatchObject({ runId: begun.runId, totalAccounts: 6, successCount: 6, skippedCount: 0, failureCount: 0 });
  // The beginning, one load and one record for the four that were left, one reading of the rules, the end.
  expect(second.metrics.statements).toBe(5);
  expect(await flow.rows('select state, ok, failed, skipped, total from public.batch_runs where id = $1', begun.runId)).toEqual([
    { state: 'done', ok: 6, failed: 0, skipped: 0, total: 6 },
  ]);
  await expect(batch().processAccounts(ids, { runId: '00000000-0000-4000-8000-00000000beef' })).rejects.toMatchObject({
    refusal: { code: 'not-found' },
  });
});

test('strangers have nothing judged', async () => {
  await expect(new BatchRiskProcessor(flow.stack.anonymous()).processAccounts([])).rejects.toMatchObject({
    refusal: { code: 'not-allowed' },
  });
});

test('the scheduled doors want their secret, do their work, and may be called twice at once', async () => {
  const { POST } = await import('@/app/api/cron/[job]/route');
  const call = async (job: string, secret = flow.stack.environment.CRON_SECRET ?? '') => {
    const request = new Request(`http://127.0.0.1/api/cron/${job}`, { method: 'POST', headers: { authorization: `Bearer ${secret}` } });
    const response = await POST(request, { params: Promise.resolve({ job }) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  expect((await call('risk-batch', 'wrong')).status).toBe(401);
  expect((await call('risk-batch', '')).status).toBe(401);
  expect((await call('nothing')).status).toBe(404);
  const both = await Promise.all([call('risk-batch'), call('risk-batch')]);
  expect(both.map((one) => one.status)).toEqual([200, 200]);
  expect(both.filter((one) => one.body.skipped === 'already-running')).toHaveLength(1);
  for (const job of ['day-close', 'refresh-views', 'confirm-due']) expect(await call(job)).toMatchObject({ status: 200, body: { job } });
  // Everything was just judged, so no day is left to close.
  expect((await call('day-close')).body).toMatchObject({ done: { total: 0 } });
  expect((await flow.rows('select * from private.check_all()')).filter((one) => one.invariant !== 'no message waits unsettled')).toEqual(
    [],
  );
});
