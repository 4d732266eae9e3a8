// From a funded account that met every condition to the larger one that follows it, by the firm's own verbs and two kinds of people.
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChain } from '@/lib/accounts/chain-read';
import { provisionAccount } from '@/lib/accounts/provision-settle';
import { tasks } from '@/lib/jobs/tasks';
import { readScaling } from '@/lib/payouts/scaling-read';
import { weighScaling } from '@/lib/payouts/scaling-settle';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { decideReview } from '@/lib/reviews/write';
import type { RuleState } from '@/lib/rules/types';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { approve, asked, broken, publishPolicy } from './desk';
import { earn, join, openFunded, startFunded, type Funded, type FundedAccount } from './funded';

const SCALING = { step_pct: '0.25', of: 'original', months: 1, min_net_profit_pct: '0.10', min_rewards: 1, cap: '200000.00' };
let firm: Funded;
let risk: SupabaseClient;
let second: SupabaseClient;
beforeAll(async () => {
  firm = await startFunded({}, { scaling: SCALING });
  await publishPolicy(firm);
  await firm.flow.rows(`update public.connections set status = 'active', last_event_at = now()`);
  [risk, second] = (await Promise.all(['rita', 'sam'].map((name) => join(firm.flow, name, 'risk')))).map(({ client }) => client) as [
    SupabaseClient,
    SupabaseClient,
  ];
});
afterAll(() => firm?.flow.close());

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const accountOf = async (id: string) =>
  (
    await rows<{ status: string; closure_reason: string | null; version: number }>(
      'select status, closure_reason, version::int from public.accounts where id = $1',
      id,
    )
  )[0];
const successors = (id: string) =>
  rows<{ id: string; status: string; size: number; same: boolean }>(
    `select n.id, n.status, n.initial_balance_cents::int as size, (n.phase_id, n.rule_set_id, n.connection_id, n.profit_split_bps, n.trader_id) = (a.phase_id, a.rule_set_id,
       a.connection_id, a.profit_split_bps, a.trader_id) as same from public.accounts n join public.accounts a on a.id = n.opened_from_account_id where a.id = $1`,
    id,
  );
const questions = (id: string) =>
  rows<{ id: string; version: number; state: string; reason: string; rule: string }>(
    `select id, version::int, state, reason, rule from public.reviews where account_id = $1 and kind = 'live_activation' order by created_at`,
    id,
  );
async function decide(client: SupabaseClient, account: FundedAccount, decision: 'approved' | 'rejected', reason = 'Looked at it.') {
  const review = (await questions(account.id)).at(-1);
  const answer = await decideReview(client, { id: review?.id ?? '', version: review?.version ?? 0, decision, choice: null, reason });
  return answer.ok ? answer.value : `${answer.refusal.code}: ${answer.refusal.message}`;
}

/** Ten per cent earned, the trader's share of it paid, and the office asked. */
async function ready(): Promise<FundedAccount> {
  const account = await openFunded(firm);
  const payout = await asked(account, 800_000);
  expect(await approve(firm, payout)).toBe('approved');
  await sendPayout(payout, () => new Date());
  await checkPayout(payout, () => new Date());
  await weighScaling(account.id, new Date());
  return account;
}

test('an account that met every condition goes on at the next size, and is judged by it', async () => {
  const account = await ready();
  expect(await questions(account.id)).toMatchObject([
    { state: 'open', rule: 'scaling', reason: expect.stringContaining('profit 10.00 % of 10 %; 1 of 1 payouts; next size 125000.00 USD') },
  ]);
  await weighScaling(account.id, new Date());
  expect(await questions(account.id)).toHaveLength(1);
  expect(await decide(risk, account, 'approved')).toBe('Approved: the next account is being opened');

  expect(await accountOf(account.id)).toMatchObject({ status: 'closed', closure_reason: 'scaled' });
  const [grown] = await successors(account.id);
  expect(grown).toMatchObject({ status: 'pending', size: 12_500_000, same: true });
  expect(await readChain(risk, account.id)).toMatchObject({ isScaled: true, after: { id: grown?.id } });
  expect(await readChain(risk, grown?.id ?? '')).toMatchObject({ isScaled: false, before: { id: account.id, closure_reason: 'scaled' } });
  const orders = await rows<{ kind: string }>('select kind from public.platform_orders where account_id = $1 order by kind', account.id);
  expect(orders.map(({ kind }) => kind)).toEqual(['close-all', 'trading-off']);
  // A worker that died on the way does the same once more.
  for (let turn = 0; turn < 2; turn += 1) await provisionAccount(grown?.id ?? '', new Date());
  const [live] = await rows<{ login: string; status: string }>('select login, status from public.accounts where id = $1', grown?.id);
  expect(live?.status).toBe('live');
  // The batch, a telling anew and the door below all measure by twelve per cent of the larger size.
  await tasks['judge-account']({ account_id: grown?.id });
  const [facts] = await rows<{ rule_states: RuleState[] }>('select rule_states from public.account_facts where account_id = $1', grown?.id);
  const anew = await rebuildFacts(grown?.id ?? '', null);
  expect([facts?.rule_states, anew?.states].map((states) => states?.[0]?.allowance)).toEqual([1_500_000, 1_500_000]);
  expect((await readScaling(grown?.id ?? '', new Date()))?.next_cents).toBe(15_000_000);

  const next = { ...account, id: grown?.id ?? '', login: live?.login ?? '' };
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
  await earn(firm.flow, next, '-15000.00', at(-2));
  expect(await accountOf(next.id)).toMatchObject({ status: 'live' });
  // Twelve per cent of the larger size; of the size it began with, a good deal would be left.
  await earn(firm.flow, next, '-0.01', at(-1));
  const verdicts = await rows(
    `select rule, consequence, outcome from public.risk_violations where account_id = $1 and outcome <> 'warn'`,
    next.id,
  );
  expect(verdicts).toEqual([{ rule: 'max-drawdown', consequence: 'fail', outcome: 'breach' }]);
  expect(await broken(firm)).toEqual([]);
  expect(await rows(`select * from private.check_all() where invariant <> 'no mail is overdue'`)).toEqual([]);
});

