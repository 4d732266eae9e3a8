// Reaching the target, deciding on it, and what follows: one effect whatever is tried at once, all of it or nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { fail } from './assessment';
import { decide, kindsOf, nextAccount, openReview, readyAccount, reachTarget, stageTwoStep, statusOf, STEPS } from './lifecycle-stage';
import { as, NOW, SECOND_RISK, staffId, stageFirm } from './stage';

let db: TestDatabase;
const RISK = staffId('risk');
beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  await stageTwoStep(db.sql);
});
afterAll(() => db.close());
const activate = (id: string, login: string) =>
  db.sql.query('select public.activate_account($1::jsonb) as answer', [JSON.stringify({ account_id: id, login, now: NOW })]);

/** What a new account says of itself before anybody judged it, and whether somebody is about to. */
const judgingOf = async (account: string) => {
  const { rows } = await db.sql.query(
    `select f.risk_state, exists (select from graphile_worker.jobs j where j.key = 'judge:' || f.account_id) as is_judged_next
     from public.account_facts f where f.account_id = $1`,
    [account],
  );
  return rows[0];
};

describe('reaching the target', () => {
  test('stops trading and asks once; approving it ends the phase and opens the next one', async () => {
    const { account, review } = await readyAccount(db.sql, '501');
    expect(await statusOf(db.sql, account)).toEqual({ status: 'active', trading_off_reason: 'target-reached' });
    expect(await reachTarget(db.sql, account)).toBe(review);
    const answer = await decide(db.sql, RISK, review, 'approved');
    const next = await nextAccount(db.sql, account);
    expect(answer).toMatchObject({ outcome: 'decided', effect: { next: 'account', account_id: next?.id } });
    expect(next).toMatchObject({ status: 'pending', phase_id: STEPS[1], login: `pending:${next?.id}` });
    expect((await statusOf(db.sql, account)).status).toBe('passed');
    expect(await kindsOf(db.sql, account)).toEqual(expect.arrayContaining(['review.opened', 'review.approved', 'account.passed']));
    const { rows } = await db.sql.query(`select message, state from public.mail_deliveries where account_id = $1`, [account]);
    expect(rows).toEqual([{ message: 'phase-passed', state: 'queued' }]);
    const jobs = await db.sql.query(`select count(*)::int as n from graphile_worker.jobs where key = $1`, [`provision:${next?.id}`]);
    expect(jobs.rows[0].n).toBe(1);
  });

  test('fifty approvals at once have one effect', async () => {
    const { account, review } = await readyAccount(db.sql, '502');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => decide(db.sql, index % 2 ? RISK : SECOND_RISK, review, 'approved', { version: 1 })),
    );
    expect(answers.filter((one) => one.outcome === 'decided')).toHaveLength(1);
    expect(answers.filter((one) => one.outcome === 'stale')).toHaveLength(49);
    const { rows } = await db.sql.query('select count(*)::int as n from public.accounts where opened_from_account_id = $1', [account]);
    expect(rows[0].n).toBe(1);
    expect((await kindsOf(db.sql, account)).filter((kind) => kind === 'account.passed')).toHaveLength(1);
  });

  test('a step that fails takes everything back', async () => {
    const { account, review } = await readyAccount(db.sql, '503');
    await db.sql.query(`update public.rule_sets set state = 'retired' where phase_id = $1`, [STEPS[1]]);
    await expect(decide(db.sql, RISK, review, 'approved')).rejects.toThrow('no published rule set');
    expect(await statusOf(db.sql, account)).toEqual({ status: 'active', trading_off_reason: 'target-reached' });
    expect((await openReview(db.sql, account, 'phase_pass')).state).toBe('open');
    expect(await kindsOf(db.sql, account)).not.toContain('account.passed');
    await db.admin
      .query(`set session_replication_role = replica; update public.rule_sets set state = 'published' where phase_id = '${STEPS[1]}';
      set session_replication_role = origin`);
    expect((await decide(db.sql, RISK, review, 'approved')).outcome).toBe('decided');
  });

  test('what stands in the way is named, and the review stays', async () => {
    const { account, review } = await readyAccount(db.sql, '504');
    await db.sql.query(`insert into public.reviews (kind, trader_id) select 'kyc', trader_id from public.accounts where id = $1`, [
      account,
    ]);
    await expect(decide(db.sql, RISK, review, 'approved')).rejects.toMatchObject({ message: 'blocked', detail: 'review-open-kyc' });
    await db.sql.query(`update public.reviews set state = 'cancelled' where kind = 'kyc'`);
    await reachTarget(db.sql, account, [{ rule: 'profit-target', consequence: 'payout_gate', outcome: 'unknown' }]);
    await expect(decide(db.sql, RISK, review, 'approved')).rejects.toMatchObject({ detail: 'gate-profit-target' });
    expect((await statusOf(db.sql, account)).status).toBe('active');
  });

  test('turned down, it trades on and is not asked again that day, or it ends', async () => {
    const { account, review } = await readyAccount(db.sql, '505');
    await expect(decide(db.sql, RISK, review, 'rejected')).rejects.toThrow('choice-missing');
    await decide(db.sql, RISK, review, 'rejected', { choice: 'unfreeze' });
    expect(await statusOf(db.sql, account)).toEqual({ status: 'active', trading_off_reason: null });
    expect(await reachTarget(db.sql, account)).toBe(review);
    expect(await statusOf(db.sql, account)).toEqual({ status: 'active', trading_off_reason: null });
    await db.sql.query(`update public.accounts set pass_held_until = $2 where id = $1`, [account, NOW]);
    const again = await reachTarget(db.sql, account);
    await decide(db.sql, RISK, again, 'rejected', { choice: 'fail' });
    expect((await statusOf(db.sql, account)).status).toBe('failed');
  });
});

