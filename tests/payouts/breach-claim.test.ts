// An account that a daily loss has ended in profit: half of what is left, where the rules say so, for those who traded with care and ask in time.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cents } from '@/lib/money';
import type { PayoutBasis } from '@/lib/payouts/basis';
import { judgePayout } from '@/lib/payouts/read';
import { sendPayout } from '@/lib/payouts/send';
import { settleHeldPayout } from '@/lib/payouts/settle';
import { basisOf, deal, judge, NOW } from './bench';
import { approve, ask, asked, broken, publishPolicy, stateOf } from './desk';
import { earn, openFunded, RULES, startFunded, type Funded, type FundedAccount } from './funded';

const DAY = 86_400_000;
const earned = [deal('1', 1_200_000, '2026-11-10T10:00:00Z'), deal('2', -500_000, '2026-11-17T10:00:00Z')];
const claim = { breached_at: NOW - 3 * DAY, without_stop: 0, largest_loss_cents: cents(100_000) };
const closed = { account: { ...basisOf().account, status: 'closed' } as PayoutBasis['account'] };
const payout = { split: '0.80', breach_share: '0.50', claim_within_days: 7 };
const claimed = (more: Partial<typeof claim> = {}, terms: object = payout, now = NOW) =>
  judge({ events: earned, payout: { ...terms }, basis: { ...closed, claim: { ...claim, ...more } }, now });

describe('a claim', () => {
  test('is the published share of what is left, in place of the split', () => {
    expect(claimed()).toMatchObject({ withdrawable_cents: 350_000, gross_cents: 700_000, firm_cents: 350_000, refusal: null });
  });

  test.each([
    ['claim-stops', claimed({ without_stop: 1 })],
    ['claim-largest-loss', claimed({ largest_loss_cents: cents(100_001) })],
    ['claim-in-time', claimed({}, payout, claim.breached_at + 7 * DAY + 1)],
  ])('is refused by %s', (refusal, judged) => {
    expect(judged.refusal).toBe(refusal);
  });

  test('is in time on the last instant, and has all the time where the rules name none', () => {
    expect(claimed({}, payout, claim.breached_at + 7 * DAY).refusal).toBe(null);
    expect(claimed({ breached_at: NOW - 300 * DAY }, { split: '0.80', breach_share: '0.50' }).refusal).toBe(null);
  });

  test('is nothing where nothing is left, and nobody has one without such a breach', () => {
    const lost = judge({ events: [deal('1', -1, '2026-11-10T10:00:00Z')], payout, basis: { ...closed, claim } });
    expect(lost).toMatchObject({ withdrawable_cents: 0, refusal: 'below-minimum' });
    expect(judge({ events: earned, payout, basis: closed }).refusal).toBe('not-funded');
    expect(judge({ events: earned, payout }).withdrawable_cents).toBe(560_000);
  });
});

