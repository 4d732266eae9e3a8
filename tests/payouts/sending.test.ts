// From the request to the money: judged by the product's own verbs, sent to a provider that counts, through every way it may fail.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { releasePayout, settleHeldPayout } from '@/lib/payouts/settle';
import { approve, ask, asked, broken, publishPolicy, stateOf } from './desk';
import { earn, openFunded, startFunded, type Funded } from './funded';
import { operation } from '../trades/wire-samples';
import { tell } from './month-firm';
import { startProvider, type ProviderServer, type Trouble } from './provider-server';

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

const rows: Funded['flow']['rows'] = (sql, ...values) => firm.flow.rows(sql, ...values);
const choose = () => bank.provider;
const at =
  (minutes = 0) =>
  () =>
    new Date(Date.now() + minutes * 60_000);
const send = (id: string, minutes = 0) => sendPayout(id, at(minutes), choose);
const look = (id: string, minutes = 3) => checkPayout(id, at(minutes), choose);
const left = (id: string) => bank.ledger.filter(({ payout_id }) => payout_id === id);

/** A payout of $2,000 that a person let go. */
async function approved(): Promise<string> {
  bank.trouble = 'ok';
  const id = await asked(await openFunded(firm), 200_000);
  expect(await approve(firm, id)).toBe('approved');
  return id;
}

test('a small clean request is let go by the policy and paid; asking with the same key asks once', async () => {
  const account = await openFunded(firm);
  const first = await ask(account, 90_000, 'twice');
  expect(first).toMatchObject({
    ok: true,
    value: { is_new: true, state: 'requested', entitlement: { route: 'policy', entitled_cents: 800_000 } },
  });
  if (!first.ok) return;
  expect(await ask(account, 90_000, 'twice')).toMatchObject({ ok: true, value: { is_new: false, payout_id: first.value.payout_id } });
  expect(await ask(account, 90_001, 'twice')).toMatchObject({ ok: false, refusal: { code: 'key-reused' } });
  expect(await ask(account, 10_000)).toMatchObject({ ok: false, refusal: { code: 'payout-open' } });
  expect(await releasePayout(first.value.payout_id, new Date())).toBe('approved');
  await send(first.value.payout_id);
  expect(await stateOf(firm, first.value.payout_id)).toBe('sent');
  await look(first.value.payout_id);
  expect(await stateOf(firm, first.value.payout_id)).toBe('paid');
  expect(left(first.value.payout_id)).toMatchObject([{ amount_cents: 90_000 }]);
  expect(await broken(firm)).toEqual([]);
  // The rest is what is owed next, to the cent.
  expect(await ask(account, 710_001)).toMatchObject({ ok: false, refusal: { code: 'above-withdrawable' } });
});

test('a loss between the approval and the sending stops it, and a mended account asks for fresh approvals', async () => {
  const account = await openFunded(firm);
  const id = await asked(account, 700_000);
  expect(await approve(firm, id)).toBe('approved');
  await earn(firm.flow, account, '-4000.00', '2026-11-20T10:00:00.000Z');
  await send(id);
  expect(await stateOf(firm, id)).toBe('held');
  expect(left(id)).toEqual([]);
  expect(await settleHeldPayout(id, new Date())).toBe('held');
  expect(await rows('select hold_reason from public.payouts where id = $1', id)).toMatchObject([
    { hold_reason: expect.stringContaining('7,000.00 USD') as string },
  ]);
  await earn(firm.flow, account, '4000.00', '2026-11-20T11:00:00.000Z');
  expect(await settleHeldPayout(id, new Date())).toBe('requested');
  expect(await approve(firm, id, 'ben')).toBe('approved');
  await send(id);
  expect(left(id)).toHaveLength(1);
  expect(await broken(firm)).toEqual([]);
});

test.each(['timeout-after-success', '500-after-success', 'reset-mid-body', 'unreadable'] as Trouble[])(
  '%s: looked up, found, never sent again',
  async (trouble) => {
    const id = await approved();
    bank.trouble = trouble;
    await send(id);
    expect(await stateOf(firm, id)).toBe('unknown');
    await look(id);
    expect(await stateOf(firm, id)).toBe('paid');
    await send(id, 5);
    expect(left(id)).toHaveLength(1);
    expect(await broken(firm)).toEqual([]);
  },
);

