// What recording a judgement does and refuses to do: versions, one failing account in a batch, verdicts that come and go.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, event, fail, one, record, trade } from './assessment';
import { openAccount, SLOW, stageFirm } from './stage';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
});
afterAll(async () => {
  await db.close();
});
const account = (id: string) => one(db.sql, 'select * from public.accounts where id = $1', [id]);
const violation = (id: string) => one(db.sql, 'select * from public.risk_violations where account_id = $1', [id]);
const jobs = async (key: string) => (await db.sql.query('select * from graphile_worker.jobs where key = $1', [key])).rows;

test('a stale writer changes nothing and is told the present version', async () => {
  const id = await openAccount(db.sql, 's1');
  const answer = await record(db.sql, [assessment(id, 1, { trades: [trade('t1', 5000)] })]);
  expect(answer.accounts[0]).toMatchObject({ outcome: 'stale', version: 2 });
  expect((await one(db.sql, 'select count(*)::int as n from public.trades where account_id = $1', [id])).n).toBe(0);
});

test('one failing account leaves the others of its batch recorded, and its message unsettled', async () => {
  const [good, bad] = [await openAccount(db.sql, 's2'), await openAccount(db.sql, 's3')];
  const answer = await record(db.sql, [
    assessment(good, 2, { events: [event('trade', 't1', '0001')], trades: [trade('t1', 5000)] }),
    assessment(bad, 2, { events: [event('trade', 't1', '0001')], trades: [trade('t1', 5000, { type: 'sideways' })] }),
  ]);
  const found = Object.fromEntries(answer.accounts.map((each) => [each.account_id, each.outcome]));
  expect(found).toEqual({ [good]: 'recorded', [bad]: 'failed' });
  expect((await one(db.sql, 'select count(*)::int as n from public.account_events where account_id = $1', [bad])).n).toBe(0);
  expect((await account(bad)).version).toBe('2');
});

test('a provisional fail stops trading, leaves the status and waits for the grace', async () => {
  const id = await openAccount(db.sql, 'g1', { connection: SLOW });
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: 'rule-violation' });
  const held = await violation(id);
  expect(held.state).toBe('provisional');
  const [job] = await jobs(`confirm:${held.id}`);
  expect(job.run_at.toISOString()).toBe('2026-02-01T10:15:00.000Z');
  expect((await one(db.sql, 'select public.confirm_violation($1, $2) as a', [held.id, '2026-02-01T10:14:59Z'])).a).toBe('waiting');
  expect((await one(db.sql, 'select public.confirm_violation($1, $2) as a', [held.id, '2026-02-01T10:15:00Z'])).a).toBe('confirmed');
  expect(await account(id)).toMatchObject({ status: 'failed', closure_reason: 'rule_violation', version: '4' });
  expect((await one(db.sql, 'select public.confirm_violation($1, $2) as a', [held.id, '2026-02-01T10:16:00Z'])).a).toBe('confirmed');
});

test('a withdrawn verdict voids its unsent mail and lets trading go on', async () => {
  const id = await openAccount(db.sql, 'w1', { connection: SLOW });
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  const held = await violation(id);
  await record(db.sql, [assessment(id, 3, { withdrawn: [held.id] })]);
  expect((await violation(id)).state).toBe('withdrawn');
  expect(await account(id)).toMatchObject({ status: 'active', trading_off_reason: null });
  const mail = await one(db.sql, 'select * from public.mail_deliveries where violation_id = $1', [held.id]);
  expect(mail.state).toBe('voided');
  expect((await one(db.sql, 'select public.begin_mail($1, now()) as a', [mail.id])).a).toBeNull();
});

test('the same breach found again is provisional again, with a letter of its own', async () => {
  const id = await openAccount(db.sql, 'w2', { connection: SLOW });
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  const held = await violation(id);
  await record(db.sql, [assessment(id, 3, { withdrawn: [held.id] })]);
  await record(db.sql, [assessment(id, 4, { violations: [fail()] })]);
  expect((await violation(id)).state).toBe('provisional');
  const { rows } = await db.sql.query('select state from public.mail_deliveries where violation_id = $1 order by event_id', [held.id]);
  expect(rows.map((row) => row.state)).toEqual(['voided', 'queued']);
});

test('the same standing verdict told twice has its effects once', async () => {
  const id = await openAccount(db.sql, 'w3', { connection: SLOW });
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  await record(db.sql, [assessment(id, 3, { violations: [fail()] })]);
  expect((await one(db.sql, 'select count(*)::int as n from public.mail_deliveries where account_id = $1', [id])).n).toBe(1);
});

test('a grace of nothing confirms in the same transaction and raises the version once', async () => {
  const id = await openAccount(db.sql, 'z1');
  const answer = await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  expect(answer.accounts[0]).toMatchObject({ outcome: 'recorded', version: 3 });
  expect((await violation(id)).state).toBe('confirmed');
  expect(await account(id)).toMatchObject({ status: 'failed', version: '3', trading_off_reason: 'rule-violation' });
});

test('a live account is closed, not failed', async () => {
  const id = await openAccount(db.sql, 'z2', { phase: 2 });
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  expect(await account(id)).toMatchObject({ status: 'closed', closure_reason: 'rule_violation' });
});