describe('by the whole system', () => {
  let firm: Funded;
  let challenge = '';
  beforeAll(async () => {
    firm = await startFunded();
    await publishPolicy(firm);
    challenge = await product('claims', payout);
  });
  afterAll(() => firm.flow.close());

  /** A live product of that name whose payouts are held to these terms. */
  async function product(name: string, terms: object): Promise<string> {
    const daily = [{ limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'balance' }];
    const document = { ...RULES, code: name, rules: { 'max-daily-loss': daily }, payout: { ...terms, tz: 'UTC' } };
    const [type] = await firm.flow.rows<{ id: string }>(
      `insert into public.challenge_types (title, steps, kind, product_id, account_size_cents, profit_split_bps) values ($1, 1, 'classic', $1, 10000000, 8000) returning id`,
      name,
    );
    await firm.flow.rows(
      `with p as (insert into public.phases (challenge_type_id, position, name, is_live) values ($1, 1, 'Funded', true) returning id)
       insert into public.rule_sets (phase_id, code, version, initial_balance_cents, rules, state, effective_from, published_at)
       select p.id, $2, 1, 10000000, $3, 'published', '2026-01-01', '2026-01-01' from p`,
      type?.id,
      name,
      JSON.stringify(document),
    );
    return type?.id ?? '';
  }

  /** Twelve thousand earned, then more than five lost on one day in small trades. */
  async function ruined(stop: string | null): Promise<FundedAccount> {
    const account = await openFunded({ ...firm, challenge }, '0');
    const yesterday = new Date(Date.now() - 2 * DAY).toISOString().slice(0, 10);
    const today = new Date(Date.now() - DAY).toISOString().slice(0, 10);
    const change = stop === null ? {} : { stop_loss: stop };
    await earn(firm.flow, account, '12000.00', `${yesterday}T10:00:00.000Z`, change);
    for (let hour = 1; hour <= 6; hour += 1) await earn(firm.flow, account, '-900.00', `${today}T0${hour}:00:00.000Z`, change);
    expect(await firm.flow.rows('select status, closure_reason from public.accounts where id = $1', account.id)).toEqual([
      { status: 'closed', closure_reason: 'rule_violation' },
    ]);
    return account;
  }

  test('a claim is asked for, approved and leaves nothing to claim', async () => {
    const account = await ruined('1.08000');
    expect(await ask(account, 330_001)).toMatchObject({ ok: false, refusal: { code: 'above-withdrawable' } });
    const id = await asked(account, 330_000);
    expect(await firm.flow.rows('select gross_cents, firm_cents from public.payouts where id = $1', id)).toEqual([
      { gross_cents: '660000', firm_cents: '330000' },
    ]);
    expect(await approve(firm, id)).toBe('approved');
    await sendPayout(id, () => new Date());
    expect(await stateOf(firm, id)).toBe('sent');
    expect(await ask(account, 10_000, randomUUID())).toMatchObject({ ok: false, refusal: { code: 'above-withdrawable' } });
    expect(await broken(firm)).toEqual([]);
  });

  test('without stops there is none, and an account closed by hand has none either', async () => {
    expect(await ask(await ruined(null), 10_000)).toMatchObject({ ok: false, refusal: { code: 'claim-stops' } });
    const account = await openFunded(firm);
    await firm.flow.rows(
      `update public.accounts set status = 'closed', closed_at = now(), closure_reason = 'left' where id = $1`,
      account.id,
    );
    expect(await ask(account, 10_000)).toMatchObject({ ok: false, refusal: { code: 'not-funded' } });
  });

  test('waits once what the account was bought with is disputed', async () => {
    const account = await ruined('1.08000');
    const id = await asked(account, 330_000);
    await firm.flow.rows(
      `insert into public.orders (provider, order_id, line_item, unit, payment_ref, quantity, trader_id, challenge_type_id, account_id, amount_cents, currency, state)
       values ('stripe', 'claims', 'li', 1, 'pi_claims', 1, $1, $2, $3, 15500, 'USD', 'received')`,
      account.trader.id,
      challenge,
      account.id,
    );
    for (const state of ['paid', 'delivered'])
      await firm.flow.rows('update public.orders set state = $2 where account_id = $1', account.id, state);
    const back = { provider: 'stripe', external_id: 'dp_1', payment_ref: 'pi_claims', kind: 'dispute', amount_cents: 15_500 };
    const p = { ...back, currency: 'usd', is_full: true, reason: 'fraudulent', now: new Date().toISOString() };
    expect((await firm.flow.stack.service.rpc('record_return', { p })).error).toBeNull();
    expect(await stateOf(firm, id)).toBe('held');
    expect(await settleHeldPayout(id, new Date())).toBe('held');
    const judged = await judgePayout({ payout_id: id, now: new Date().toISOString() });
    expect(judged?.entitlement.checks.find(({ check }) => check === 'unresolved')?.measured).toContain('order-returned');
  });

  test('probation counts a position that is still open, and an opening to the instant', async () => {
    const probation = { trading_days: 1, starts: 'funded', gates: ['payout'] };
    const account = await openFunded({ ...firm, challenge: await product('probed', { split: '0.80', probation }) }, '0');
    await firm.flow.rows(`update public.accounts set activated_at = '2026-10-05T10:00:10Z' where id = $1`, account.id);
    const counted = async () => {
      const judged = await judgePayout({ account_id: account.id, now: new Date().toISOString() });
      return judged?.entitlement.checks.find(({ check }) => check === 'probation');
    };
    expect(await counted()).toMatchObject({ state: 'failed', measured: '0' });
    await firm.flow.rows(
      `insert into public.positions (account_id, position_id, symbol, side, lots, open_price, opened_at, reported_at)
       values ($1, 'open', 'EURUSD', 'buy', 1, 1.1, '2026-10-05T10:00:40Z', now())`,
      account.id,
    );
    expect(await counted()).toMatchObject({ state: 'passed', measured: '1' });
  });
});
