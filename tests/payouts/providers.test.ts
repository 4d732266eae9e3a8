// The providers' own ways, each against a server that keeps its own ledger: one payout leaves once, whatever happens to the answers.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cents } from '@/lib/money';
import { nowPaymentsProvider } from '@/lib/payouts/providers/nowpayments';
import { stripeProvider } from '@/lib/payouts/providers/stripe';
import { simulatedProvider, type Transfer } from '@/lib/payouts/providers/simulated';
import { totp } from '@/lib/payouts/providers/totp';
import { LOGIN, startFakeNowPayments, type FakeNowPayments } from './fake-nowpayments';
import { startFakeStripe, type FakeStripe } from './fake-stripe';

let stripe: FakeStripe;
let now: FakeNowPayments;
const AT = 1_700_000_000_000;
beforeAll(async () => {
  stripe = await startFakeStripe();
  now = await startFakeNowPayments(() => AT);
});
afterAll(async () => {
  await stripe.close();
  await now.close();
});

let next = 0;
const instruction = (destination: Record<string, string>) => ({
  ...{ payout_id: `p${(next += 1)}`, amount_cents: cents(123_456), currency: 'USD', minor_digits: 2 },
  beneficiary: { name: 'Fay Funded', destination },
});
const keyOf = ({ payout_id }: { payout_id: string }) => `payout:${payout_id}:1`;

describe('Stripe', () => {
  const provider = () => stripeProvider({ baseUrl: stripe.url, fetch, timeoutMs: 1_000, secretKey: 'sk_test' });
  const ours = (id: string) => ({
    transfers: stripe.transfers.filter((one) => one.transfer_group === id),
    payouts: stripe.payouts.filter((one) => one.metadata.payout_id === id),
  });

  test('a transfer to the connected account, and the payout made there', async () => {
    const given = instruction({ account: 'acct_fay' });
    expect(await provider().create(given, keyOf(given))).toMatchObject({
      kind: 'sent',
      reference: expect.stringMatching(/^po_/) as string,
    });
    expect(ours(given.payout_id)).toMatchObject({
      transfers: [{ amount: 123_456, currency: 'usd', destination: 'acct_fay' }],
      payouts: [{ amount: 123_456, account: 'acct_fay' }],
    });
    const own = ours(given.payout_id).payouts[0];
    if (own) own.status = 'paid';
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'paid' });
    if (own) own.status = 'failed';
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'returned' });
    expect(ours(given.payout_id).transfers).toMatchObject([{ reversed: true }]);
  });

  test.each([
    ['transfers', '500-after'],
    ['transfers', 'drop-after'],
    ['payouts', '500-after'],
    ['payouts', 'drop-before'],
  ] as const)('%s, %s: unknown, and looked up it is finished, not repeated', async (path, kind) => {
    const given = instruction({ account: `acct_${next}` });
    stripe.trouble = { path, kind };
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'unknown' });
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'sent' });
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'sent' });
    expect(ours(given.payout_id)).toMatchObject({ transfers: [{}], payouts: [{}] });
    expect([ours(given.payout_id).transfers.length, ours(given.payout_id).payouts.length]).toEqual([1, 1]);
  });

  test('nothing came of it: absent; a plain no: failed', async () => {
    const given = instruction({ account: 'acct_none' });
    stripe.trouble = { path: 'transfers', kind: 'drop-before' };
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'unknown' });
    expect(await provider().find(keyOf(given))).toBe('absent');
    stripe.trouble = { path: 'transfers', kind: '400' };
    expect(await provider().create(given, keyOf(given))).toEqual({ kind: 'failed', reference: '', reason: 'No such destination' });
  });

  test('a key that was used for something else is no plain no: something may have left under it', async () => {
    const given = instruction({ account: 'acct_used' });
    stripe.trouble = { path: 'transfers', kind: 'key-used' };
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'unknown' });
  });

  test('a notice is believed for its name only, and only when it is signed', () => {
    const body =
      '{"id":"evt_1","object":"event","type":"payout.paid","data":{"object":{"id":"po_9","metadata":{"payout_id":"0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11"}}}}';
    const signature = createHmac('sha256', 'whsec_test').update(`1700000000.${body}`).digest('hex');
    const parse = (v1: string) => provider().parse(Buffer.from(body), { 'stripe-signature': `t=1700000000,v1=${v1}` }, ['whsec_test'], AT);
    expect(parse(signature)).toEqual([{ id: 'evt_1', payout_id: '0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11', reference: 'po_9' }]);
    expect(parse(signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')))).toMatchObject({ code: 'bad-signature' });
  });
});

