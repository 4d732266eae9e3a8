// A payout on its whole way by a live provider: sealed destination, our key, the provider's own ledger, and its messages in any order.
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConnection } from '@/lib/db/ingest';
import { seal } from '@/lib/db/vault';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { signedSource } from '@/lib/inbox/sources';
import { isLive, providerOf } from '@/lib/payouts/providers/choose';
import { checkPayout, sendPayout } from '@/lib/payouts/send';
import { approve, ask, asked, broken, publishPolicy, stateOf } from './desk';
import { startFakeStripe, type FakeStripe } from './fake-stripe';
import { openFunded, startFunded, type Funded } from './funded';

const SOURCE = randomUUID();
let firm: Funded;
let stripe: FakeStripe;
beforeAll(async () => {
  stripe = await startFakeStripe();
  firm = await startFunded({ environment: { STRIPE_PAYOUT_KEY: 'sk_test', STRIPE_BASE_URL: stripe.url } });
  await publishPolicy(firm);
  const id = SOURCE;
  const secrets = [{ ...seal('whsec_test', `connections:${id}:signing_secrets`), expires_at: null }];
  await firm.flow.rows(
    `insert into public.connections (id, slug, kind, platform, signing_secrets) values ($1, 'stripe-payouts', 'payout', 'stripe', $2)`,
    id,
    JSON.stringify(secrets),
  );
});
afterAll(async () => {
  delete process.env.STRIPE_PAYOUT_KEY;
  await stripe.close();
  await firm.flow.close();
});

/** What the door does with a delivery whose signature it has proven. */
async function tell(type: string, object: object, id: string = randomUUID()): Promise<{ status: number; body: string }> {
  const body = Buffer.from(JSON.stringify({ id, object: 'event', type, account: 'acct_test12345678', data: { object } }));
  const now = new Date();
  const time = Math.floor(now.getTime() / 1000);
  const headers = {
    'stripe-signature': `t=${time},v1=${createHmac('sha256', 'whsec_test').update(`${time}.`).update(body).digest('hex')}`,
  };
  const connection = await loadConnection('stripe-payouts');
  const source = connection && signedSource(connection);
  if (!connection || !source) throw new Error('nobody listens');
  expect(source.isAuthentic(body, headers, ['whsec_test'], now.getTime())).toBe(true);
  return receiveSigned({ connection, source, body, headers, now });
}

test('transferred, told of, paid; and back again when the bank did not keep it', async () => {
  const account = await openFunded(firm, '10000.00', 'stripe');
  const id = await asked(account, 200_000);
  expect(await approve(firm, id)).toBe('approved');
  await sendPayout(id, () => new Date());
  expect(await stateOf(firm, id)).toBe('sent');
  expect(stripe.transfers).toMatchObject([{ amount: 200_000, currency: 'usd', destination: 'acct_test12345678', transfer_group: id }]);
  const [out] = stripe.payouts;
  if (!out) throw new Error('no payout at the provider');

  // A message that runs ahead of the provider's own state is not believed.
  expect(await tell('payout.paid', { id: out.id, metadata: { payout_id: id } })).toMatchObject({ status: 200 });
  expect(await stateOf(firm, id)).toBe('sent');
  out.status = 'paid';
  const twice = randomUUID();
  expect(JSON.parse((await tell('payout.paid', { id: out.id, metadata: { payout_id: id } }, twice)).body)).toMatchObject({
    outcome: 'settled',
  });
  await tell('payout.paid', { id: out.id, metadata: { payout_id: id } }, twice);
  expect(await stateOf(firm, id)).toBe('paid');
  await tell('transfer.created', { id: 'tr_1', transfer_group: id });
  expect(await stateOf(firm, id)).toBe('paid');
  expect(JSON.parse((await tell('payout.paid', { id: 'po_not_ours' })).body)).toMatchObject({ outcome: 'ignored' });

  out.status = 'failed';
  await tell('payout.failed', { id: out.id, metadata: { payout_id: id } });
  expect(await stateOf(firm, id)).toBe('returned');
  expect(stripe.transfers).toMatchObject([{ reversed: true }]);
  expect(await firm.flow.rows(`select rule from public.reviews where kind = 'payout' and subject_id = $1 and state = 'open'`, id)).toEqual([
    { rule: 'returned' },
  ]);
  expect(await broken(firm)).toEqual([]);
});

