// The REST doors as callers meet them: who may ask what, in which shape, once; others' things do not exist.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DELETE, GET as getAccount } from '@/app/api/v1/accounts/[id]/route';
import { GET as getSnapshots } from '@/app/api/v1/accounts/[id]/snapshots/route';
import { GET as getTrades } from '@/app/api/v1/accounts/[id]/trades/route';
import { GET as getMetrics } from '@/app/api/v1/accounts/[id]/metrics/route';
import { GET as getAccounts, POST as postAccount } from '@/app/api/v1/accounts/route';
import { POST as postLogin } from '@/app/api/v1/auth/login/route';
import { GET as getMe } from '@/app/api/v1/auth/me/route';
import { OPTIONS, POST as postRegister } from '@/app/api/v1/auth/register/route';
import { POST as postTrade } from '@/app/api/v1/trades/route';
import { startFlow, type Flow } from '../flow/flow-stack';
import { ask, staffToken, traderToken } from './callers';

let flow: Flow;
let mine: string;
let theirs: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  flow = await startFlow({ web: false });
  mine = await flow.openAccount('800001');
  theirs = await flow.openAccount('800002');
  for (const role of ['risk', 'config', 'viewer']) tokens[role] = await staffToken(flow.stack, role);
  tokens.trader = await traderToken(flow.stack, mine, 'mine@api.test');
});
afterAll(() => flow.close());

const trade = (ticket: string, change: object = {}) => ({
  challenge_id: mine,
  ticket_number: ticket,
  symbol: 'EURUSD',
  type: 'buy',
  lots: '1.0',
  open_price: '1.0850',
  close_price: '1.0875',
  open_time: '2026-11-18T09:00:00Z',
  close_time: '2026-11-18T10:00:00Z',
  profit_loss: '250.00',
  ...change,
});
const traderOf = async (id: string) =>
  (await flow.rows<{ trader_id: string }>('select trader_id from public.accounts where id = $1', id))[0]?.trader_id ?? '';

describe('signing in', () => {
  const person = { email: 'new@api.test', password: 'correct horse battery', full_name: 'New Person' };

  test('a stranger registers as a trader, signs in and is told who they are', async () => {
    const registered = await ask(postRegister, 'POST', '/auth/register', { body: person });
    expect(registered).toMatchObject({ status: 201, json: { token_type: 'bearer', user: { email: person.email, role: 'trader' } } });
    const signedIn = await ask(postLogin, 'POST', '/auth/login', { body: { email: person.email, password: person.password } });
    expect(signedIn.status).toBe(200);
    const me = await ask(getMe, 'GET', '/auth/me', { token: String(signedIn.json.access_token) });
    expect(me).toMatchObject({ status: 200, json: { email: person.email, role: 'trader', is_active: true } });
    expect(me.json.trader_id).toEqual(expect.any(String));
  });

  test('a wrong password, an unknown address and a missing field are refused by name', async () => {
    const wrong = await ask(postLogin, 'POST', '/auth/login', { body: { email: person.email, password: 'not this one' } });
    const unknown = await ask(postLogin, 'POST', '/auth/login', { body: { email: 'nobody@api.test', password: 'not this one' } });
    expect([wrong.status, wrong.json.error?.code]).toEqual([401, 'sign-in-refused']);
    expect([unknown.status, unknown.json.error?.code]).toEqual([401, 'sign-in-refused']);
    const short = await ask(postRegister, 'POST', '/auth/register', { body: { ...person, password: 'short' } });
    expect([short.status, short.json.error?.code, short.json.error?.path]).toEqual([422, 'invalid', 'password']);
    const role = await ask(postRegister, 'POST', '/auth/register', { body: { ...person, role: 'admin' } });
    expect([role.status, role.json.error?.path]).toEqual([422, 'role']);
  });

  test('an address that has a sign-in and one of a trader we know are refused in the same words', async () => {
    await flow.rows(`insert into public.traders (email, full_name) values ('known@api.test', 'Known')`);
    const again = await ask(postRegister, 'POST', '/auth/register', { body: person });
    const known = await ask(postRegister, 'POST', '/auth/register', { body: { ...person, email: 'known@api.test' } });
    const words = ({ json }: typeof again) => ({ ...json.error, request_id: '' });
    expect([again.status, known.status]).toEqual([422, 422]);
    expect(words(again)).toEqual(words(known));
  });

  test('registration closed by its setting is closed here too', async () => {
    await flow.rows(`insert into public.settings (key, version, value, published_at) values ('registration', 1, '{"open": false}', now())`);
    const closed = await ask(postRegister, 'POST', '/auth/register', { body: { ...person, email: 'late@api.test' } });
    expect([closed.status, closed.json.error?.code]).toEqual([403, 'registration-closed']);
  });
});

