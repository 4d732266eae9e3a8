// Payouts that no machine can bring to an end: what may be sent again, what has never left, what two people find to have become of it, and
// what they may stop. Each is asked about at the provider's own ledger.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { concludePayout, holdPayout, proposeConclusion, releaseHold } from '@/lib/payouts/conclusion-write';
import { readPayoutDeeds } from '@/lib/payouts/deeds-read';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { settleHeldPayout } from '@/lib/payouts/settle';
import { approve, ask, asked, broken, publishPolicy, stateOf } from './desk';
import { openFunded, requestPayout, startFunded, type Funded, type FundedAccount } from './funded';
import { startProvider, type ProviderServer } from './provider-server';

let firm: Funded;
let bank: ProviderServer;
beforeAll(async () => {
  firm = await startFunded();
  bank = await startProvider();
  await publishPolicy(firm);
});
afterAll(async () => {
  await bank.close();
  await firm.flow.close();
});
beforeEach(() => void (bank.trouble = 'ok'));

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const choose = () => bank.provider;
const at = (minutes: number) => () => new Date(Date.now() + minutes * 60_000);
const send = (id: string, minutes = 0) => sendPayout(id, at(minutes), choose);
const look = (id: string, minutes: number) => checkPayout(id, at(minutes), choose);
const left = (id: string) => bank.ledger.filter(({ payout_id }) => payout_id === id);
const client = (name: string) => firm.staff[name]!.client;
const DAY = 24 * 60;

interface Payout {
  id: string;
  account: FundedAccount;
}
async function approved(amount = 200_000): Promise<Payout> {
  const account = await openFunded(firm);
  const id = await asked(account, amount);
  expect(await approve(firm, id)).toBe('approved');
  return { id, account };
}
/** Handed over, and nobody answered; the provider has it or has not. */
async function unknown(trouble: 'timeout-before' | '500-after-success'): Promise<Payout> {
  const made = await approved();
  bank.trouble = trouble;
  await send(made.id);
  bank.trouble = 'ok';
  expect(await stateOf(firm, made.id)).toBe('unknown');
  return made;
}
const block = ({ account }: Payout) =>
  rows(`update public.accounts set status = 'blocked', blocked_from = 'live', version = version + 1 where id = $1`, account.id);
const reviews = ({ account }: Payout) =>
  rows<{ rule: string; evidence: object }>(
    `select rule, evidence from public.reviews where kind = 'payout' and account_id = $1 and state in ('open', 'claimed') and rule <> '' order by rule`,
    account.id,
  );

test('missing twice after what was signed has changed: it never left, and the sum is the trader’s again', async () => {
  const one = await unknown('timeout-before');
  await block(one);
  await look(one.id, 1);
  await send(one.id, 2);
  expect([await stateOf(firm, one.id), left(one.id)]).toEqual(['unknown', []]);
  await look(one.id, 17);
  expect([await stateOf(firm, one.id), left(one.id)]).toEqual(['failed', []]);
  expect(await broken(firm)).toEqual([]);
});

test('NOWPayments promises nothing about keys: only what is missing for a quarter of an hour is made again', async () => {
  const account = await openFunded(firm, '10000.00', 'nowpayments');
  const { payout_id: id } = (await requestPayout(firm, account, { requested: 200_000, entitled: 800_000 })) as { payout_id: string };
  expect(await approve(firm, id)).toBe('approved');
  // It is not asked whether the window has ended; the request of this test lies in the past.
  bank.trouble = 'timeout-before';
  await send(id);
  bank.trouble = 'ok';
  const calls = bank.calls;
  await send(id, 1);
  await look(id, 2);
  await send(id, 3);
  expect([bank.calls, await stateOf(firm, id)]).toEqual([calls, 'unknown']);
  await look(id, 18);
  await send(id, 18);
  expect([bank.calls, await stateOf(firm, id), left(id).length]).toEqual([calls + 1, 'sent', 1]);
});

test('two people conclude what nobody could tell: not one alone, not the same twice, and what was seen must still stand', async () => {
  const one = await unknown('timeout-before');
  await look(one.id, 25 * 60);
  expect(await reviews(one)).toMatchObject([{ rule: 'unknown' }]);
  const proposal = { id: one.id, state: 'unknown', outcome: 'failed' as const, evidence: 'Their support, case 4711: never received.' };
  expect(await proposeConclusion(client('ada'), { ...proposal, state: 'sent' })).toMatchObject({ refusal: { code: 'stale' } });
  expect(await proposeConclusion(client('ada'), { ...proposal, evidence: ' ' })).toMatchObject({ refusal: { code: 'reason-missing' } });
  expect(await proposeConclusion(one.account.trader.client, proposal)).toMatchObject({ refusal: { code: 'not-allowed' } });
  expect(await proposeConclusion(client('ada'), proposal)).toMatchObject({ ok: true });
  expect(await proposeConclusion(client('ben'), proposal)).toMatchObject({ refusal: { code: 'already-proposed' } });
  const { conclusion } = await readPayoutDeeds(client('ben'), one.id);
  expect(conclusion).toMatchObject({ outcome: 'failed', by: 'ada', is_own: false });
  // While two people find out, it is not handed over again.
  await rows('update public.payouts set absent_since = now() where id = $1', one.id);
  await send(one.id, 1);
  expect(left(one.id)).toEqual([]);
  const own = await concludePayout(client('ada'), conclusion!.id, 'concluded', 'Seen.');
  expect(own).toMatchObject({ refusal: { code: 'needs-another-person' } });
  expect(await concludePayout(client('ben'), conclusion!.id, 'concluded', 'Read their answer.')).toMatchObject({ ok: true });
  expect(await concludePayout(client('cay'), conclusion!.id, 'concluded', 'Read it too.')).toMatchObject({
    refusal: { code: 'already-decided' },
  });
  expect([await stateOf(firm, one.id), await reviews(one), await broken(firm)]).toEqual(['failed', [], []]);
  expect(await ask(one.account, 200_000)).toMatchObject({ ok: true });
});

