// Overrides are counted from the events: what went against the system, by whom, with which reason; what went along with it is none.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSpan, spanOf } from '@/lib/staff/overrides';
import type { OverrideFigures } from '@/lib/staff/overrides-read';
import { assessment, fail, record } from '../db/assessment';
import { decide, readyAccount, stageTwoStep } from '../db/lifecycle-stage';
import { as, openAccount, SECOND_RISK, SLOW, staffId, stageFirm } from '../db/stage';
import { createTestDatabase, type TestDatabase } from '../support/database';

const RISK = staffId('risk');
let db: TestDatabase;
const call = async <T>(user: string, text: string, values: unknown[] = []): Promise<T> =>
  (await as<{ answer: T }>(db.sql, { user, keep: true }, `select ${text} as answer`, values))[0]?.answer as T;
const figures = (user = staffId('auditor')) =>
  call<OverrideFigures>(user, `public.override_figures('{"from": "2026-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z"}')`);
const version = async (id: string) =>
  (await db.sql.query('select version from public.accounts where id = $1', [id])).rows[0].version as number;
const move = async (id: string, status: string, reason: string, user = RISK) =>
  call(user, 'public.transition_account($1, $2, $3, $4)', [id, await version(id), status, reason]);
const kindsOf = (told: OverrideFigures, id: string) => told.staff.find((one) => one.id === id)?.kinds ?? {};

/** An account with a provisional breach on the connection that waits before it confirms. */
async function breached(login: string): Promise<{ account: string; violation: string }> {
  const account = await openAccount(db.sql, login, { connection: SLOW });
  await record(db.sql, [assessment(account, await version(account), { violations: [fail()] })]);
  const { rows } = await db.sql.query('select id from public.risk_violations where account_id = $1', [account]);
  return { account, violation: rows[0].id as string };
}

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  await stageTwoStep(db.sql);
});
afterAll(() => db.close());

test('an empty firm has none, and only admin and auditor are told', async () => {
  expect(await figures()).toEqual({ decisions: 0, overrides: 0, staff: [], reasons: [], rows: [] });
  for (const role of ['viewer', 'support', 'risk', 'finance', 'config'] as const)
    await expect(figures(staffId(role))).rejects.toThrow('not-allowed');
  await expect(
    call(staffId('admin'), `public.override_figures('{"from": "2020-01-01T00:00:00Z", "to": "2027-01-01T00:00:00Z"}')`),
  ).rejects.toThrow('invalid');
});

test('going along with the system is a decision and no override', async () => {
  const { violation } = await breached('701');
  await call(RISK, 'public.decide_violation($1, $2, $3)', [violation, 'confirmed', 'The numbers are right.']);
  await move(await openAccount(db.sql, '702'), 'blocked', 'Looking into it.');
  const told = await figures();
  expect(told).toMatchObject({ decisions: 2, overrides: 0, rows: [] });
  expect(told.staff).toMatchObject([{ id: RISK, decisions: 2, overrides: 0, rate_bps: 0 }]);
});

test('each way against it counts once, for whoever did it', async () => {
  const { account, violation } = await breached('703');
  await call(RISK, 'public.decide_violation($1, $2, $3)', [violation, 'withdrawn', 'Bad tick: at the broker.']);
  await move(account, 'failed', 'Agreed with the trader.', SECOND_RISK);
  const { review } = await readyAccount(db.sql, '704');
  await decide(db.sql, SECOND_RISK, review, 'rejected', { choice: 'unfreeze' });
  const told = await figures();
  expect(kindsOf(told, RISK)).toEqual({ 'verdict-withdrawn': 1 });
  expect(kindsOf(told, SECOND_RISK)).toEqual({ 'failed-by-hand': 1, 'pass-refused': 1 });
  expect(told.staff.find((one) => one.id === RISK)).toMatchObject({ decisions: 3, overrides: 1, rate_bps: 3333 });
  expect(told.reasons).toContainEqual({ kind: 'verdict-withdrawn', reason: 'Bad tick', count: 1, staff: 1 });
  expect(told.rows[0]).toMatchObject({ override: 'pass-refused', staff_id: SECOND_RISK });
  expect(told.rows.find((row) => row.override === 'verdict-withdrawn')).toMatchObject({ account_id: account, login: '703' });
});

test('a pass over gates is one, and names the person; a review approved as the system found it is none', async () => {
  const open = await readyAccount(db.sql, '705');
  await decide(db.sql, RISK, open.review, 'approved');
  const gated = await openAccount(db.sql, '706');
  await move(gated, 'passed', 'The feed lost a day.', SECOND_RISK);
  const told = await figures();
  expect(kindsOf(told, SECOND_RISK)).toMatchObject({ 'passed-over-gates': 1 });
  expect(kindsOf(told, RISK)).toEqual({ 'verdict-withdrawn': 1 });
});

test('lifting a rule’s block is one, lifting a colleague’s is none', async () => {
  const ids = [await openAccount(db.sql, '707'), await openAccount(db.sql, '708')] as const;
  await move(ids[0], 'blocked', 'Looking into it.');
  await move(ids[0], 'active', 'Nothing found.');
  expect(kindsOf(await figures(), RISK)).toEqual({ 'verdict-withdrawn': 1 });
  await record(db.sql, [
    assessment(ids[1], await version(ids[1]), { violations: [fail(undefined, { consequence: 'block', rule: 'news-window' })] }),
  ]);
  const { rows } = await db.sql.query('select status from public.accounts where id = $1', [ids[1]]);
  expect(rows).toEqual([{ status: 'blocked' }]);
  await move(ids[1], 'active', 'The calendar was wrong.');
  expect(kindsOf(await figures(), RISK)).toEqual({ 'verdict-withdrawn': 1, 'rule-block-lifted': 1 });
});

test('the days counted are whole and end with today', () => {
  expect(spanOf(30, new Date('2026-11-21T07:00:00Z'))).toEqual({
    from: '2026-10-23T00:00:00.000Z',
    to: '2026-11-22T00:00:00.000Z',
    firstDay: '2026-10-23',
    lastDay: '2026-11-21',
  });
  expect([readSpan('90'), readSpan('91'), readSpan(undefined)]).toEqual([90, 30, 30]);
});