test('a confirmed verdict that no longer holds is contested and goes to a person', async () => {
  const id = await openAccount(db.sql, 'z3');
  await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
  const held = await violation(id);
  await record(db.sql, [assessment(id, 3, { withdrawn: [held.id] })]);
  expect((await violation(id)).state).toBe('contested');
  expect(await account(id)).toMatchObject({ status: 'failed', trading_off_reason: 'rule-violation' });
  expect((await one(db.sql, 'select kind from public.reviews where account_id = $1', [id])).kind).toBe('verdict_changed');
  expect((await one(db.sql, 'select state from public.mail_deliveries where violation_id = $1', [held.id])).state).toBe('voided');
});

test('a pause ends by itself, a block waits for staff, a flag only asks', async () => {
  const [paused, blocked, flagged] = [await openAccount(db.sql, 'k1'), await openAccount(db.sql, 'k2'), await openAccount(db.sql, 'k3')];
  await record(db.sql, [
    assessment(paused, 2, { violations: [fail(undefined, { consequence: 'pause', until: '2026-02-02T00:00:00Z' })] }),
    assessment(blocked, 2, { violations: [fail(undefined, { consequence: 'block' })] }),
    assessment(flagged, 2, { violations: [fail(undefined, { consequence: 'flag', severity: 'warning' })] }),
  ]);
  const stopped = await account(paused);
  expect([stopped.status, stopped.trading_off_reason, stopped.trading_off_until.toISOString()]).toEqual([
    'active',
    'rule-pause',
    '2026-02-02T00:00:00.000Z',
  ]);
  expect(await account(blocked)).toMatchObject({ status: 'blocked', blocked_from: 'active', trading_off_reason: 'rule-block' });
  expect(await account(flagged)).toMatchObject({ status: 'active', trading_off_reason: null });
  const { rows } = await db.sql.query(`select account_id from public.reviews where kind = 'violation' and account_id = any($1)`, [
    [paused, blocked, flagged],
  ]);
  expect(rows.map((row) => row.account_id).sort()).toEqual([blocked, flagged].sort());
});

test('a pause closes what is open, again when it is broken again, and never what was opened after it', async () => {
  const id = await openAccount(db.sql, 'k4');
  const orders = async () =>
    (
      await db.sql.query<{ told: string }>(
        `select kind || ' ' || state as told from public.platform_orders where account_id = $1 order by created_at, kind desc`,
        [id],
      )
    ).rows.map(({ told }) => told);
  const pause = (at: string, until: string) => fail(at, { consequence: 'pause', until, raised_key: at });
  await record(db.sql, [assessment(id, 2, { violations: [pause('2026-02-01T10:00:00Z', '2026-02-02T00:00:00Z')] })]);
  expect(await orders()).toEqual(['trading-off queued', 'close-all queued']);
  await db.sql.query(
    `update public.platform_orders set state = 'acknowledged', settled_at = now() where account_id = $1 and kind = 'close-all'`,
    [id],
  );
  // Told late: a day that is over pauses nothing and closes nothing.
  await record(db.sql, [assessment(id, 3, { violations: [pause('2026-01-20T10:00:00Z', '2026-01-21T00:00:00Z')] })]);
  expect(await orders()).toEqual(['trading-off queued', 'close-all acknowledged']);
  await record(db.sql, [assessment(id, 4, { violations: [pause('2026-02-02T00:00:00Z', '2026-02-03T00:00:00Z')] })]);
  expect(await orders()).toEqual(['trading-off queued', 'close-all acknowledged', 'close-all queued']);
  await db.sql.query(`select private.settle_trading_off($1, '2026-02-03T00:00:01Z')`, [id]);
  expect(await orders()).toEqual(['trading-off superseded', 'close-all acknowledged', 'close-all superseded', 'trading-on queued']);
});

test('a pause that may still be taken back stops trading and closes nothing until it is confirmed', async () => {
  const id = await openAccount(db.sql, 'k5', { connection: SLOW });
  const orders = async () =>
    (
      await db.sql.query<{ kind: string }>(`select kind from public.platform_orders where account_id = $1 order by created_at, kind desc`, [
        id,
      ])
    ).rows.map(({ kind }) => kind);
  const until = '2026-02-02T00:00:00Z';
  await record(db.sql, [assessment(id, 2, { violations: [fail(undefined, { consequence: 'pause', until })] })]);
  expect(await orders()).toEqual(['trading-off']);
  await db.sql.query(`select private.confirm_violation($1, '2026-02-01T12:00:00Z')`, [(await violation(id)).id]);
  expect((await violation(id)).state).toBe('confirmed');
  expect(await orders()).toEqual(['trading-off', 'close-all']);
});

test('a reversal takes back its target whichever of the two comes first', async () => {
  const id = await openAccount(db.sql, 'r1');
  const reversal = event('reversal', 'r-t1', '0002', { reverses_external_id: 't1', reason: 'dealer' });
  await record(db.sql, [assessment(id, 2, { events: [reversal] })]);
  await record(db.sql, [assessment(id, 3, { events: [event('trade', 't1', '0001')], trades: [trade('t1', 5000)] })]);
  const { rows } = await db.sql.query(
    'select external_id, net_profit_cents::int as net from public.trades where account_id = $1 order by 1',
    [id],
  );
  expect(rows).toEqual([
    { external_id: 'reversal:r-t1', net: -5000 },
    { external_id: 't1', net: 5000 },
  ]);
});

test('everything recorded here still keeps every invariant of verdicts, chains and locks', async () => {
  const { rows } = await db.sql.query(
    'select * from private.check_verdicts() union all select * from private.check_locks() union all select * from private.check_running($1)',
    ['2026-02-01T10:20:00Z'],
  );
  expect(rows).toEqual([]);
});
