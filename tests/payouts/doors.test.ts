// The funded-account and withdrawal doors as older clients meet them: shapes, refusals with numbers, four eyes, and what belongs to others.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as approve } from '@/app/api/v1/admin/withdrawals/[id]/approve/route';
import { POST as reject } from '@/app/api/v1/admin/withdrawals/[id]/reject/route';
import { POST as login } from '@/app/api/v1/auth/login/route';
import { GET as pending } from '@/app/api/v1/admin/withdrawals/pending/route';
import { GET as funded } from '@/app/api/v1/funded-accounts/[id]/route';
import { POST as withdraw } from '@/app/api/v1/funded-accounts/[id]/withdraw/route';
import { GET as withdrawals } from '@/app/api/v1/funded-accounts/[id]/withdrawals/route';
import { GET as allFunded } from '@/app/api/v1/funded-accounts/route';
import { ask, staffToken } from '../api/callers';
import { publishPolicy } from './desk';
import { openFunded, startFunded, type Funded, type FundedAccount } from './funded';

let firm: Funded;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  firm = await startFunded();
  for (const role of ['finance', 'viewer', 'support']) tokens[role] = await staffToken(firm.flow.stack, role);
  await firm.flow.rows(`update public.connections set status = 'active', last_event_at = now()`);
}, 120_000);
afterAll(() => firm?.flow.close());

async function open(profit?: string): Promise<{ account: FundedAccount; token: string }> {
  const account = await openFunded(firm, profit);
  const signedIn = await ask(login, 'POST', '/auth/login', {
    body: { email: `${account.login}@funded.test`, password: 'long-enough-password' },
  });
  const token = String(signedIn.json.access_token);
  return { account, token };
}
const at = (id: string) => ({ params: { id } });

test('the worked example: 160,000 on 100,000 at 80 % may withdraw 48,000, and asked again nothing', async () => {
  const { account, token } = await open('60000.00');
  const first = await ask(funded, 'GET', `/funded-accounts/${account.id}`, { token, ...at(account.id) });
  expect(first).toMatchObject({
    status: 200,
    json: {
      id: account.id,
      userId: account.trader.id,
      status: 'active',
      tier: { title: 'Funded', accountSize: '100000.00', currency: 'USD', profitSplit: '0.80' },
      virtualAccount: { startingBalance: '100000.00', currentBalance: '160000.00', realizedPnl: '60000.00', totalWithdrawals: '0.00' },
      withdrawalSummary: { count: 0, pending: 0, completed: 0, totalCompleted: '0.00' },
      rules: { drawdown: { threshold: '0.1200', status: 'safe' } },
      withdrawableAmount: '48000.00',
    },
  });
  const body = { amount: '48000.00', paymentMethod: 'simulated' };
  const made = await ask(withdraw, 'POST', `/funded-accounts/${account.id}/withdraw`, { token, body, ...at(account.id) });
  expect(made).toMatchObject({
    status: 201,
    json: {
      success: true,
      status: 'pending',
      requiresReview: true,
      withdrawal: { amount: '48000.00', grossAmount: '60000.00', state: 'requested' },
    },
  });
  const listed = await ask(withdrawals, 'GET', `/funded-accounts/${account.id}/withdrawals`, { token, ...at(account.id) });
  expect(listed.json.items).toMatchObject([{ id: made.json.withdrawalId, fundedAccountId: account.id, stripePayoutId: null }]);
  // Who opens the account reads the same of it, also who reads nothing else about payouts.
  const seen = await ask(withdrawals, 'GET', '/funded-accounts/x/withdrawals', { token: tokens.viewer, ...at(account.id) });
  expect(seen.json.items).toEqual(listed.json.items);
  const same = await ask(funded, 'GET', '/funded-accounts/x', { token: tokens.viewer, ...at(account.id) });
  expect(same.json.withdrawalSummary).toMatchObject({ count: 1, pending: 1 });
  const again = await ask(withdraw, 'POST', `/funded-accounts/${account.id}/withdraw`, { token, body, ...at(account.id) });
  expect(again).toMatchObject({ status: 409, json: { error: { code: 'payout-open' } } });
});

test('a refusal carries its numbers, a key asks once, and an unknown method is refused', async () => {
  const { account, token } = await open();
  const call = (body: unknown, headers: Record<string, string> = {}) =>
    ask(withdraw, 'POST', `/funded-accounts/${account.id}/withdraw`, { token, body, headers, ...at(account.id) });
  expect(await call({ amount: '8000.01', paymentMethod: account.beneficiary })).toMatchObject({
    status: 422,
    json: { error: { code: 'above-withdrawable', facts: { measured: '8000.01', required: '8000.00', withdrawable: '8000.00' } } },
  });
  expect(await call({ amount: '50', paymentMethod: account.beneficiary })).toMatchObject({
    status: 422,
    json: { error: { code: 'below-minimum' } },
  });
  expect(await call({ amount: '500', paymentMethod: 'stripe' })).toMatchObject({
    status: 422,
    json: { error: { code: 'no-beneficiary' } },
  });
  expect(await call({ amount: '500.001', paymentMethod: 'simulated' })).toMatchObject({
    status: 422,
    json: { error: { code: 'invalid', path: 'amount' } },
  });
  const key = { 'idempotency-key': randomUUID() };
  const both = [
    await call({ amount: '500', paymentMethod: 'simulated' }, key),
    await call({ amount: '500', paymentMethod: 'simulated' }, key),
  ];
  expect(both.map(({ status }) => status)).toEqual([201, 201]);
  expect(both[0]?.json.withdrawalId).toBe(both[1]?.json.withdrawalId);
});

