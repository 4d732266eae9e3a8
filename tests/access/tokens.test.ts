// What a key or token must be before the API answers at all, and what a true token of somebody who left is still worth.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFirm, type Firm } from './firm';
import { RELATIONS } from './relations';
import { makeToken, makeUnsigned, rewrite } from './tokens';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});
afterAll(() => firm.stack.close());

/** A read and a call with exactly these headers, as anybody on the network may send them. */
async function knock(headers: Record<string, string>): Promise<{ status: number; body: string }[]> {
  const { apiUrl } = firm.stack;
  const json = { ...headers, 'content-type': 'application/json' };
  const answers = await Promise.all([
    fetch(`${apiUrl}/rest/v1/accounts?select=id`, { headers }),
    fetch(`${apiUrl}/rest/v1/challenge_types?select=id`, { headers }),
    fetch(`${apiUrl}/rest/v1/rpc/dashboard_part`, { method: 'POST', headers: json, body: '{"p_part":"accounts"}' }),
    fetch(`${apiUrl}/rest/v1/rpc/health`, { method: 'POST', headers: json, body: '{}' }),
  ]);
  return Promise.all(answers.map(async (answer) => ({ status: answer.status, body: await answer.text() })));
}

async function expectRefused(headers: Record<string, string>): Promise<void> {
  for (const { status, body } of await knock(headers)) {
    expect([401, 403]).toContain(status);
    expect(body).not.toContain(firm.accounts.trader);
  }
}

const withToken = (token: string): Record<string, string> => ({
  apikey: firm.stack.keys.publishable_key,
  authorization: `Bearer ${token}`,
});

describe('a request is refused', () => {
  test('without a key', () => expectRefused({}));
  test('with a key somebody guessed', () => expectRefused({ apikey: 'sb_secret_guessed' }));
  test('with a guessed key as its token', () => expectRefused({ apikey: 'sb_secret_guessed', authorization: 'Bearer sb_secret_guessed' }));
  test('with the public key alone', () => expectRefused({ apikey: firm.stack.keys.publishable_key }));
  test('with the public key as its token', () => expectRefused(withToken(firm.stack.keys.publishable_key)));
  test('with a token of nothing', () => expectRefused(withToken('nothing')));

  test('with a token signed by a stranger, whoever it names', async () => {
    await expectRefused(withToken(makeToken('a-secret-somebody-guessed', { role: 'service_role' })));
    await expectRefused(withToken(makeToken('a-secret-somebody-guessed', { sub: firm.callers.admin.userId ?? '' })));
  });

  test('with a token signed by the public key, which everybody has', () =>
    expectRefused(withToken(makeToken(firm.stack.keys.publishable_key, { role: 'service_role' }))));

  test('with a token that asks for no signature', async () => {
    await expectRefused(withToken(makeUnsigned({ role: 'service_role' })));
    await expectRefused(withToken(makeUnsigned({ sub: firm.callers.admin.userId ?? '' })));
  });

  test('with a true token whose claims were changed', async () => {
    const { accessToken } = firm.callers.trader;
    await expectRefused(withToken(rewrite(accessToken, { role: 'service_role' })));
    await expectRefused(withToken(rewrite(accessToken, { sub: firm.callers.admin.userId ?? '' })));
  });

  test('with a token that has run out, however well it is signed', async () => {
    const admin = { sub: firm.callers.admin.userId ?? '' };
    const { jwt_secret: secret } = firm.stack.keys;
    await expectRefused(withToken(makeToken(secret, admin, -60)));
    // The same token in its time is let in: it was the clock that kept the other one out.
    const [accounts] = await knock(withToken(makeToken(secret, admin, 60)));
    expect(accounts).toMatchObject({ status: 200, body: expect.stringContaining(firm.accounts.trader) as string });
  });
});

describe('a true token is worth what its owner is now', () => {
  test('somebody who makes themselves an admin in their own metadata sees no more than before', async () => {
    const claimed = { role: 'admin', staff_role: 'admin', is_admin: true, trader_id: firm.callers.trader.traderId };
    const { client } = await firm.stack.signUp('climber@access.test');
    await client.auth.updateUser({ data: claimed });
    await client.auth.refreshSession();
    expect((await client.auth.getUser()).data.user?.user_metadata).toMatchObject({ staff_role: 'admin' });
    expect((await client.from('accounts').select('id')).data).toEqual([]);
    expect((await client.rpc('dashboard_part', { p_part: 'accounts' })).error?.code).toBe('42501');
  });

  test('a colleague who is disabled sees nothing and does nothing from the same moment, and all again when back', async () => {
    const { client, userId } = firm.callers.viewer;
    const count = async (): Promise<number> => (await client.from('accounts').select('id')).data?.length ?? -1;
    const setActive = (is: boolean) => firm.stack.sql.query('update public.staff set is_active = $2 where id = $1', [userId, is]);
    const all = await count();
    expect(all).toBeGreaterThan(0);
    await setActive(false);
    expect(await count()).toBe(0);
    expect((await client.rpc('dashboard_part', { p_part: 'accounts' })).error?.code).toBe('42501');
    await setActive(true);
    expect(await count()).toBe(all);
  });

  test('a changed role is the role of the very next request', async () => {
    const { client, userId } = firm.callers.config;
    expect((await client.from('trades').select('id')).data).toEqual([]);
    await firm.stack.sql.query(`update public.staff set role = 'risk' where id = $1`, [userId]);
    expect((await client.from('trades').select('id')).data?.length).toBeGreaterThan(0);
    await firm.stack.sql.query(`update public.staff set role = 'config' where id = $1`, [userId]);
  });

  test('a token without a person is nobody, in every relation and function', async () => {
    const headers = withToken(makeToken(firm.stack.keys.jwt_secret, { sub: '00000000-0000-4000-8000-0000000000ee' }));
    for (const [name, { key, sight }] of Object.entries(RELATIONS)) {
      const answer = await fetch(`${firm.stack.apiUrl}/rest/v1/${name}?select=${key}`, { headers });
      const body = await answer.text();
      const seesRows = answer.status === 200 && body !== '[]';
      expect({ name, seesRows }).toEqual({ name, seesRows: sight.nobody === 'all' });
    }
  });
});