test('whoever is asked at once or twice, it grows once', async () => {
  const account = await ready();
  const [review] = await questions(account.id);
  const given = { id: review?.id ?? '', version: review?.version ?? 0, decision: 'approved' as const, choice: null, reason: 'Fine.' };
  const answers = await Promise.all([risk, second, risk, second].map((client) => decideReview(client, given)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await decide(second, account, 'approved')).toContain('stale');
  expect(await successors(account.id)).toHaveLength(1);
  const version = (await accountOf(account.id))?.version;
  const back = await risk.rpc('transition_account', { p_id: account.id, p_version: version, p_status: 'live', p_reason: 'Back.' });
  expect(back.error?.message).toContain('illegal-transition');
});

test('what no longer holds when it is approved is named, and nothing happens', async () => {
  const account = await ready();
  await earn(firm.flow, account, '500.00', new Date(Date.now() - 1000).toISOString());
  expect(await decide(risk, account, 'approved')).toBe('blocked: This cannot be approved: what was earned is not paid out yet.');
  await rows('update public.traders set is_active = false where id = $1', account.trader.id);
  expect(await decide(risk, account, 'approved')).toContain('the trader is disabled');
  expect(await accountOf(account.id)).toMatchObject({ status: 'live' });
  expect(await successors(account.id)).toEqual([]);
});

test('an approval rests on what was found of this very version of the account, and just now', async () => {
  const account = await ready();
  const [review] = await questions(account.id);
  const bare = async () =>
    (await risk.rpc('decide_review', { p_id: review?.id, p_version: review?.version, p_decision: 'approved', p_reason: 'Now.' })).error
      ?.message;
  await rows(`update private.scaling_weighings set weighed_at = now() - interval '2 minutes' where account_id = $1`, account.id);
  expect(await bare()).toContain('not-weighed');
  await rows(
    `update private.scaling_weighings set weighed_at = now(), account_version = account_version - 1 where account_id = $1`,
    account.id,
  );
  expect(await bare()).toContain('not-weighed');
  const p = {
    account_id: account.id,
    account_version: 1,
    refusals: [],
    next_cents: 99,
    reason: 'x',
    evidence: [],
    now: new Date().toISOString(),
  };
  expect((await firm.flow.stack.service.rpc('weigh_scaling', { p })).data).toBe('stale');
  expect((await risk.rpc('weigh_scaling', { p })).error).not.toBeNull();
  expect(await decide(firm.staff.ada?.client as SupabaseClient, account, 'approved')).toContain('not-allowed');
  expect(await successors(account.id)).toEqual([]);
});

test('turned down, it is not asked about for a month; the trader may be paid meanwhile', async () => {
  const account = await ready();
  expect(await decide(risk, account, 'rejected', ' ')).toContain('reason-missing');
  expect(await decide(risk, account, 'rejected')).toBe('Rejected');
  await weighScaling(account.id, new Date());
  expect(await questions(account.id)).toHaveLength(1);
  await rows(
    `update public.reviews set decided_at = decided_at - interval '32 days' where account_id = $1 and kind = 'live_activation'`,
    account.id,
  );
  await weighScaling(account.id, new Date());
  expect((await questions(account.id)).map(({ state }) => state)).toEqual(['rejected', 'open']);
  await earn(firm.flow, account, '500.00', new Date(Date.now() - 1000).toISOString());
  expect(await asked(account, 40_000)).toMatch(/-/);
});

test('the clock asks about those that may grow and leaves the others alone', async () => {
  const [grows, early] = [await openFunded(firm), await openFunded(firm, '9999.99')];
  const payout = await asked(grows, 800_000);
  await approve(firm, payout);
  await sendPayout(payout, () => new Date());
  const queued = async () => {
    await rows('select public.tend_payouts(now())');
    const found = await rows<{ key: string }>(`select key from graphile_worker.jobs where task_identifier = 'weigh-scaling'`);
    return [grows, early].map(({ id }) => found.some(({ key }) => key === `scaling:${id}`));
  };
  expect(await queued()).toEqual([false, false]);
  await checkPayout(payout, () => new Date());
  expect(await queued()).toEqual([true, false]);
  await tasks['weigh-scaling']({ account_id: grows.id });
  expect(await questions(grows.id)).toMatchObject([{ state: 'open' }]);
});