describe('accounts', () => {
  test('a trader sees their own and nothing of others, staff see all', async () => {
    const own = await ask(getAccounts, 'GET', '/accounts', { token: tokens.trader });
    expect(own.json.items?.map(({ id }) => id)).toEqual([mine]);
    expect((await ask(getAccounts, 'GET', '/accounts', { token: tokens.viewer })).json.items).toHaveLength(2);
    const other = await ask(getAccount, 'GET', `/accounts/${theirs}`, { token: tokens.trader, params: { id: theirs } });
    expect([other.status, other.json.error?.code]).toEqual([404, 'not-found']);
    const trades = await ask(getTrades, 'GET', `/accounts/${theirs}/trades`, { token: tokens.trader, params: { id: theirs } });
    expect(trades.status).toBe(404);
    const seen = await ask(getAccount, 'GET', `/accounts/${mine}`, { token: tokens.trader, params: { id: mine } });
    expect(seen.json).toMatchObject({
      id: mine,
      account_id: '800001',
      account_type: 'eval',
      encrypted_api_token: null,
      state: { balance: '100000.00' },
    });
  });

  test('pages follow each other without gap or repeat', async () => {
    const first = await ask(getAccounts, 'GET', '/accounts?limit=1', { token: tokens.viewer });
    const cursor = String(first.json.next_cursor);
    const second = await ask(getAccounts, 'GET', `/accounts?limit=1&cursor=${cursor}`, { token: tokens.viewer });
    expect(new Set([...(first.json.items ?? []), ...(second.json.items ?? [])].map(({ id }) => id))).toEqual(new Set([mine, theirs]));
    expect(second.json.next_cursor).toBeNull();
    const bent = await ask(getAccounts, 'GET', '/accounts?cursor=eyJhIjoxfQ', { token: tokens.viewer });
    expect([bent.status, bent.json.error?.path]).toEqual([422, 'cursor']);
    expect((await ask(getAccounts, 'GET', '/accounts?limit=201', { token: tokens.viewer })).status).toBe(422);
  });

  test('nobody in particular gets in: no token, a made-up one, a disabled person', async () => {
    expect((await ask(getAccounts, 'GET', '/accounts', { token: 'made.up.token' })).status).toBe(401);
    const gone = await staffToken(flow.stack, 'auditor');
    await flow.rows(`update public.staff set is_active = false where email = 'auditor@api.test'`);
    expect((await ask(getAccounts, 'GET', '/accounts', { token: gone })).status).toBe(401);
  });

  test('the catalogue starts watching an account, twice is once; others may not', async () => {
    const body = {
      platform: 'mt5',
      server: 'Example-Live',
      account_id: '800009',
      firm: 'flow-house',
      account_type: 'eval',
      account_size: 10_000_000,
    };
    const refused = await ask(postAccount, 'POST', '/accounts', { token: tokens.risk, body });
    expect([refused.status, refused.json.error?.code]).toEqual([403, 'not-allowed']);
    const made = await ask(postAccount, 'POST', '/accounts', { token: tokens.config, body });
    expect(made).toMatchObject({ status: 201, json: { account_id: '800009', firm: 'flow-house', is_active: true } });
    const again = await ask(postAccount, 'POST', '/accounts', { token: tokens.config, body });
    expect(again.json.id).toBe(made.json.id);
    for (const [change, path] of [
      [{ firm: 'no-such' }, 'firm'],
      [{ account_size: 5 }, 'account_size'],
      [{ server: 'Elsewhere' }, 'platform'],
      [{ api_token: 'x' }, 'api_token'],
    ] as const) {
      const bad = await ask(postAccount, 'POST', '/accounts', { token: tokens.config, body: { ...body, account_id: '800010', ...change } });
      expect([bad.status, bad.json.error?.path]).toEqual([422, path]);
    }
    const id = String(made.json.id);
    const unexplained = await ask(DELETE, 'DELETE', `/accounts/${id}`, { token: tokens.risk, params: { id }, body: {} });
    expect([unexplained.status, unexplained.json.error?.path]).toEqual([422, 'reason']);
    const removed = await ask(DELETE, 'DELETE', `/accounts/${id}`, {
      token: tokens.risk,
      params: { id },
      body: { reason: 'Watched by mistake.' },
    });
    expect(removed.status).toBe(204);
    expect(await flow.rows('select status from public.accounts where id = $1', id)).toEqual([{ status: 'closed' }]);
  });
});

