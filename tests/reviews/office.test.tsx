// The queue and the deeds as the pages use them: through the API, as the person who is signed in.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AccountDeeds, Chain, PendingChanges } from '@/app/(office)/accounts/[id]/deeds';
import { OpenReview } from '@/app/(office)/reviews/open-review';
import { deedsFor } from '@/lib/accounts/deed';
import { readDeedGrounds } from '@/lib/accounts/deed-read';
import { decideTransition, performDeed, undoOwnBlock } from '@/lib/accounts/deed-write';
import { readAccount, type AccountHead } from '@/lib/accounts/read';
import { checklist } from '@/lib/reviews/checklist';
import { readGrounds, readLastDecided, readOpenReviews, readQueue, readReview, readSecondPersonRequests } from '@/lib/reviews/read';
import { readWaiting } from '@/lib/stats/read';
import { claimReview, decideReview, decideReviews, releaseReview } from '@/lib/reviews/write';
import { nextAccount, readyAccount, stageTwoStep, statusOf, tellTrade } from '../db/lifecycle-stage';
import { stageFirm } from '../db/stage';
import { startTestStack, type TestStack } from '../support/stack';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => undefined }) }));

let stack: TestStack;
let [risk, second, support]: (SupabaseClient | null)[] = [null, null, null];
const as = (client: SupabaseClient | null | undefined): SupabaseClient => client as SupabaseClient;

beforeAll(async () => {
  stack = await startTestStack();
  await stageFirm(stack.sql);
  await stageTwoStep(stack.sql);
  const hire = async (name: string, role: string) => {
    const { id, client } = await stack.signUp(`${name}@queue.test`);
    await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
      id,
      `${name}@queue.test`,
      name,
      role,
    ]);
    return client;
  };
  [risk, second, support] = [await hire('Rika', 'risk'), await hire('Otto', 'risk'), await hire('Samir', 'support')];
});
afterAll(async () => stack?.close());

const ready = async (login: string) => {
  const { account, review } = await readyAccount(stack.sql, login);
  const row = await readReview(as(risk), review);
  if (!row) throw new Error('The review is not seen.');
  return { account, row };
};
const head = async (id: string): Promise<AccountHead> => (await readAccount(as(risk), id)) as AccountHead;
const idOf = async (client: SupabaseClient | null | undefined) => (await as(client).auth.getUser()).data.user?.id ?? '';
const words = (outcome: { ok: boolean; value?: string; refusal?: { code: string; message: string } }) =>
  outcome.ok ? outcome.value : `${outcome.refusal?.code}: ${outcome.refusal?.message}`;