test('a sum is text or a number, and what the policy lets go by itself waits for nobody', async () => {
  await publishPolicy(firm);
  const [small, large] = [await open(), await open()];
  const withdrawn = async ({ account, token }: typeof small, amount: unknown) => {
    const body = { amount, paymentMethod: 'simulated' };
    return (await ask(withdraw, 'POST', `/funded-accounts/${account.id}/withdraw`, { token, body, ...at(account.id) })).json;
  };
  for (const amount of [-5, 1e21, 500.001, Number.NaN])
    expect(await withdrawn(small, amount)).toMatchObject({ error: { code: 'invalid', path: 'amount' } });
  await withdrawn(small, 500.5);
  await withdrawn(large, '1000');
  const mine = await ask(withdrawals, 'GET', '/funded-accounts/x/withdrawals', { token: small.token, ...at(small.account.id) });
  expect(mine.json.items).toMatchObject([{ amount: '500.50', requiresReview: false }]);
  const waiting: unknown[] = [];
  for (let cursor = '', pages = 0; pages < 20; pages += 1) {
    const query = `/admin/withdrawals/pending?limit=1${cursor}`;
    const { json } = await ask(pending, 'GET', query, { token: tokens.finance });
    waiting.push(...(json.items ?? []).map(({ fundedAccountId: id }) => id));
    if (!json.next_cursor) break;
    cursor = `&cursor=${encodeURIComponent(String(json.next_cursor))}`;
  }
  expect(waiting).not.toContain(small.account.id);
  expect(waiting).toContain(large.account.id);
  expect(new Set(waiting).size).toBe(waiting.length);
});

test('the accounts of others do not exist, and nobody but the trader asks', async () => {
  const [{ account }, other] = [await open(), await open('0')];
  const body = { amount: '500', paymentMethod: account.beneficiary };
  for (const [handler, method] of [
    [funded, 'GET'],
    [withdrawals, 'GET'],
    [withdraw, 'POST'],
  ] as const) {
    const answer = await ask(handler, method, '/funded-accounts/x', {
      token: other.token,
      ...(method === 'POST' ? { body } : {}),
      ...at(account.id),
    });
    expect(answer).toMatchObject({ status: 404, json: { error: { code: 'not-found' } } });
  }
  const listed = await ask(allFunded, 'GET', '/funded-accounts', { token: other.token });
  expect(listed.json.items?.map(({ id }) => id)).toEqual([other.account.id]);
  expect(await ask(withdraw, 'POST', '/funded-accounts/x/withdraw', { token: tokens.finance, body, ...at(account.id) })).toMatchObject({
    status: 403,
  });
  expect(await ask(pending, 'GET', '/admin/withdrawals/pending', { token: other.token })).toMatchObject({ status: 403 });
  expect(await ask(pending, 'GET', '/admin/withdrawals/pending', { token: tokens.viewer })).toMatchObject({ status: 403 });
});

test('finance approves exactly what it saw; another digest is stale, and a rejection is read by the trader', async () => {
  const [one, two] = [await open(), await open()];
  for (const { account, token } of [one, two])
    await ask(withdraw, 'POST', `/funded-accounts/${account.id}/withdraw`, {
      token,
      body: { amount: '1000', paymentMethod: 'simulated' },
      ...at(account.id),
    });
  const waiting = await ask(pending, 'GET', '/admin/withdrawals/pending', { token: tokens.support });
  const found = (account: FundedAccount) =>
    waiting.json.items?.find(({ fundedAccountId: id }) => id === account.id) as Record<string, unknown>;
  expect(found(one.account)).toMatchObject({
    amount: '1000.00',
    user: { fullName: 'Fay Funded' },
    fundedAccount: { status: 'active' },
    version: 1,
  });
  const { id, version, digest } = found(one.account) as { id: string; version: number; digest: string };
  const sign = (said: object, token = tokens.finance) =>
    ask(approve, 'POST', `/admin/withdrawals/${id}/approve`, { token, body: { version, digest, ...said }, ...at(id) });
  expect(await sign({}, tokens.support)).toMatchObject({ status: 403 });
  expect(await sign({ digest: '0'.repeat(64) })).toMatchObject({
    status: 409,
    json: { error: { code: 'stale', facts: { version: '1' } } },
  });
  expect(await sign({})).toMatchObject({ status: 200, json: { withdrawal: { status: 'approved', state: 'approved' } } });
  expect(await sign({})).toMatchObject({ status: 409, json: { error: { code: 'already-decided' } } });
  const other = String(found(two.account).id);
  const refused = await ask(reject, 'POST', `/admin/withdrawals/${other}/reject`, {
    token: tokens.finance,
    body: { reason: 'The name differs.' },
    ...at(other),
  });
  expect(refused).toMatchObject({ status: 200, json: { withdrawal: { status: 'rejected', rejectionReason: 'The name differs.' } } });
  const old = await two.account.trader.client.from('withdrawals').select('status, amount, rejection_reason').eq('id', other).single();
  expect(old.data).toMatchObject({ status: 'rejected', rejection_reason: 'The name differs.' });
});
