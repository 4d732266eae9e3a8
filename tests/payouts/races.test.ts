// Many at once: requests for one balance, a losing trade against an approval, and a large sum cut into small ones.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releasePayout } from '@/lib/payouts/settle';
import { sendPayout } from '@/lib/payouts/send';
import { approve, ask, asked, broken, POLICY, publishPolicy, stateOf } from './desk';
import { earn, openFunded, openMore, startFunded, type Funded, type FundedAccount } from './funded';
import { startProvider, type ProviderServer } from './provider-server';

let firm: Funded;
let bank: ProviderServer;
beforeAll(async () => {
  firm = await startFunded();
  bank = await startProvider(5_000);
  await publishPolicy(firm);
});
afterAll(async () => {
  await bank.close();
  await firm.flow.close();
});

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const send = (id: string) =>
  sendPayout(
    id,
    () => new Date(),
    () => bank.provider,
  );

test('thirty-two people press for one balance: one request is granted', async () => {
  const account = await openFunded(firm);
  const answers = await Promise.all(Array.from({ length: 32 }, () => ask(account, 600_000)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const codes = answers.flatMap((one) => (one.ok ? [] : [one.refusal.code]));
  expect(codes.filter((code) => code !== 'payout-open' && code !== 'try-again')).toEqual([]);
  expect(await broken(firm)).toEqual([]);
});

test('a losing trade that races approval and sending never lets more out than is owed', async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 8; round += 1) {
    const account = await openFunded(firm);
    const id = await asked(account, 800_000);
    const pay = async () => {
      if (round % 4 !== 0) await new Promise((resolve) => setTimeout(resolve, 40 * (round % 4)));
      await approve(firm, id);
      await send(id);
    };
    await Promise.all([pay(), new Promise((resolve) => setTimeout(resolve, 30 * (round % 3))).then(() => lose(account))]);
    const state = await stateOf(firm, id);
    ends.add(state);
    const left = bank.ledger.filter(({ payout_id }) => payout_id === id);
    const [order] = await rows<{ left_at: string | null; lost_at: string }>(
      `select (select min(id) from public.events where kind = 'withdrawal.sending' and account_id = $1) as left_at, (select max(id) from public.events where kind like 'trade.%' and account_id = $1) as lost_at`,
      account.id,
    );
    // What left had left before the loss was known; where the loss came first, nothing left.
    if (left.length > 0) expect(Number(order?.left_at)).toBeLessThan(Number(order?.lost_at));
    else expect(state).toBe('held');
  }
  expect([...ends].every((state) => state === 'held' || state === 'sent')).toBe(true);
  expect(await broken(firm)).toEqual([]);
});

const lose = (account: FundedAccount) => earn(firm.flow, account, '-9000.00', '2026-11-20T10:00:00.000Z');

test('fifty payouts of 999 at once never pass what the policy may let go', async () => {
  const first = await openFunded(firm);
  const accounts = [first];
  while (accounts.length < 50) accounts.push(await openMore(firm, first));
  const ids: string[] = [];
  for (const account of accounts) ids.push(await asked(account, 99_900));
  const routes = await rows<{ route: string }>('select distinct route from public.payouts where trader_id = $1', first.trader.id);
  expect(routes).toEqual([{ route: 'policy' }]);
  const answers = await Promise.all(ids.map((id) => releasePayout(id, new Date()).catch(() => releasePayout(id, new Date()))));
  const [released] = await rows<{ sum: string }>(
    `select coalesce(sum(requested_cents), 0) as sum from public.payouts where trader_id = $1 and state = 'approved'`,
    first.trader.id,
  );
  expect(Number(released?.sum)).toBe(2 * 99_900);
  expect(Number(released?.sum)).toBeLessThanOrEqual(POLICY.limit_per_trader_cents);
  expect(answers.filter((one) => one === 'person')).toHaveLength(48);
  expect(await broken(firm)).toEqual([]);
}, 90_000);
