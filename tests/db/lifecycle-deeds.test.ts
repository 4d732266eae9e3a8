// Deeds of staff on an account, and how an account comes to be: reasons, versions, second persons, one login, and letters with them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, fail, record } from './assessment';
import {
  decide,
  kindsOf,
  nextAccount,
  openReview,
  readyAccount,
  reachTarget,
  stageTwoStep,
  statusOf,
  STEPS,
  TARGET_MET,
} from './lifecycle-stage';
import { as, NOW, openAccount, SECOND_RISK, staffId, stageFirm } from './stage';

let db: TestDatabase;
const RISK = staffId('risk');
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  await stageTwoStep(db.sql);
});
afterAll(() => db.close());
const act = async (user: string, text: string, values: unknown[]) =>
  (await as<{ answer: string }>(db.sql, { user, keep: true }, `select ${text} as answer`, values))[0]?.answer;
const versionOf = async (id: string): Promise<number> =>
  parseInt((await db.sql.query('select version from public.accounts where id = $1', [id])).rows[0].version, 10);
const move = async (id: string, status: string, user = RISK) =>
  act(user, 'public.transition_account($1, $2, $3, $4)', [id, await versionOf(id), status, 'Looked into it.']);
const lettersOf = async (id: string) =>
  (
    await db.sql.query<{ message: string }>('select message from public.mail_deliveries where account_id = $1 order by created_at, id', [
      id,
    ])
  ).rows.map((row) => row.message);
const pending = async (key: string, more: object = {}): Promise<string> =>
  (
    await db.sql.query(
      `select private.open_pending_account($1::jsonb || jsonb_build_object('trader_id', (select id from public.traders limit 1)), $2) as id`,
      [JSON.stringify({ phase_id: STEPS[0], key, reason: 'sold', ...more }), NOW],
    )
  ).rows[0].id;

describe('an account comes to be', () => {
  test('once per key, however many ask at once', async () => {
    const ids = new Set(await Promise.all(Array.from({ length: 20 }, () => pending('order:1'))));
    expect(ids.size).toBe(1);
    expect(await pending('order:2')).not.toBe([...ids][0]);
  });

  test('with one login however often the platform is asked, and opens with it once', async () => {
    const id = await pending('order:3');
    const issued = await Promise.all(
      Array.from({ length: 10 }, async () => (await db.sql.query('select public.issue_login($1) as login', [id])).rows[0].login),
    );
    expect(new Set(issued).size).toBe(1);
    const open = () =>
      db.sql.query('select public.activate_account($1::jsonb) as answer', [JSON.stringify({ account_id: id, login: issued[0], now: NOW })]);
    const answers = (await Promise.all([open(), open(), open()])).map(({ rows }) => rows[0].answer);
    expect(answers.filter((one) => one.activated)).toHaveLength(1);
    expect(await statusOf(db.sql, id)).toMatchObject({ status: 'active' });
    expect(await lettersOf(id)).toEqual(['welcome']);
    await expect(db.sql.query(`update public.accounts set login = 'other' where id = $1`, [id])).rejects.toThrow('immutable');
  });

  test('never opens under its placeholder', async () => {
    const id = await pending('order:4');
    await expect(db.sql.query(`update public.accounts set status = 'active' where id = $1`, [id])).rejects.toThrow('login of its platform');
  });

  test('that waits too long is asked for again, and after a day by a person', async () => {
    const id = await pending('order:5');
    await db.sql.query(`select public.tend_lifecycle($1::timestamptz + interval '2 days')`, [NOW]);
    expect((await openReview(db.sql, id, 'order')).state).toBe('open');
  });
});

