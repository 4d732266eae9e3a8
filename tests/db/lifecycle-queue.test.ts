// The queue itself: who may take what, claims and their end, letters about what is overdue, many at once, and phases that pass by themselves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REVIEWS } from '@/lib/reviews/kinds';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { assessment, fail, record } from './assessment';
import { decide, nextAccount, openReview, readyAccount, reachTarget, stageTwoStep, statusOf, TARGET_MET } from './lifecycle-stage';
import { as, NOW, openAccount, ROLES, SECOND_RISK, SLOW, staffId, stageFirm, type StaffRole } from './stage';

let db: TestDatabase;
const RISK = staffId('risk');
const ADMIN = staffId('admin');
const claim = async (user: string, id: string) =>
  (await as<{ answer: Record<string, unknown> }>(db.sql, { user, keep: true }, 'select public.claim_review($1) as answer', [id]))[0]
    ?.answer;
const bulk = async (user: string, p: object) =>
  (
    await as<{ answer: { outcome: string; matching: number; done: number; left_out: { id: string; code: string }[] } }>(
      db.sql,
      { user, keep: true },
      'select public.decide_reviews($1::jsonb) as answer',
      [JSON.stringify(p)],
    )
  )[0]?.answer;
const newReview = async (kind: string, subject: string, more = 'null') =>
  (
    await db.sql.query<{ id: string }>(
      `insert into public.reviews (kind, subject_id, reason, due_at, requested_by) values ($1, $2, 'asked', now() - interval '1 hour', ${more}) returning id`,
      [kind, subject],
    )
  ).rows[0]?.id ?? '';

beforeAll(async () => {
  db = await createTestDatabase();
  await stageFirm(db.sql);
  await stageTwoStep(db.sql, 'automatic');
});
afterAll(() => db.close());

describe('who decides', () => {
  const deciders: Record<string, StaffRole[]> = {
    phase_pass: ['risk', 'admin'],
    live_activation: ['risk', 'admin'],
    kyc: ['support', 'risk', 'admin'],
    order: ['support', 'risk', 'admin'],
    payout: ['finance', 'admin'],
    verdict_changed: ['risk', 'admin'],
    violation: ['risk', 'admin'],
    abuse: ['risk', 'admin'],
    data: ['config', 'risk', 'admin'],
    job: ['config', 'risk', 'admin'],
    inbox: ['config', 'risk', 'admin'],
  };
  test.each(Object.entries(deciders))('%s reviews are claimed by their roles and nobody else', async (kind, roles) => {
    const id = await newReview(kind, `who-${kind}`);
    const may: StaffRole[] = [];
    for (const role of ROLES) {
      const answer = as(db.sql, { user: staffId(role) }, 'select public.claim_review($1)', [id]);
      if (
        await answer.then(
          () => true,
          (trouble: Error) => trouble.message !== 'not-allowed',
        )
      )
        may.push(role);
    }
    expect(may.sort()).toEqual([...roles].sort());
  });
});

describe('a claim', () => {
  test("is one person's until it runs out, and nobody takes their own request", async () => {
    const id = await newReview('data', 'claimed');
    expect(await claim(RISK, id)).toMatchObject({ outcome: 'claimed', version: 2 });
    expect(await claim(ADMIN, id)).toMatchObject({ outcome: 'stale', state: 'claimed' });
    expect((await decide(db.sql, ADMIN, id, 'approved')).outcome).toBe('stale');
    await db.sql.query(`update public.reviews set claimed_until = now() - interval '1 second' where id = $1`, [id]);
    expect((await decide(db.sql, ADMIN, id, 'approved')).outcome).toBe('decided');
    const own = await newReview('data', 'own', `'${RISK}'`);
    await expect(claim(RISK, own)).rejects.toThrow('needs-another-person');
    await expect(decide(db.sql, RISK, own, 'approved')).rejects.toThrow('needs-another-person');
    await expect(
      db.sql.query(`update public.reviews set state = 'approved', decided_by = requested_by where id = $1`, [own]),
    ).rejects.toThrow('the_decider_is_not_the_requester');
  });

  test('twenty at once: one holds it', async () => {
    const id = await newReview('data', 'raced');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(index % 2 ? RISK : ADMIN, id)));
    const holders = new Set(
      (await db.sql.query('select claimed_by from public.reviews where id = $1', [id])).rows.map((row) => row.claimed_by),
    );
    expect(holders.size).toBe(1);
    expect(answers.filter((answer) => answer?.outcome === 'stale')).toHaveLength(10);
  });
});