describe('a stale hand', () => {
  test('does not decide on what somebody else took up and left meanwhile', async () => {
    const { review } = await readyAccount(db.sql, '507');
    for (const deed of ['claim_review', 'release_review'])
      await as(db.sql, { user: SECOND_RISK, keep: true }, `select public.${deed}($1)`, [review]);
    const late = await decide(db.sql, RISK, review, 'approved', { version: 1 });
    expect(late).toMatchObject({ outcome: 'stale', state: 'open' });
    expect(late.changes?.map((one) => one.kind)).toEqual(['review.claimed', 'review.released']);
    expect((await decide(db.sql, RISK, review, 'approved')).outcome).toBe('decided');
  });

  test('is told who did what since', async () => {
    const { review } = await readyAccount(db.sql, '506');
    await decide(db.sql, SECOND_RISK, review, 'rejected', { choice: 'unfreeze', reason: 'Two days were one.' });
    const late = await decide(db.sql, RISK, review, 'approved', { version: 1 });
    expect(late).toMatchObject({ outcome: 'stale', state: 'rejected' });
    expect(late.changes).toEqual([
      expect.objectContaining({ kind: 'review.rejected', by: 'second@firm.test', reason: 'Two days were one.' }),
    ]);
  });
});

describe('the funded account', () => {
  async function throughBothPhases(login: string): Promise<string> {
    const { account, review } = await readyAccount(db.sql, login);
    await decide(db.sql, RISK, review, 'approved');
    const second = (await nextAccount(db.sql, account))?.id ?? '';
    await activate(second, `${login}-2`);
    await decide(db.sql, RISK, await reachTarget(db.sql, second), 'approved');
    return second;
  }

  test('is granted by somebody who did not pass the phase, and exactly once', async () => {
    const second = await throughBothPhases('510');
    expect(await nextAccount(db.sql, second)).toBeNull();
    const live = await openReview(db.sql, second, 'live_activation');
    expect(live.requested_by).toBe(RISK);
    await expect(decide(db.sql, RISK, live.id, 'approved')).rejects.toThrow('needs-another-person');
    const answers = await Promise.all(Array.from({ length: 20 }, () => decide(db.sql, SECOND_RISK, live.id, 'approved', { version: 1 })));
    expect(answers.filter((one) => one.outcome === 'decided')).toHaveLength(1);
    const funded = await nextAccount(db.sql, second);
    expect(funded).toMatchObject({ status: 'pending', phase_id: STEPS[2] });
    await activate(funded?.id ?? '', '510-3');
    await activate(funded?.id ?? '', 'another');
    expect((await statusOf(db.sql, funded?.id ?? '')).status).toBe('live');
    expect(await judgingOf(funded?.id ?? '')).toEqual({ risk_state: 'unknown', is_judged_next: true });
    const kinds = await kindsOf(db.sql, funded?.id ?? '');
    expect(kinds.filter((kind) => kind.startsWith('funded-account.'))).toEqual(['funded-account.created', 'funded-account.activated']);
  });

  test('cannot be made by hand in SQL without that decision', async () => {
    const { account } = await readyAccount(db.sql, '511');
    await expect(
      db.sql.query(
        `select private.open_pending_account(jsonb_build_object('trader_id', a.trader_id, 'phase_id', $2::text, 'opened_from_account_id', a.id, 'key', 'x', 'reason', 'r'), now())
        from public.accounts a where a.id = $1`,
        [account, STEPS[2]],
      ),
    ).rejects.toThrow('approved live_activation review');
  });

  test('waits while a verdict of the passed account is in question', async () => {
    const second = await throughBothPhases('512');
    const live = await openReview(db.sql, second, 'live_activation');
    await db.sql.query(`insert into public.reviews (kind, account_id, rule) values ('verdict_changed', $1, $2)`, [second, fail().rule]);
    await expect(decide(db.sql, SECOND_RISK, live.id, 'approved')).rejects.toMatchObject({ detail: 'verdict-stands' });
    expect(await nextAccount(db.sql, second)).toBeNull();
  });

  test.each(['disputed', 'in question'])('waits while what paid for its first phase is %s', async (what) => {
    const second = await throughBothPhases(`513-${what}`);
    const live = await openReview(db.sql, second, 'live_activation');
    const { rows } = await db.sql.query<{ id: string }>(
      `insert into public.orders (provider, order_id, line_item, unit, payment_ref, quantity, trader_id, challenge_type_id, account_id, amount_cents, currency, state)
       select 'stripe', a.login, 'li', 1, 'pi_' || a.login, 1, a.trader_id, a.challenge_type_id, a.id, 15500, 'USD', 'received'
       from public.accounts a join public.accounts n on n.opened_from_account_id = a.id where n.id = $1 returning account_id as id`,
      [second],
    );
    for (const state of ['paid', 'delivered', ...(what === 'disputed' ? [what] : [])])
      await db.sql.query('update public.orders set state = $2 where account_id = $1', [rows[0]?.id, state]);
    if (what !== 'disputed')
      await db.sql.query(`insert into public.reviews (kind, account_id, rule) values ('order', $1, 'refund')`, [rows[0]?.id]);
    await expect(decide(db.sql, SECOND_RISK, live.id, 'approved')).rejects.toMatchObject({ detail: 'order-returned' });
    expect(await nextAccount(db.sql, second)).toBeNull();
  });
});
