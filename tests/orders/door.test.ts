// The shops' messages over real HTTP: proven, stored once, settled at once or by the job, in any number and order.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seal } from '@/lib/db/vault';
import { settleInbox } from '@/lib/inbox/settle';
import { readQuery } from '@/lib/lists/query';
import { readList } from '@/lib/lists/read';
import { ordersList } from '@/lib/orders/list';
import { serveDoor } from '../flow/door-server';
import * as brokers from '../flow/firm';
import { startTestStack, type TestStack } from '../support/stack';
import { trade } from '../trades/wire-samples';
import { charge, session, stripeHeaders, stripeLine, wooHeaders, wooOrder } from './messages';
import { activate, one, stageShop } from './shop';

const SECRET = 'whsec_shop_secret';
let stack: TestStack;
let door: Server;
let stripe: Server;
/** What the local Stripe does next, and what it was asked. */
let mood: 'ok' | 'down' | 'hang' = 'ok';
const asked: string[] = [];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  stack = await startTestStack();
  await stageShop(stack.sql);
  stripe = createServer((request, response) => {
    asked.push(`${request.headers.authorization} ${request.url}`);
    if (mood === 'hang') return;
    response.writeHead(mood === 'ok' ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify(mood === 'ok' ? { object: 'list', data: [stripeLine()], has_more: false } : { error: {} }));
  });
  await new Promise<void>((done) => stripe.listen(0, '127.0.0.1', done));
  await connect('stripe', 'stripe');
  await connect('shop-one', 'woocommerce');
  await connect('shop-two', 'woocommerce');
  door = await serveDoor();
}, 60_000);
afterAll(async () => {
  door?.close();
  stripe?.closeAllConnections();
  stripe?.close();
  await stack?.close();
});
beforeEach(() => {
  mood = 'ok';
  asked.length = 0;
});

async function connect(slug: string, platform: string): Promise<void> {
  const id = randomUUID();
  const secrets = [{ ...seal(SECRET, `connections:${id}:signing_secrets`), expires_at: null }];
  const credentials = seal(
    JSON.stringify({ api_key: 'sk_test_1', base_url: `http://127.0.0.1:${portOf(stripe)}` }),
    `connections:${id}:credentials`,
  );
  await stack.sql.query(
    `insert into public.connections (id, slug, kind, platform, signing_secrets, credentials, rate_limit) values ($1, $2, 'checkout', $3, $4, $5, 100000)`,
    [id, slug, platform, JSON.stringify(secrets), JSON.stringify(credentials)],
  );
}

async function post(slug: string, body: string, headers: Record<string, string>) {
  const answer = await fetch(`http://127.0.0.1:${portOf(door)}/api/webhooks/${slug}`, { method: 'POST', body, headers });
  const text = await answer.text();
  return { status: answer.status, json: JSON.parse(text) as { outcome?: string; results?: unknown[]; error?: { code: string } } };
}
const sendStripe = (body: string, secret = SECRET) => post('stripe', body, stripeHeaders(body, secret, Date.now()));
const sendWoo = (body: string, slug = 'shop-one', delivery: string = randomUUID()) => post(slug, body, wooHeaders(body, SECRET, delivery));

const orders = async (payment: string) =>
  (
    await stack.sql.query(
      `select o.state, o.provider, a.status, o.account_id, o.inbox_id from public.orders o left join public.accounts a on a.id = o.account_id
       where o.payment_ref = $1 order by o.unit`,
      [payment],
    )
  ).rows as { state: string; provider: string; status: string | null; account_id: string; inbox_id: string }[];