describe('NOWPayments', () => {
  const provider = () => nowPaymentsProvider({ baseUrl: now.url, fetch, timeoutMs: 1_000, ...LOGIN, now: () => AT });
  const ours = (key: string) => now.ledger.filter((one) => one.unique_external_id === key);
  const coin = { account: 'TXYZ', currency: 'USDTTRC20' };

  test('made, let go by the second factor, and looked up by our key', async () => {
    const given = instruction(coin);
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'sent' });
    expect(ours(keyOf(given))).toMatchObject([{ amount: '1234.56', currency: 'usdttrc20', address: 'TXYZ', status: 'SENDING' }]);
    const [own] = ours(keyOf(given));
    if (own) own.status = 'FINISHED';
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'paid', reference: own?.id });
  });

  test.each([[/POST \/v1\/payout$/], [/verify$/]])('an answer lost at %s: looked up, let go, never made again', async (path) => {
    const given = instruction(coin);
    now.trouble = { path, kind: '500-after' };
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'unknown' });
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'sent' });
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'sent' });
    expect(ours(keyOf(given))).toMatchObject([{ status: 'SENDING' }]);
  });

  test('only looked at, a batch that waits is not let go', async () => {
    const given = instruction(coin);
    now.trouble = { path: /verify$/, kind: 'drop-before' };
    expect(await provider().create(given, keyOf(given))).toMatchObject({ kind: 'unknown' });
    expect(await provider().find(keyOf(given), true)).toMatchObject({ kind: 'unknown' });
    expect(ours(keyOf(given))).toMatchObject([{ status: 'WAITING' }]);
  });

  test('absent only where the list was read; a plain no is a no; another coin is never guessed at', async () => {
    const given = instruction(coin);
    now.trouble = { path: /GET/, kind: 'drop-before' };
    expect(await provider().find(keyOf(given))).toMatchObject({ kind: 'unknown' });
    expect(await provider().find(keyOf(given))).toBe('absent');
    expect(
      await provider().create({ ...given, beneficiary: { name: 'x', destination: { ...coin, account: 'nowhere' } } }, keyOf(given)),
    ).toMatchObject({ kind: 'failed', reason: 'Invalid address' });
    expect(
      await provider().create({ ...given, beneficiary: { name: 'x', destination: { ...coin, currency: 'btc' } } }, keyOf(given)),
    ).toMatchObject({ kind: 'failed' });
    expect(ours(keyOf(given))).toEqual([]);
  });

  test('the second factor is that of the standard', () => {
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)).toBe('287082');
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1_111_111_109_000)).toBe('081804');
  });

  test('a notice signed in either form is believed for its name', () => {
    const body = { id: 7, status: 'FINISHED', unique_external_id: 'payout:0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11:1', fee: { b: 1, a: 2 } };
    const sign = (text: string) => createHmac('sha512', 'np_test_secret').update(text).digest('hex');
    const parse = (signature: string) =>
      provider().parse(Buffer.from(JSON.stringify(body)), { 'x-nowpayments-sig': signature }, ['np_test_secret'], AT);
    const deep = '{"fee":{"a":2,"b":1},"id":7,"status":"FINISHED","unique_external_id":"payout:0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11:1"}';
    expect(parse(sign(deep))).toEqual([{ id: '7:FINISHED', payout_id: '0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11', reference: '7' }]);
    expect(parse(sign(deep.replace('{"a":2,"b":1}', '{}')))).toMatchObject([{ payout_id: '0b8e9c1e-59c2-4d0f-8a51-2f3a7c3f6b11' }]);
    expect(parse(sign(JSON.stringify(body)))).toMatchObject({ code: 'bad-signature' });
    const bottomless = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000));
    expect(provider().parse(bottomless, { 'x-nowpayments-sig': '00' }, ['np_test_secret'], AT)).toMatchObject({ code: 'bad-signature' });
  });
});

describe('simulated', () => {
  const made = new Map<string, Transfer>();
  const provider = simulatedProvider({
    make: ({ key, amount_cents }) =>
      Promise.resolve(made.get(key) ?? (made.set(key, { reference: `sim_${key}`, amount_cents, asked: 0 }), made.get(key) as Transfer)),
    look: (key) => Promise.resolve(made.has(key) ? (((made.get(key) as Transfer).asked += 1), made.get(key) as Transfer) : null),
  });
  test.each([
    [100_000, 'sent', ['paid']],
    [100_013, 'failed', ['absent']],
    [100_027, 'unknown', ['unknown', 'paid']],
    [100_039, 'sent', ['paid', 'returned']],
  ] as const)('%s ends as its last digits say', async (amount, first, later) => {
    const given = { ...instruction({}), amount_cents: cents(amount) };
    expect(await provider.create(given, keyOf(given))).toMatchObject({ kind: first });
    for (const kind of later) {
      const found = await provider.find(keyOf(given));
      expect(found === 'absent' ? found : found.kind).toBe(kind);
    }
  });
});
