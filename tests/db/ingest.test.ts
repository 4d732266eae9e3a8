// The raw side of the door: once, the first answer for ever, the other body kept, the rate held, and a refold told what it needs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, fail, one, record, trade } from './assessment';
import { FAST, NOW, openAccount, SLOW, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(() => db.close());

const receive = async (webhookId: string, more: Record<string, unknown> = {}) => {
  const p = {
    connection_id: FAST,
    webhook_id: webhookId,
    body: '{"a": 1}',
    body_sha256: 'sha-a',
    headers: {},
    auth: 'signature',
    now: NOW,
    bytes_valid_utf8: true,
    rejected: null,
    accounts: [],
    ...more,
  };
  return (await one(db.sql, 'select public.receive_inbox($1::jsonb) as answer', [JSON.stringify(p)])).answer;
};
const load = async (spec: unknown) =>
  (await one(db.sql, 'select public.load_assessment($1::jsonb) as answer', [JSON.stringify({ accounts: [spec] })])).answer;

test('a stored message has its settling job 30 seconds ahead, which settling removes', async () => {
  const id = await openAccount(db.sql, 'i1');
  const got = await receive('m1');
  expect(got).toMatchObject({ outcome: 'stored', answer: null });
  const jobs = () =>
    db.sql.query('select run_at from graphile_worker.jobs where key = $1', [`settle:${got.inbox_id}`]).then((found) => found.rows);
  expect((await jobs())[0].run_at.toISOString()).toBe('2026-02-01T10:00:30.000Z');
  expect(await receive('m1')).toMatchObject({ outcome: 'duplicate', inbox_id: got.inbox_id, answer: null });
  const answer = { status: 200, body: '{"message_id":"m1"}' };
  const done = await record(db.sql, [assessment(id, 2)], [{ inbox_id: got.inbox_id, answer, accounts: [id] }]);
  expect(done.settled).toEqual([got.inbox_id]);
  expect(await jobs()).toEqual([]);
  expect(await receive('m1')).toMatchObject({ outcome: 'duplicate', answer });
  await expect(db.sql.query(`update public.inbox set answer = '{}' where id = $1`, [got.inbox_id])).rejects.toThrow('first answer');
});
test('a message is not settled while one of its accounts is stale', async () => {
  const id = await openAccount(db.sql, 'i2');
  const got = await receive('m2');
  const done = await record(db.sql, [assessment(id, 1)], [{ inbox_id: got.inbox_id, answer: { status: 200, body: '' }, accounts: [id] }]);
  expect(done.settled).toEqual([]);
  expect((await one(db.sql, 'select state from public.inbox where id = $1', [got.inbox_id])).state).toBe('received');
});
test('a known id with another body is refused and the body kept', async () => {
  await receive('m3');
  expect(await receive('m3', { body: 'other', body_sha256: 'sha-b' })).toMatchObject({ outcome: 'id-reused' });
  expect((await one(db.sql, 'select body from public.inbox_conflicts')).body).toBe('other');
  await expect(db.sql.query(`update public.inbox set body = 'x' where webhook_id = 'm3'`)).rejects.toThrow('never changes');
});
test('64 at once store one message', async () => {
  const answers = await Promise.all(Array.from({ length: 64 }, () => receive('m4')));
  expect(answers.filter((each) => each.outcome === 'stored')).toHaveLength(1);
  expect(answers.filter((each) => each.outcome === 'duplicate')).toHaveLength(63);
});
test('a message refused by its form is kept with its answer and no job', async () => {
  const rejected = { status: 400, body: '{"error":{"code":"malformed-json"}}' };
  const got = await receive('m5', { rejected });
  expect(got).toMatchObject({ outcome: 'stored', answer: rejected });
  expect((await db.sql.query('select 1 from graphile_worker.jobs where key = $1', [`settle:${got.inbox_id}`])).rows).toEqual([]);
});
test('the rate of a connection is held, and its next minute is free', async () => {
  await db.sql.query('update public.connections set rate_limit = 2 where id = $1', [SLOW]);
  const slow = (webhook: string, now: string) => receive(webhook, { connection_id: SLOW, now });
  await slow('r1', NOW);
  await slow('r2', NOW);
  expect(await slow('r3', '2026-02-01T10:00:20.000Z')).toMatchObject({ outcome: 'slow-down', inbox_id: null, retry_after: 40 });
  expect((await one(db.sql, `select count(*)::int as n from public.inbox where webhook_id = 'r3'`)).n).toBe(0);
  expect(await slow('r3', '2026-02-01T10:01:00.000Z')).toMatchObject({ outcome: 'stored' });
});
test('a parked message is looked at again when its account appears', async () => {
  const got = await receive('m6', { body: '{"login":"i6"}' });
  await db.sql.query('select public.park_message($1::jsonb)', [
    JSON.stringify({ inbox_id: got.inbox_id, state: 'parked', answer: { status: 202, body: '' }, error: null }),
  ]);
  const jobs = () =>
    db.sql.query('select 1 from graphile_worker.jobs where key = $1', [`settle:${got.inbox_id}`]).then((found) => found.rows.length);
  expect(await jobs()).toBe(0);
  await openAccount(db.sql, 'i6');
  expect(await jobs()).toBe(1);
});
test('a late event is told the checkpoint before it, the events after it and the verdicts it may undo', async () => {
  const id = await openAccount(db.sql, 'i7', { connection: SLOW });
  const checkpoints = [
    { trading_day: '2026-01-31', order_key: '0002', facts: { day: 31 } },
    { trading_day: '2026-02-01', order_key: '0005', facts: { day: 1 } },
  ];
  const events = ['0001', '0003', '0006', '0008'].map((key) => event('trade', `t${key}`, key));
  const trades = events.map((each) => trade(each.external_id, 100));
  await record(db.sql, [assessment(id, 2, { events, trades, checkpoints, violations: [fail(undefined, { raised_key: '0006' })] })]);
  const spec = { account_id: id, first_key: '0004', keys: [['trade', 't0003']], reverses: ['t0001'] };
  const [told] = (await load(spec)).accounts;
  expect(told).toMatchObject({
    late: true,
    checkpoint: { order_key: '0002' },
    known: [{ external_id: 't0003', outcome: { outcome: 'recorded' } }],
  });
  expect(told.events.map((each: { order_key: string }) => each.order_key)).toEqual(['0003', '0006', '0008']);
  expect(told.violations).toHaveLength(1);
  expect(told.reversed).toEqual([{ external_id: 't0001', booked_cents: 100, net_cents: 100 }]);
  const [intime] = (await load({ ...spec, first_key: '0010' })).accounts;
  expect(intime).toMatchObject({ late: false, checkpoint: null, events: [], violations: [] });
  const [first] = (await load({ ...spec, first_key: '0000' })).accounts;
  expect(first).toMatchObject({ late: true, checkpoint: null });
  expect(first.events).toHaveLength(4);
});
test('an account nobody knows is named, not invented', async () => {
  expect(await load({ platform: 'mt5', server: 'Demo', login: 'none', first_key: null, keys: [], reverses: [] })).toMatchObject({
    accounts: [],
    unknown: [{ platform: 'mt5', server: 'Demo', login: 'none' }],
  });
});
