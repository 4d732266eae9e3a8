// The raw side of the door: once, the first answer for ever, the other body kept, the rate held, and a refold told what it needs.
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, fail, one, record, trade } from './assessment';
import { as, FAST, NOW, openAccount, SLOW, staffId, stageFirm } from './stage';

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
describe('a parked message', () => {
  const jobsOf = (inboxId: string) =>
    db.sql
      .query<{ max_attempts: number }>('select max_attempts from graphile_worker.jobs where key = $1', [`settle:${inboxId}`])
      .then((found) => found.rows);
  const named = (login: string) => ({ platform: 'mt5', server: 'Demo', login });
  const park = (inboxId: string, ...logins: string[]) =>
    db.sql.query('select public.park_message($1::jsonb)', [
      JSON.stringify({
        inbox_id: inboxId,
        state: 'parked',
        answer: { status: 202, body: '' },
        error: null,
        waits: logins.map(named),
      }),
    ]);
  const received = async (name: string, more: Record<string, unknown> = {}): Promise<string> => (await receive(name, more)).inbox_id;

  test('is looked at again when its account appears, however its login is written, and five times at most', async () => {
    const [mine, other] = [
      await received('m6', { body: String.raw`{"login":"i\u0036"}` }),
      await received('m7', { body: '{"login":"xi6x"}' }),
    ];
    await park(mine, 'i6', 'not-there');
    await park(other, 'xi6x');
    expect(await jobsOf(mine)).toEqual([]);
    await openAccount(db.sql, 'i6', { connection: FAST });
    expect(await jobsOf(mine)).toEqual([{ max_attempts: 5 }]);
    expect(await jobsOf(other)).toEqual([]);
  });
  test('keeps its job where the account appeared since it was loaded, also while that is still being written', async () => {
    const late = await received('m8');
    await openAccount(db.sql, 'i8', { connection: FAST });
    await park(late, 'i8');
    expect(await jobsOf(late)).toHaveLength(1);

    const racing = await received('m9');
    const opening = await db.sql.connect();
    await opening.query('begin');
    await openAccount(opening, 'i9', { connection: FAST });
    const parking = park(racing, 'i9');
    await setTimeout(150);
    await opening.query('commit');
    opening.release();
    await parking;
    expect(await jobsOf(racing)).toHaveLength(1);
  });
  test('of an account another source feeds says so, and is heard once the account is moved to its own', async () => {
    const early = await received('m11');
    await park(early, 'i10');
    const account = await openAccount(db.sql, 'i10', { connection: SLOW });
    const told = await received('m10');
    await park(told, 'i10');
    expect((await one(db.sql, 'select last_error from public.inbox where id = $1', [early])).last_error).toBe(
      'Another source feeds i10 (slow)',
    );
    expect((await one(db.sql, 'select last_error from public.inbox where id = $1', [told])).last_error).toBe(
      'Another source feeds i10 (slow)',
    );
    expect(await jobsOf(told)).toEqual([]);
    const move = (from: string, to: string, role: 'config' | 'risk' = 'config') =>
      as<{ answer: { moved: number; left: number } }>(
        db.sql,
        { user: staffId(role), keep: true },
        'select public.move_accounts($1, $2, $3) as answer',
        [from, to, 'The relay was replaced.'],
      );
    await expect(move(SLOW, FAST)).rejects.toThrow('still-on');
    await db.sql.query(`update public.connections set status = 'disabled' where id = $1`, [SLOW]);
    await expect(move(SLOW, FAST, 'risk')).rejects.toThrow('not-allowed');
    const before = await one(db.sql, 'select version from public.accounts where id = $1', [account]);
    expect((await move(SLOW, FAST))[0]?.answer).toMatchObject({ left: 0 });
    expect(await jobsOf(told)).toHaveLength(1);
    expect(await one(db.sql, 'select connection_id, version from public.accounts where id = $1', [account])).toEqual({
      connection_id: FAST,
      version: String(Number(before.version) + 1),
    });
    expect(
      (await one(db.sql, `select reason from public.events where account_id = $1 and kind = 'account.source-moved'`, [account])).reason,
    ).toBe('The relay was replaced.');
    await db.sql.query(`update public.connections set status = 'active' where id = $1`, [SLOW]);
  });
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