describe('what is overdue', () => {
  test('is told once to everybody who may decide it, not to who asked', async () => {
    await db.sql.query(`update public.reviews set state = 'cancelled' where state in ('open', 'claimed')`);
    const id = await newReview('phase_pass', 'late', `'${ADMIN}'`);
    const tend = async () => (await db.sql.query('select public.tend_lifecycle(now()) as told')).rows[0].told.overdue as number;
    expect([await tend(), await tend()]).toEqual([1, 0]);
    const { rows } = await db.sql.query(
      `select m.to_email, private.mail_context(m) -> 'review' ->> 'id' as review from public.mail_deliveries m where m.message = 'review-overdue' order by 1`,
    );
    expect(rows).toEqual(['risk@firm.test', 'second@firm.test'].map((to_email) => ({ to_email, review: id })));
    const { rows: after } = await db.sql.query('select version from public.reviews where id = $1', [id]);
    expect(after[0].version).toBe('1');
  });
});

describe('many at once', () => {
  test('are rehearsed, counted again, and decided apart from those that cannot be', async () => {
    const ids = [await newReview('job', 'a'), await newReview('job', 'b'), await newReview('job', 'c', `'${RISK}'`)];
    const asked = { kind: 'job', ids: null, rule: null, expected: 3, decision: 'rejected', reason: 'Known outage.' };
    expect(await bulk(RISK, { ...asked, expected: 2 })).toEqual({ outcome: 'drift', matching: 3 });
    const rehearsed = await bulk(RISK, { ...asked, dry_run: true });
    expect(rehearsed).toMatchObject({ outcome: 'rehearsed', done: 2, left_out: [{ id: ids[2], code: 'needs-another-person' }] });
    const states = async () =>
      (await db.sql.query('select state from public.reviews where id = any ($1)', [ids])).rows.map((row) => row.state).sort();
    expect(await states()).toEqual(['open', 'open', 'open']);
    expect(await bulk(RISK, { ...asked, dry_run: false })).toMatchObject({ outcome: 'decided', done: 2 });
    expect(await states()).toEqual(['open', 'rejected', 'rejected']);
    await expect(bulk(RISK, { kind: 'live_activation', expected: 0 })).rejects.toThrow('one-by-one');
  });
});

describe('reviews of verdicts', () => {
  test('withdraw, confirm, and contest what was confirmed instead of flipping it', async () => {
    const account = await openAccount(db.sql, '801', { connection: SLOW });
    await record(db.sql, [assessment(account, 2, { violations: [fail()], reviews: [] })]);
    const violation = (await db.sql.query('select id from public.risk_violations where account_id = $1', [account])).rows[0].id;
    const ask = (rule: string) =>
      db.sql.query(`insert into public.reviews (kind, account_id, subject_id, rule) values ('violation', $1, $2, $3)`, [
        account,
        violation,
        rule,
      ]);
    const stateNow = async () => (await db.sql.query('select state from public.risk_violations where id = $1', [violation])).rows[0].state;
    await ask('one');
    await decide(db.sql, RISK, (await openReview(db.sql, account, 'violation')).id, 'approved');
    expect([await stateNow(), (await statusOf(db.sql, account)).status]).toEqual(['confirmed', 'failed']);
    await ask('two');
    await decide(db.sql, RISK, (await openReview(db.sql, account, 'violation')).id, 'rejected');
    expect(await stateNow()).toBe('contested');
    const changed = await openReview(db.sql, account, 'verdict_changed');
    await expect(decide(db.sql, RISK, changed.id, 'rejected')).rejects.toThrow('needs-another-person');
    await decide(db.sql, SECOND_RISK, changed.id, 'rejected');
    expect([await stateNow(), (await statusOf(db.sql, account)).status]).toEqual(['withdrawn', 'failed']);
  });
});