describe('deeds', () => {
  test('are refused without the version that was looked at, without a reason, and where no edge leads', async () => {
    const id = await openAccount(db.sql, '601');
    await expect(act(RISK, 'public.transition_account($1, 1, $2, $3)', [id, 'blocked', 'x'])).rejects.toThrow('stale');
    await expect(act(RISK, 'public.transition_account($1, $2, $3, $4)', [id, await versionOf(id), 'blocked', ' '])).rejects.toThrow(
      'reason-missing',
    );
    await expect(move(id, 'live')).rejects.toThrow('illegal-transition');
    expect((await statusOf(db.sql, id)).status).toBe('active');
  });

  test('block and unblock lead back to where it stood, each with its event and letter', async () => {
    const id = await openAccount(db.sql, '602', { phase: 2 });
    await move(id, 'blocked');
    await expect(move(id, 'active')).rejects.toThrow('illegal-transition');
    expect(await statusOf(db.sql, id)).toEqual({ status: 'blocked', trading_off_reason: 'by-hand' });
    await move(id, 'live');
    expect(await statusOf(db.sql, id)).toEqual({ status: 'live', trading_off_reason: null });
    expect(await kindsOf(db.sql, id)).toEqual(expect.arrayContaining(['account.blocked', 'account.unblocked']));
    expect(await lettersOf(id)).toEqual(['account-blocked', 'account-reopened']);
  });

  test('closing a funded account tells outside systems so', async () => {
    const id = await openAccount(db.sql, '603', { phase: 2 });
    await move(id, 'closed');
    expect(await kindsOf(db.sql, id)).toEqual(expect.arrayContaining(['funded-account.closed', 'account.closed']));
  });

  test('a pass by hand names the gates it overrode, and stops at a verdict in question', async () => {
    const { account } = await readyAccount(db.sql, '604');
    await reachTarget(db.sql, account, [...TARGET_MET, { rule: 'min-trading-days', consequence: 'payout_gate', outcome: 'not_met' }]);
    await db.sql.query(`insert into public.reviews (kind, account_id, rule) values ('verdict_changed', $1, 'x')`, [account]);
    await expect(move(account, 'passed')).rejects.toMatchObject({ message: 'blocked', detail: 'review-open-verdict-changed' });
    await db.sql.query(`update public.reviews set state = 'cancelled' where account_id = $1 and kind = 'verdict_changed'`, [account]);
    expect(await move(account, 'passed')).toBe('passed');
    const { rows } = await db.sql.query(
      `select data -> 'overridden' as gates from public.events where account_id = $1 and kind = 'account.passed'`,
      [account],
    );
    expect(rows).toEqual([{ gates: ['min-trading-days'] }]);
    expect(await openReview(db.sql, account, 'phase_pass')).toMatchObject({ state: 'approved' });
    expect(await nextAccount(db.sql, account)).toMatchObject({ status: 'pending' });
  });

  test('an account that failed is judged again once two people reinstated it', async () => {
    const id = await openAccount(db.sql, '605');
    await record(db.sql, [assessment(id, 2, { violations: [fail()] })]);
    expect((await statusOf(db.sql, id)).status).toBe('failed');
    expect(await move(id, 'active')).toBe('requested');
    await expect(move(id, 'active')).rejects.toThrow('already-requested');
    const asked = (await db.sql.query(`select id from public.account_decisions where account_id = $1 and state = 'open'`, [id])).rows[0].id;
    await expect(act(RISK, 'public.decide_transition($1, $2, $3)', [asked, 'approved', 'x'])).rejects.toThrow('needs-another-person');
    await act(SECOND_RISK, 'public.decide_transition($1, $2, $3)', [asked, 'approved', 'The feed was wrong.']);
    const { rows } = await db.sql.query(
      `select f.facts, (select count(*)::int from public.account_events e where e.account_id = f.account_id and e.kind = 'unblock') as marks from public.account_facts f where f.account_id = $1`,
      [id],
    );
    expect(rows[0]).toEqual({ facts: null, marks: 1 });
    expect(await statusOf(db.sql, id)).toEqual({ status: 'active', trading_off_reason: null });
  });

  test('the funded account of a passed one is asked for again only while there is none', async () => {
    const { account, review } = await readyAccount(db.sql, '606');
    await decide(db.sql, RISK, review, 'approved');
    const second = (await nextAccount(db.sql, account))?.id ?? '';
    await db.sql.query('select public.activate_account($1::jsonb)', [JSON.stringify({ account_id: second, login: '607', now: NOW })]);
    await decide(db.sql, RISK, await reachTarget(db.sql, second), 'approved');
    const ask = async () => act(RISK, 'public.request_live($1, $2, $3)', [second, await versionOf(second), 'Once more.']);
    await expect(ask()).rejects.toThrow('already-requested');
    await decide(db.sql, SECOND_RISK, (await openReview(db.sql, second, 'live_activation')).id, 'rejected');
    await ask();
    const again = await db.sql.query(
      `select id from public.reviews where account_id = $1 and kind = 'live_activation' and state = 'open'`,
      [second],
    );
    await decide(db.sql, SECOND_RISK, again.rows[0].id, 'approved');
    await expect(ask()).rejects.toThrow('already-opened');
    await expect(act(RISK, 'public.request_live($1, $2, $3)', [account, await versionOf(account), 'x'])).rejects.toThrow(
      'illegal-transition',
    );
  });

  test('resync sets the facts aside and has the account told again', async () => {
    const id = await openAccount(db.sql, '608');
    expect(await act(RISK, 'public.resync_account($1, $2, $3)', [id, await versionOf(id), 'A trade is missing.'])).toBe('judged-again');
    const { rows } = await db.sql.query(`select count(*)::int as n from graphile_worker.jobs where key = $1`, [`judge:${id}`]);
    expect(rows[0].n).toBe(1);
    const seen = await versionOf(id);
    expect(await act(staffId('support'), 'public.resync_account($1, $2, $3)', [id, seen, 'The trader misses one.'])).toBe('judged-again');
    await expect(move(id, 'blocked', staffId('support'))).rejects.toThrow('not-allowed');
  });
});