describe('the queue', () => {
  test('shows each role its kinds, by due time, counted', async () => {
    const { row } = await ready('701');
    await stack.sql.query(
      `insert into public.reviews (kind, subject_id, due_at) values ('kyc', 'q1', now() + interval '1 day'), ('kyc', 'q2', now() - interval '1 day')`,
    );
    const me = { id: await idOf(risk), role: 'risk' as const };
    const read = (narrowed: Parameters<typeof readQueue>[1]) => readQueue(as(risk), narrowed, me);
    const mine = await read({ kind: null, scope: 'all' });
    expect(mine.counts).toMatchObject({ phase_pass: 1, kyc: 2, payout: 0 });
    const dues = mine.rows.map((one) => Date.parse(one.due_at ?? ''));
    expect(dues).toEqual([...dues].sort((a, b) => a - b));
    expect(mine.rows.find((one) => one.id === row.id)).toMatchObject({ login: '701', phase_name: 'Phase 1', account_status: 'active' });
    const theirs = await readQueue(as(support), { kind: null }, { id: await idOf(support), role: 'support' });
    expect(theirs.rows.map((one) => one.kind)).toEqual(['kyc', 'kyc']);
    expect(theirs.rows[0]).toMatchObject({ subject_id: 'q2', is_overdue: true });
    expect((await read({ kind: 'phase_pass' })).matching).toBe(1);
    const late = await read({ kind: null, due: 'overdue' });
    expect(late.rows.map(({ id, is_overdue }) => is_overdue && id)).toEqual(mine.rows.filter((one) => one.is_overdue).map(({ id }) => id));
    const counted = [late.overdue, mine.overdue, (await readWaiting(as(risk), 'risk')).overdue, late.rows.length];
    expect([late.counts.kyc, ...counted]).toEqual([1, ...counted.map(() => late.matching)]);
    // What she asked for herself and what is for finance are somebody else's; every count says as many as there are rows.
    const filed = 'insert into public.reviews (kind, subject_id, requested_by) values ';
    await stack.sql.query(`${filed} ('kyc', 'q4', $1), ('payout', 'q5', null)`, [me.id]);
    const own = await read({ kind: null });
    expect(own.rows.map(({ subject_id }) => subject_id).filter((id) => id === 'q4' || id === 'q5')).toEqual([]);
    const told = [own.matching, own.mine, (await readWaiting(as(risk), 'risk')).mine, own.counts.phase_pass + own.counts.kyc];
    expect([told, own.seen]).toEqual([told.map(() => own.rows.length), own.rows.length + 2]);
    expect([own.counts.kyc, own.counts.payout, (await read({ kind: 'kyc', scope: 'mine' })).ofKind]).toEqual([2, 0, 3]);
    expect((await readWaiting(as(risk), 'auditor')).mine).toBeNull();
    await stack.sql.query(`update public.reviews set state = 'cancelled' where kind in ('kyc', 'payout')`);
  });

  test('draws its evidence from what the judge last saw', async () => {
    const { row } = await ready('702');
    const checks = checklist(await readGrounds(as(risk), row));
    expect(Object.fromEntries(checks.map((check) => [check.key, check.state]))).toEqual({
      status: 'passed',
      'gate-profit-target-0': 'passed',
      floors: 'passed',
      verdicts: 'passed',
      trader: 'passed',
      kyc: 'unknown',
      reviews: 'passed',
    });
    await stack.sql.query(`insert into public.reviews (kind, trader_id, subject_id) values ('kyc', $1, 'q3')`, [row.trader_id]);
    expect(checklist(await readGrounds(as(risk), row)).find((check) => check.key === 'reviews')).toMatchObject({
      state: 'failed',
      found: 'Open: kyc.',
    });
    const version = (await readReview(as(risk), row.id))?.version ?? 0;
    expect(words(await decideReview(as(risk), { id: row.id, version, decision: 'approved', choice: null, reason: 'Fine.' }))).toBe(
      'blocked: This cannot be approved: a question about kyc is open.',
    );
    await stack.sql.query(`update public.reviews set state = 'cancelled' where kind = 'kyc'`);
  });

  test('is claimed, told about, let go and decided', async () => {
    const { account, row } = await ready('703');
    expect(words(await claimReview(as(risk), row.id))).toBe('It is yours for fifteen minutes');
    expect(words(await claimReview(as(second), row.id))).toContain('Rika claimed it.');
    expect((await readReview(as(second), row.id))?.claimed_by_name).toBe('Rika');
    expect(words(await releaseReview(as(risk), row.id))).toBe('Somebody else may take it');
    const stale = await decideReview(as(second), { id: row.id, version: row.version, decision: 'approved', choice: null, reason: 'Fine.' });
    expect(words(stale)).toContain('Rika claimed it. Rika let it go.');
    const version = (await readReview(as(second), row.id))?.version ?? 0;
    expect(words(await decideReview(as(second), { id: row.id, version, decision: 'approved', choice: null, reason: 'Fine.' }))).toBe(
      'Approved: the next account is being opened',
    );
    expect(await nextAccount(stack.sql, account)).toMatchObject({ status: 'pending' });
    expect(await readLastDecided(as(risk))).not.toBeNull();
    expect(words(await claimReview(as(support), row.id))).toContain('not-allowed');
  });

  test('many at once say who is left out and why', async () => {
    await stack.sql.query(`insert into public.reviews (kind, subject_id, rule) values ('data', 'm1', 'gap'), ('data', 'm2', 'gap')`);
    const rest = { choice: null, reason: 'Settled.', dry_run: true };
    const input = { kind: 'data' as const, ids: null, expected: 2, decision: 'approved' as const, ...rest };
    expect(words(await decideReviews(as(risk), { ...input, expected: 9 }))).toContain('There are 2 now, not 9');
    expect(words(await decideReviews(as(risk), input))).toBe('2 of 2 can be decided so.');
    expect(words(await decideReviews(as(risk), { ...input, dry_run: false }))).toBe('2 of 2 decided.');
  });
});