test('a conclusion is dropped by a person, overtaken by the provider, and made of what was paid only that it came back', async () => {
  const one = await unknown('500-after-success');
  const propose = (state: string, outcome: 'paid' | 'returned') =>
    proposeConclusion(client('ada'), { id: one.id, state, outcome, evidence: 'Their list of the day.' });
  const standing = async () => (await readPayoutDeeds(client('ada'), one.id)).conclusion;
  await propose('unknown', 'paid');
  expect(await concludePayout(client('ada'), (await standing())!.id, 'refused', 'The wrong line.')).toMatchObject({ ok: true });
  await propose('unknown', 'paid');
  await look(one.id, 3);
  expect([await stateOf(firm, one.id), await standing()]).toEqual(['paid', null]);
  expect(await propose('paid', 'paid')).toMatchObject({ refusal: { code: 'not-to-conclude' } });
  await propose('paid', 'returned');
  expect(await concludePayout(client('ben'), (await standing())!.id, 'concluded', 'On our account.')).toMatchObject({ ok: true });
  expect([await stateOf(firm, one.id), await broken(firm)]).toEqual(['returned', []]);
});

test('the provider has what we hold for failed: asked once, and nothing else of the account leaves', async () => {
  const one = await approved();
  bank.trouble = 'refuse';
  await send(one.id);
  expect(await stateOf(firm, one.id)).toBe('failed');
  const next = await asked(one.account, 300_000);
  expect(await approve(firm, next)).toBe('approved');
  const due = async (minutes: number) => {
    await rows(`select public.tend_payouts($1)`, at(minutes)());
    return (await rows(`select 1 from graphile_worker.jobs where key = $1`, `check:${one.id}`)).length;
  };
  expect([await due(60), await due(DAY + 1)]).toEqual([0, 1]);
  bank.ledger.push({ key: `payout:${one.id}:1`, payout_id: one.id, amount_cents: 200_000 });
  await look(one.id, DAY + 1);
  await look(one.id, 2 * DAY);
  expect([await stateOf(firm, one.id), await stateOf(firm, next)]).toEqual(['failed', 'held']);
  expect(await reviews(one)).toMatchObject([{ rule: 'after-sending', evidence: { payout_id: one.id, said: 'paid' } }]);
  expect(await settleHeldPayout(next, new Date())).toBe('held');
  expect(await broken(firm)).toEqual([]);
});

test('a second payout that comes back joins the open question of its account', async () => {
  const first = await approved();
  const second = { ...first, id: '' };
  const back = async (id: string) => {
    await send(id);
    await look(id, 2);
    bank.ledger.find((one) => one.payout_id === id)!.became = 'returned';
    await look(id, 3);
    expect(await stateOf(firm, id)).toBe('returned');
  };
  await send(first.id);
  await look(first.id, 2);
  second.id = await asked(first.account, 100_000);
  expect(await approve(firm, second.id)).toBe('approved');
  await send(second.id);
  await look(second.id, 2);
  await back(first.id);
  await back(second.id);
  expect(await reviews(first)).toMatchObject([{ rule: 'returned', evidence: { payout_id: first.id, also: [{ payout_id: second.id }] } }]);
});

test('a person stops what was approved, no working out undoes it, and only another person lets it go on', async () => {
  const { id } = await approved();
  const [row] = await rows<{ version: string }>('select version from public.payouts where id = $1', id);
  const version = Number(row?.version);
  expect(await holdPayout(client('ada'), id, version - 1, 'A call from the bank.')).toMatchObject({ refusal: { code: 'stale' } });
  expect(await holdPayout(client('ada'), id, version, 'A call from the bank.')).toMatchObject({ ok: true });
  await send(id);
  expect(await settleHeldPayout(id, new Date())).toBe('held');
  expect([await stateOf(firm, id), left(id), await broken(firm)]).toEqual(['held', [], []]);
  expect((await readPayoutDeeds(client('ben'), id)).stop).toMatchObject({ reason: 'A call from the bank.', by: 'ada', is_own: false });
  // Traders read why it is held, and not what was said about them.
  expect(await rows('select hold_reason from public.payouts where id = $1', id)).toEqual([{ hold_reason: 'a person stopped it' }]);
  expect(await releaseHold(client('ada'), id, 'Settled.')).toMatchObject({ refusal: { code: 'needs-another-person' } });
  expect(await releaseHold(client('ben'), id, 'Settled with the bank.')).toMatchObject({ ok: true });
  expect(await settleHeldPayout(id, new Date())).toBe('requested');
});

test('where the key of a provider is gone an approval ends after a day all the same', async () => {
  const { id } = await approved();
  const none = () => null;
  await expect(sendPayout(id, at(1), none)).rejects.toThrow('No key');
  await sendPayout(id, at(25 * 60), none);
  expect(await rows('select state, hold_reason from public.payouts where id = $1', id)).toEqual([
    { state: 'held', hold_reason: 'the approval has expired' },
  ]);
});