describe('a trade by call', () => {
  test('is judged, shown on the account, and asked again answered again', async () => {
    const user_id = await traderOf(mine);
    const body = { ...trade('T-1'), user_id };
    const key = { 'idempotency-key': randomUUID() };
    const first = await ask(postTrade, 'POST', '/trades', { token: tokens.risk, body, headers: key });
    expect(first).toMatchObject({ status: 200, json: { outcome: 'recorded', verdict: 'ok' } });
    expect((await ask(postTrade, 'POST', '/trades', { token: tokens.risk, body, headers: key })).json).toEqual(first.json);
    const other = await ask(postTrade, 'POST', '/trades', { token: tokens.risk, body: { ...body, lots: '2' }, headers: key });
    expect([other.status, other.json.error?.code]).toEqual([422, 'key-reused']);
    expect((await ask(postTrade, 'POST', '/trades', { token: tokens.risk, body })).json.outcome).toBe('duplicate');
    const service = await ask(postTrade, 'POST', '/trades', { token: flow.stack.keys.secret_key, body: { ...trade('T-2'), user_id } });
    expect(service).toMatchObject({ status: 200, json: { outcome: 'recorded' } });
    expect((await ask(postTrade, 'POST', '/trades', { token: tokens.trader, body })).status).toBe(403);
    const trades = await ask(getTrades, 'GET', `/accounts/${mine}/trades`, { token: tokens.trader, params: { id: mine } });
    expect(trades.json.items?.map(({ external_id }) => external_id).sort()).toEqual(['T-1', 'T-2']);
    const days = await ask(getMetrics, 'GET', `/accounts/${mine}/metrics`, { token: tokens.trader, params: { id: mine } });
    expect(days.json.items?.[0]).toMatchObject({ trading_day: '2026-11-18', pnl_cents: 50_000 });
  });

  test('snapshots answer the present, and any past instant by replay', async () => {
    const now = await ask(getSnapshots, 'GET', `/accounts/${mine}/snapshots`, { token: tokens.trader, params: { id: mine } });
    expect(now.json.items?.[0]).toMatchObject({ account_id: mine, balance: '100500.00' });
    const before = await ask(getSnapshots, 'GET', `/accounts/${mine}/snapshots?at=2026-11-18T09:59:59Z`, {
      token: tokens.trader,
      params: { id: mine },
    });
    expect(before.json).toMatchObject({ account_id: mine, balance: '100000.00' });
    const early = await ask(getSnapshots, 'GET', `/accounts/${mine}/snapshots?at=2020-01-01T00:00:00Z`, {
      token: tokens.trader,
      params: { id: mine },
    });
    expect(early.status).toBe(404);
  });
});

describe('every door', () => {
  test('says what is wrong with a body, in one sentence and a code', async () => {
    const send = (body: string, headers = {}) => ask(postTrade, 'POST', '/trades', { token: tokens.risk, body, headers });
    expect((await send('{')).json.error).toMatchObject({ code: 'malformed-json', request_id: expect.any(String) as string });
    expect((await send('"text"')).status).toBe(422);
    expect((await send('{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(JSON.stringify({ comment: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await send(JSON.stringify(trade('T-9', { lots: 'many' })))).json.error).toMatchObject({ code: 'invalid' });
  });

  test('answers pages of other hosts only where the firm lists them', async () => {
    const origin = { origin: 'https://partner.test' };
    const asked = () => OPTIONS(new Request('http://127.0.0.1/api/v1/accounts', { method: 'OPTIONS', headers: origin }));
    expect((await asked()).headers.get('access-control-allow-origin')).toBeNull();
    await flow.rows(
      `insert into public.settings (key, version, value, published_at) values ('api_origins', 1, '{"origins": ["https://partner.test"]}', now())`,
    );
    const allowed = await asked();
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://partner.test');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('lets a caller ask so often a minute, and says when to come back', async () => {
    await flow.rows(`update private.rate_windows set hits = 100000 where key like 'api:read:%'`);
    const slowed = await ask(getAccounts, 'GET', '/accounts', { token: tokens.viewer });
    expect([slowed.status, slowed.json.error?.code, slowed.headers.get('retry-after')]).toEqual([429, 'slow-down', '60']);
  });
});