describe('deeds from the account page', () => {
  test('are offered by where the account stands, done on what was seen, and told back', async () => {
    const { account } = await ready('711');
    const before = await head(account);
    expect(deedsFor(await readDeedGrounds(as(risk), before)).map((deed) => deed.key)).toEqual(['pass', 'fail', 'block', 'close', 'resync']);
    const stood = { id: account, version: before.version, from: before.status };
    const deed = { ...stood, deed: 'block' as const, to: 'blocked', reason: 'Under suspicion.' };
    expect(words(await performDeed(as(support), deed))).toContain('not-allowed');
    expect(words(await performDeed(as(risk), deed))).toBe('The account is blocked');
    // Whoever comes too late is told who was faster, when, and from what to what.
    expect(words(await performDeed(as(second), deed))).toMatch(/^stale: Changed by Rika \d+ s ago: active → blocked\. Nothing was done/);
    const seenBlocked = { ...deed, from: 'blocked' };
    expect(words(await performDeed(as(second), seenBlocked))).toMatch(
      /^stale: Since you looked: blocked, by Rika \d+ s ago; it is still blocked\./,
    );
    expect(words(await undoOwnBlock(as(second), account, await idOf(second)))).toContain('moved-on');
    expect(words(await undoOwnBlock(as(risk), account, await idOf(risk)))).toBe('The account is unblocked');
    expect(words(await undoOwnBlock(as(risk), account, await idOf(risk)))).toContain('moved-on');
    const again = { ...deed, version: (await head(account)).version };
    expect(words(await performDeed(as(risk), again))).toBe('The account is blocked');
    const grounds = await readDeedGrounds(as(risk), await head(account));
    expect(deedsFor(grounds).find((one) => one.key === 'unblock')?.to).toBe('active');
  });

  test('that rest on its data are refused while nothing is known of its feed, whoever presses', async () => {
    const { account } = await ready('713');
    await stack.sql.query(`update public.connections set stale_since = '2026-11-21T13:40:00Z', stale_cause = 'silent'`);
    const seen = await head(account);
    const act = (deed: 'fail' | 'block', to: string) =>
      performDeed(as(risk), { id: account, version: seen.version, from: 'active', deed, to, reason: 'By hand.' });
    expect((await readDeedGrounds(as(risk), seen)).staleSince).toBe('2026-11-21T13:40:00.000Z');
    expect(words(await act('fail', 'failed'))).toMatch(/^data-stale: Nothing is known of its feed since 2026-11-21T13:40:00.000Z/);
    expect(words(await act('block', 'blocked'))).toBe('The account is blocked');
    await stack.sql.query('update public.connections set stale_since = null, stale_cause = null');
  });

  test('that need a second person wait, and are decided by somebody else', async () => {
    const { account } = await ready('712');
    const act = async (deed: 'fail' | 'reinstate', to: string) =>
      performDeed(as(risk), { id: account, version: (await head(account)).version, from: 'active', deed, to, reason: 'By hand.' });
    expect(words(await act('fail', 'failed'))).toBe('The account failed');
    expect(words(await act('reinstate', 'active'))).toBe('Asked: another person decides');
    const [asked] = await readSecondPersonRequests(as(second), account);
    expect(asked).toMatchObject({ from_status: 'failed', to_status: 'active', reason: 'By hand.' });
    expect(words(await decideTransition(as(risk), asked?.id ?? '', 'approved', 'Yes.'))).toContain('needs-another-person');
    expect(words(await decideTransition(as(second), asked?.id ?? '', 'approved', 'Yes.'))).toBe('Approved: the account was changed');
    expect((await statusOf(stack.sql, account)).status).toBe('active');
    expect(await readSecondPersonRequests(as(second), account)).toEqual([]);
  });
});