test.each(['timeout-before', '409'] as Trouble[])('%s: looked up, absent, sent once more under the same key', async (trouble) => {
  const id = await approved();
  bank.trouble = trouble;
  await send(id);
  expect(await stateOf(firm, id)).toBe('unknown');
  bank.trouble = 'ok';
  await look(id);
  expect(await stateOf(firm, id)).toBe('unknown');
  await send(id, 4);
  expect(await stateOf(firm, id)).toBe('sent');
  expect(left(id)).toMatchObject([{ key: `payout:${id}:1` }]);
  expect(await broken(firm)).toEqual([]);
});

test('a plain no ends it, and what was reserved is owed again', async () => {
  const id = await approved();
  bank.trouble = 'refuse';
  await send(id);
  expect(await stateOf(firm, id)).toBe('failed');
  expect(left(id)).toEqual([]);
  expect(await broken(firm)).toEqual([]);
});

test('past twenty hours it is only looked at, never made again', async () => {
  const id = await approved();
  bank.trouble = 'timeout-before';
  await send(id);
  bank.trouble = 'ok';
  const calls = bank.calls;
  await send(id, 21 * 60);
  await look(id, 25 * 60);
  expect(bank.calls).toBe(calls);
  expect(await stateOf(firm, id)).toBe('unknown');
  expect(await rows(`select rule from public.reviews where kind = 'payout' and subject_id = $1 and state = 'open'`, id)).toMatchObject([
    { rule: 'unknown' },
  ]);
});

test('ten senders at once send once', async () => {
  const id = await approved();
  await Promise.all(Array.from({ length: 10 }, () => send(id)));
  expect(left(id)).toHaveLength(1);
  expect(await stateOf(firm, id)).toBe('sent');
});

test.each(['by name', 'by its sum'])('what the broker took out %s before a hold is booked once when it is approved again', async (how) => {
  bank.trouble = 'ok';
  const account = await openFunded(firm);
  const id = await asked(account, 200_000);
  expect(await approve(firm, id)).toBe('approved');
  const taken = operation(`W-${account.login}`, 'withdrawal', '-2500.00', new Date(Date.now() + 1_000).toISOString());
  const owner = { account: { platform: 'mt5', server: 'Example-Live', login: account.login } };
  await tell(firm, [{ ...taken, data: { ...taken.data, ...owner, ...(how === 'by name' ? { reference: id } : {}) } }], at(1)());
  await earn(firm.flow, account, '-8000.00', '2026-11-20T10:00:00.000Z');
  expect(await stateOf(firm, id)).toBe('held');
  await earn(firm.flow, account, '8000.00', '2026-11-20T11:00:00.000Z');
  expect(await settleHeldPayout(id, new Date())).toBe('requested');
  expect(await approve(firm, id, 'ben')).toBe('approved');
  // In its turn: told late, it would hold the payout again.
  await earn(firm.flow, account, '1.00', new Date(Date.now() + 2_000).toISOString());
  expect(await rows('select balance_cents from public.account_facts where account_id = $1', account.id)).toEqual([
    { balance_cents: '10750100' },
  ]);
  await send(id);
  expect(left(id)).toHaveLength(1);
  expect(await broken(firm)).toEqual([]);
});

test('a destination put in another’s place opens for nobody: nothing is paid to it, and with its own back the payout goes on', async () => {
  bank.trouble = 'ok';
  vi.stubEnv('STRIPE_PAYOUT_KEY', 'sk_test');
  const [account, other] = [await openFunded(firm, '10000.00', 'stripe'), await openFunded(firm, '10000.00', 'stripe')];
  const id = await asked(account, 200_000);
  expect(await approve(firm, id)).toBe('approved');
  const [own] = await rows<{ destination: object }>('select destination from public.beneficiaries where id = $1', account.beneficiary);
  const put = (destination: object) =>
    rows('update public.beneficiaries set destination = $2 where id = $1', account.beneficiary, JSON.stringify(destination));
  const [others] = await rows<{ destination: object }>('select destination from public.beneficiaries where id = $1', other.beneficiary);
  await put(others?.destination ?? {});
  await send(id);
  expect([left(id), await stateOf(firm, id)]).toEqual([[], 'unknown']);
  await put(own?.destination ?? {});
  await look(id);
  await send(id, 5);
  expect(left(id)).toMatchObject([{ amount_cents: 200_000 }]);
  expect(await stateOf(firm, id)).toBe('sent');
  expect(await broken(firm)).toEqual([]);
  vi.unstubAllEnvs();
});