describe('a phase that passes by itself', () => {
  const byItself = async (review: string) =>
    (await db.sql.query('select public.pass_phase($1, $2) as answer', [review, NOW])).rows[0].answer;
  test('is passed by the job once, and never into a live phase', async () => {
    const { account, review } = await readyAccount(db.sql, '901');
    expect([await byItself(review), await byItself(review)]).toEqual(['passed', 'cancelled']);
    const second = await nextAccount(db.sql, account);
    await db.sql.query('select public.activate_account($1::jsonb)', [JSON.stringify({ account_id: second?.id, login: '902', now: NOW })]);
    const before = await reachTarget(db.sql, second?.id ?? '');
    expect(await byItself(before)).toBe('waits');
    expect((await statusOf(db.sql, second?.id ?? '')).status).toBe('active');
  });

  test('waits for a person where something stands in the way', async () => {
    const { account, review } = await readyAccount(db.sql, '903');
    await db.sql.query(`insert into public.reviews (kind, account_id, rule) values ('data', $1, 'balance-gap')`, [account]);
    expect(await byItself(review)).toBe('waits');
    expect((await openReview(db.sql, account, 'phase_pass')).state).toBe('open');
    const looked = async () => (await db.sql.query('select public.tend_lifecycle($1) as told', [NOW])).rows[0].told.passes as number;
    expect(await looked()).toBe(0);
    await db.sql.query(`update public.reviews set state = 'cancelled' where account_id = $1 and kind = 'data'`, [account]);
    expect(await looked()).toBe(1);
    expect(await byItself(review)).toBe('passed');
  });

  test.each(['fail', 'block', 'pause', 'flag'])(
    'waits while a rule that would %s could not be judged, and whoever approves is named for it',
    async (consequence) => {
      const { account, review } = await readyAccount(db.sql, `91-${consequence}`);
      const untold = { rule: 'max-drawdown', instance: 0, consequence, outcome: 'unknown', status: 'unknown' };
      await reachTarget(db.sql, account, [...TARGET_MET, untold]);
      expect(await byItself(review)).toBe('waits');
      expect((await db.sql.query('select public.tend_lifecycle($1) as told', [NOW])).rows[0].told.passes).toBe(0);
      const many = {
        kind: 'phase_pass',
        ids: [review],
        rule: null,
        expected: 1,
        decision: 'approved',
        reason: 'All at once.',
        dry_run: false,
      };
      expect(await bulk(RISK, many)).toMatchObject({ done: 0, left_out: [{ code: 'blocked', detail: 'unknown-max-drawdown' }] });
      expect((await decide(db.sql, RISK, review, 'approved')).outcome).toBe('decided');
      const { rows } = await db.sql.query(
        `select data -> 'overridden' as over from public.events where account_id = $1 and kind = 'account.passed'`,
        [account],
      );
      expect(rows).toEqual([{ over: ['unknown-max-drawdown'] }]);
    },
  );

  test('waits while a doubt is on record, until it is taken back', async () => {
    const { account, review } = await readyAccount(db.sql, '920');
    const doubt = fail(NOW, { rule: 'news-window', consequence: 'flag', outcome: 'unknown', severity: 'info' });
    const version = (await db.sql.query('select version from public.accounts where id = $1', [account])).rows[0].version;
    await record(db.sql, [assessment(account, parseInt(version, 10), { rule_states: TARGET_MET, violations: [doubt] })]);
    expect(await byItself(review)).toBe('waits');
    await db.sql.query(`update public.risk_violations set state = 'withdrawn' where account_id = $1`, [account]);
    expect(await byItself(review)).toBe('passed');
  });
});

test('a gap that a late deal closed is asked about no more; one that stands is', async () => {
  const review = async (login: string, gap: number) => {
    const account = await openAccount(db.sql, login, { connection: SLOW });
    const facts = { format: 'facts/1', balance_cents: 10000000, positions: {}, balance_gap_cents: gap };
    await record(db.sql, [assessment(account, 2, { facts })]);
    const { rows } = await db.sql.query<{ id: string }>(
      `select private.open_review('data', $1, 'e1', 'balance-differs', 'It differs.', '{}', $2, $2) as id`,
      [account, NOW],
    );
    return rows[0]?.id ?? '';
  };
  const [closed, stands] = [await review('gap-closed', 0), await review('gap-stands', -500)];
  await db.sql.query('select public.tend_lifecycle($1)', [NOW]);
  const { rows } = await db.sql.query('select id, state from public.reviews where id = any ($1)', [[closed, stands]]);
  expect(Object.fromEntries(rows.map(({ id, state }) => [id, state]))).toEqual({ [closed]: 'cancelled', [stands]: 'open' });
});

test.each(['approved', 'rejected'] as const)('a question that is %s holds up no payout any more, as its answer says', async (decision) => {
  const id = await openAccount(db.sql, `data-${decision}`, { connection: SLOW });
  await db.sql.query(`select private.open_review('data', $1, null, 'balance-differs', 'it differs', '{}', now(), now())`, [id]);
  const questions = async () =>
    (await db.sql.query('select private.payout_questions(a) as asked from public.accounts a where a.id = $1', [id])).rows[0]?.asked;
  expect(await questions()).toEqual(['data']);
  const { rows } = await db.sql.query<{ id: string }>('select id from public.reviews where account_id = $1', [id]);
  await decide(db.sql, RISK, rows[0]?.id ?? '', decision);
  expect(await questions()).toEqual([]);
  expect(REVIEWS.data.answers.find((one) => one.decision === decision)?.effect).toContain('payout that waited for nothing else may go on');
});
