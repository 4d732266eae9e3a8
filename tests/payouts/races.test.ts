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

const standing = async (trader: string) =>
  (
    await rows<{ route: string; state: string; n: string }>(
      'select route, state, count(*) as n from public.payouts where trader_id = $1 group by 1, 2 order by 1, 2',
      trader,
    )
  ).map(({ route, state, n }) => `${n} ${route} ${state}`);
const release = (ids: string[]) => Promise.all(ids.map((id) => releasePayout(id, new Date()).catch(() => releasePayout(id, new Date()))));

test('fifty payouts of 999 at once are one sum for a person', async () => {
  const first = await openFunded(firm);
  const accounts = [first];
  while (accounts.length < 50) accounts.push(await openMore(firm, first));
  const ids: string[] = [];
  for (const account of accounts) ids.push(await asked(account, 99_900));
  expect(await standing(first.trader.id)).toEqual(['49 person requested', '1 policy requested']);
  // Those that ask in the same instant do not see each other; the release does.
  await rows(`update public.payouts set route = 'policy' where trader_id = $1`, first.trader.id);
  await release(ids);
  expect(await standing(first.trader.id)).toEqual(['50 person requested']);
  expect(await broken(firm)).toEqual([]);
}, 90_000);

test('one sum in parts that follow each other is one sum too, and small ones never pass the limit of all', async () => {
  const account = await openFunded(firm);
  const first = await asked(account, 90_000);
  expect(await releasePayout(first, new Date())).toBe('approved');
  await send(first);
  const second = await asked(account, 90_000);
  expect(await standing(account.trader.id)).toEqual(['1 person requested', '1 policy sent']);
  expect(await approve(firm, second)).toBe('approved');

  const limit = { ...POLICY, limit_per_trader_cents: 25_000 };
  await rows(
    `insert into public.settings (key, version, value, published_at) values ('payout_policy', 2, $1, now())`,
    JSON.stringify(limit),
  );
  const one = await openFunded(firm);
  const small = [one];
  while (small.length < 9) small.push(await openMore(firm, one));
  const ids: string[] = [];
  for (const each of small) ids.push(await asked(each, 10_000));
  await release(ids);
  expect(await standing(one.trader.id)).toEqual(['7 person requested', '2 policy approved']);
  expect(await broken(firm)).toEqual([]);
}, 90_000);