describe('what the pages show', () => {
  const shown = async (part: Promise<unknown>) => renderToStaticMarkup((await part) as ReactElement);
  const actor = async (client: SupabaseClient | null | undefined, name: string, role: 'risk' | 'support') => {
    const { data } = await as(client).auth.getUser();
    return { kind: 'staff' as const, id: data.user?.id ?? '', email: '', name, role };
  };
  const address = { kind: null, review: null };

  test('a review with its evidence and answers, to somebody who may decide it', async () => {
    const { account, row } = await ready('721');
    const risky = await actor(risk, 'Rika', 'risk');
    const [sheet, after] = await Promise.all([1, 2].map((page) => readOpenReviews(as(risk), { kind: 'phase_pass' }, risky, page)));
    expect([sheet?.some(({ id }) => id === row.id), after]).toEqual([true, []]);
    await tellTrade(stack.sql, account, row.id);
    const opened = (id: string, more: object = {}) =>
      shown(OpenReview({ id, nextHref: '/reviews', address: { ...address, ...more }, actor: risky, client: as(risk) }));
    const page = await opened(row.id);
    for (const words of [
      'Phase pass',
      '721',
      'Let it trade on',
      'Claim it',
      'data-check="passed"',
      'The target and every gate are met.',
      `/accounts/${account}`,
      'What happened to the account',
      'Review opened',
      ' lots of XAUUSD, result ',
      `/reviews?review=${row.id}&amp;events=review`,
    ])
      expect(page).toContain(words);
    expect((await opened(row.id, { events: 'trade' })).split('Timeline')[1]).not.toContain('Review opened');
    expect(await opened(account)).toContain('There is no such review');
    await claimReview(as(second), row.id);
    expect(await opened(row.id)).toContain('Claimed by Otto.');
  });

  test('an account with its deeds, what it went on in, and what waits about it', async () => {
    const { account, row } = await ready('722');
    const risky = await actor(risk, 'Rika', 'risk');
    const deeds = await shown(AccountDeeds({ account: await head(account), actor: risky, client: as(risk) }));
    for (const words of ['Pass the phase', 'Block the account', 'Resync']) expect(deeds).toContain(words);
    const helper = await actor(support, 'Samir', 'support');
    const helps = await shown(AccountDeeds({ account: await head(account), actor: helper, client: as(support) }));
    expect(helps).toMatch(/<button[^>]*>Resync/);
    expect(helps).toMatch(/<button[^>]*disabled=""[^>]*>Block the account.*?Risk and admin do this\./);
    const reader = { ...helper, role: 'viewer' as const };
    expect(await shown(AccountDeeds({ account: await head(account), actor: reader, client: as(support) }))).toContain(
      'Risk and admin act on accounts.',
    );
    expect(await shown(Chain({ account: await head(account), client: as(risk) }))).toContain(`/reviews?review=${row.id}`);
    await decideReview(as(risk), { id: row.id, version: row.version, decision: 'approved', choice: null, reason: 'Fine.' });
    const chain = await shown(Chain({ account: await head(account), client: as(risk) }));
    for (const words of ['Went on in', 'no login yet', 'Phase 2']) expect(chain).toContain(words);
    expect(await PendingChanges({ account: await head(account), actor: risky, client: as(risk) })).toBeNull();
  });
});