/** The same shuffle on every run. */
function shuffled<T>(list: T[], seed = 7): T[] {
  let state = seed;
  const draw = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  return list
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe('a paid session', () => {
  test('three deliveries of both events, shuffled and at once, make one account', async () => {
    const both = ['checkout.session.completed', 'checkout.session.async_payment_succeeded'].map((type, index) =>
      session({ id: 'cs_twice', type, event: `evt_twice_${index}`, payment_intent: 'pi_twice' }),
    );
    const answers = await Promise.all(shuffled([...both, ...both, ...both]).map((body) => sendStripe(body)));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(await orders('pi_twice')).toMatchObject([{ state: 'paid', status: 'pending', provider: 'stripe' }]);
  });

  test('keeps the message as it came beside the order', async () => {
    const body = session({ id: 'cs_raw', payment_intent: 'pi_raw' });
    await sendStripe(body);
    const [order] = await orders('pi_raw');
    expect(await one(stack.sql, 'select body, state, headers from public.inbox where id = $1', order?.inbox_id)).toMatchObject({
      body,
      state: 'settled',
    });
  });

  test('an event repeated with other incidental bytes is no trouble', async () => {
    const body = session({ id: 'cs_again', payment_intent: 'pi_again' });
    await sendStripe(body);
    expect(await sendStripe(body.replace('"pending_webhooks":1', '"pending_webhooks":2'))).toMatchObject({
      status: 200,
      json: { outcome: 'duplicate' },
    });
    expect(await orders('pi_again')).toHaveLength(1);
  });

  test('lines that are not in the event are asked for once, with the key', async () => {
    expect(await sendStripe(session({ id: 'cs_lines', payment_intent: 'pi_lines', lines: false }))).toMatchObject({
      status: 200,
      json: { outcome: 'settled' },
    });
    expect(asked).toEqual(['Bearer sk_test_1 /v1/checkout/sessions/cs_lines/line_items?limit=100']);
    expect(await orders('pi_lines')).toMatchObject([{ state: 'paid' }]);
  });

  test('where nobody answers, the message is safe and its job finishes it', async () => {
    mood = 'down';
    expect(await sendStripe(session({ id: 'cs_later', payment_intent: 'pi_later', lines: false }))).toEqual({
      status: 200,
      json: { outcome: 'accepted' },
    });
    expect(await orders('pi_later')).toEqual([]);
    const job = await one<{ key: string }>(
      stack.sql,
      `select j.key from graphile_worker.jobs j join public.inbox i on j.key = 'settle:' || i.id where i.webhook_id = 'evt_cs_later'`,
    );
    const inboxId = job.key.slice('settle:'.length);
    await expect(settleInbox(inboxId, new Date())).rejects.toThrow(/500/);
    mood = 'ok';
    await settleInbox(inboxId, new Date());
    expect(await orders('pi_later')).toMatchObject([{ state: 'paid' }]);
    await settleInbox(inboxId, new Date());
    expect(await orders('pi_later')).toHaveLength(1);
  });

  test('forged, stale or sent to nobody: refused, and nothing is written but a counter', async () => {
    const before = await one(stack.sql, 'select (select count(*) from public.inbox) as i, (select count(*) from public.orders) as o');
    const body = session({ id: 'cs_forged', payment_intent: 'pi_forged' });
    expect(await sendStripe(body, 'whsec_other')).toMatchObject({ status: 401, json: { error: { code: 'not-authentic' } } });
    expect(await post('stripe', body, stripeHeaders(body, SECRET, Date.now() - 400_000))).toMatchObject({ status: 401 });
    expect(await post('nobody', body, stripeHeaders(body, SECRET, Date.now()))).toMatchObject({ status: 401 });
    expect(await one(stack.sql, 'select (select count(*) from public.inbox) as i, (select count(*) from public.orders) as o')).toEqual(
      before,
    );
  });
});

describe('a refund', () => {
  test('before or after the order, in any order of three deliveries, ends the same', async () => {
    for (let round = 0; round < 4; round += 1) {
      const payment = `pi_mix_${round}`;
      const bodies = [
        session({ id: `cs_mix_${round}`, payment_intent: payment }),
        charge({ id: `ch_mix_${round}`, payment_intent: payment }),
      ];
      for (const body of shuffled([...bodies, ...bodies, ...bodies], round + 1)) expect((await sendStripe(body)).status).toBe(200);
      const [order, ...rest] = await orders(payment);
      expect(rest).toEqual([]);
      expect(order?.state).toBe('refunded');
      expect([null, 'closed']).toContain(order?.status);
    }
  });

  test('blocks an account that is open already', async () => {
    await sendStripe(session({ id: 'cs_open', payment_intent: 'pi_open' }));
    const [order] = await orders('pi_open');
    await activate(stack.sql, order?.account_id ?? '', '92001');
    await sendStripe(charge({ id: 'ch_open', payment_intent: 'pi_open' }));
    expect(await orders('pi_open')).toMatchObject([{ state: 'refunded', status: 'blocked' }]);
  });
});

test('a broker’s message at the same door still goes its own way', async () => {
  const report = trade('t1', '12.30', '2026-11-20T10:00:00.000Z');
  await brokers.connect({ sql: stack.sql, service: stack.service }, 0, 1000);
  const base = `http://127.0.0.1:${portOf(door)}`;
  expect(await brokers.post(base, report, {})).toMatchObject({
    status: 200,
    json: { results: [{ outcome: 'parked', code: 'unknown-account' }] },
  });
  expect(await brokers.post(base, report, { secret: 'whsec_b3RoZXI=' })).toMatchObject({ status: 401 });
  expect(await brokers.post(base, report, { headers: { 'content-type': 'application/x-www-form-urlencoded' } })).toMatchObject({
    status: 415,
  });
});

describe('looking for an order', () => {
  test.each([
    ['cs_twi', 1],
    ['cs%twi', 0],
    ['.*', 0],
    ['(', 0],
    ['BEA@', null],
  ])('%s is taken literally', async (q, found) => {
    const { total } = await readList(stack.service, ordersList, readQuery(ordersList, { q }));
    if (found === null) expect(total).toBeGreaterThan(1);
    else expect(total).toBe(found);
  });
});

describe('a WooCommerce shop', () => {
  test('asks whether somebody answers before it signs anything', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await post('shop-one', 'webhook_id=12', form)).toMatchObject({ status: 200 });
    expect(await post('nobody', 'webhook_id=12', form)).toMatchObject({ status: 200 });
    expect(await post('shop-one', 'id=4750&status=completed', form)).toMatchObject({ status: 415 });
  });

  test('quantity three is three accounts, however often it is told', async () => {
    const body = wooOrder({ id: 5001, quantity: 3 });
    await Promise.all(Array.from({ length: 6 }, () => sendWoo(body)));
    expect((await orders('5001')).map(({ state, status }) => [state, status])).toEqual(Array(3).fill(['paid', 'pending']));
  });

  test('two shops count from one each, and neither loses a sale to the other', async () => {
    await sendWoo(wooOrder({ id: 7 }), 'shop-one');
    await sendWoo(wooOrder({ id: 7 }), 'shop-two');
    expect((await orders('7')).map(({ provider }) => provider).sort()).toEqual(['shop-one', 'shop-two']);
  });

  test('an order given back before it was heard of opens nothing', async () => {
    await sendWoo(wooOrder({ id: 5002, status: 'refunded', date_modified_gmt: '2026-02-01T11:00:00' }));
    await sendWoo(wooOrder({ id: 5002, status: 'processing', date_modified_gmt: '2026-02-01T10:00:00' }));
    expect(await orders('5002')).toMatchObject([{ state: 'refunded', account_id: null }]);
  });
});