async function sent(): Promise<string> {
  const id = await asked(await openFunded(firm, '10000.00', 'stripe'), 100_000);
  expect(await approve(firm, id)).toBe('approved');
  await sendPayout(id, () => new Date());
  return id;
}
const after = (hours: number) => new Date(Date.now() + hours * 3_600_000);

test('what comes back days after it was paid is noticed though no message says so', async () => {
  const id = await sent();
  const out = stripe.payouts.find(({ metadata }) => metadata.payout_id === id);
  if (!out) throw new Error('no payout at the provider');
  out.status = 'paid';
  await checkPayout(id, () => new Date());
  expect(await stateOf(firm, id)).toBe('paid');
  const isAsked = async (hours: number) => {
    await firm.flow.rows('select public.tend_payouts($1)', after(hours));
    return (await firm.flow.rows('select 1 from graphile_worker.jobs where key = $1', `check:${id}`)).length === 1;
  };
  expect([await isAsked(2), await isAsked(8 * 24), await isAsked(26)]).toEqual([false, false, true]);
  await checkPayout(id, () => after(26));
  await firm.flow.rows('select graphile_worker.remove_job($1)', `check:${id}`);
  expect([await isAsked(27), await isAsked(51)]).toEqual([false, true]);
  out.status = 'failed';
  await checkPayout(id, () => after(51));
  expect([await stateOf(firm, id), await broken(firm)]).toEqual(['returned', []]);
});

test('an account that pays itself out refuses our payout: what it says is kept, and past twenty hours nothing is asked for again', async () => {
  stripe.trouble = { path: 'payouts', kind: '400' };
  const id = await sent();
  const made = stripe.payouts.length;
  expect(await firm.flow.rows('select state, hold_reason from public.payouts where id = $1', id)).toEqual([
    { state: 'unknown', hold_reason: 'transferred, but no payout was made of it: No such destination' },
  ]);
  await checkPayout(id, () => after(21));
  expect([stripe.payouts.length, await stateOf(firm, id)]).toEqual([made, 'unknown']);
});

test('while real money moves nothing is simulated', async () => {
  const account = await openFunded(firm);
  expect(await ask(account, 200_000)).toMatchObject({ ok: false, refusal: { code: 'method-unavailable' } });
});

test('keys the office keeps win over those the deployment was started with, while their source is on', async () => {
  const keyUsed = async () => {
    await (await providerOf('stripe'))?.find('payout:none:1');
    return stripe.key;
  };
  const change = (text: string, ...values: unknown[]) =>
    firm.flow.rows(`update public.connections set ${text} where id = $1`, SOURCE, ...values);
  expect(await keyUsed()).toBe('sk_test');
  const sealed = seal(JSON.stringify({ api_key: 'sk_office' }), `connections:${SOURCE}:credentials`);
  await change('credentials = $2', JSON.stringify(sealed));
  expect(await keyUsed()).toBe('sk_office');
  delete process.env.STRIPE_PAYOUT_KEY;
  expect([await keyUsed(), await isLive(), await providerOf('simulated')]).toEqual(['sk_office', true, null]);
  await change(`status = 'disabled'`);
  expect([await providerOf('stripe'), await isLive(), (await providerOf('simulated'))?.code]).toEqual([null, false, 'simulated']);
  // Sealed for another place: it opens nowhere, and nothing is paid by other keys in silence.
  await change(`status = 'active', credentials = $2`, JSON.stringify(seal('{}', 'connections:other:credentials')));
  await expect(providerOf('stripe')).rejects.toThrow();
});
