// Orders to the platform: made by the change itself, sent until acknowledged, once; unanswered ones become somebody's task.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sendPlatformOrder } from '@/lib/trades/order-send';
import { receiveMessage } from '@/lib/trades/receive';
import { staffToken } from '../api/callers';
import { startFlow, type Flow } from '../flow/flow-stack';
import { trade } from '../trades/wire-samples';
import { tokenClient } from '@/lib/db/clients';
import { ListeningPlatform } from './listening-platform';

let flow: Flow;
let platform: ListeningPlatform;
let login = 900_000;
let account: { id: string; login: string };

interface OrderRow {
  id: string;
  kind: string;
  state: string;
  attempts: number;
}
const orders = () =>
  flow.rows<OrderRow>(
    'select id, kind, state, attempts from public.platform_orders where account_id = $1 order by created_at, kind desc',
    account.id,
  );
const reviews = () =>
  flow.rows<{ state: string }>(
    `select state from public.reviews where account_id = $1 and rule = 'platform-order' order by created_at`,
    account.id,
  );

beforeAll(async () => {
  flow = await startFlow({ web: false });
  platform = new ListeningPlatform();
  await flow.rows('update public.connections set orders_url = $1', await platform.listen());
});
afterAll(async () => {
  await platform.close();
  await flow.close();
});
beforeEach(async () => {
  login += 1;
  account = { id: await flow.openAccount(String(login)), login: String(login) };
  platform.mood = 'awake';
  platform.heard.length = 0;
});

async function lose(amount: string): Promise<void> {
  const event = trade(randomUUID(), amount, '2026-11-18T10:00:00.000Z', {
    account: { platform: 'mt5', server: 'Example-Live', login: account.login },
  });
  const body = Buffer.from(JSON.stringify({ ...event, timestamp: '2026-11-18T10:00:01.000Z' }));
  const answer = await receiveMessage({
    connection: { id: flow.connectionId },
    webhookId: randomUUID(),
    headers: {},
    body,
    auth: 'signature',
    now: new Date(),
  });
  expect(answer.status).toBe(200);
}
async function sendAll(now = new Date()): Promise<void> {
  for (const order of await orders()) await sendPlatformOrder(order.id, now);
}
/** As if the order had been made so long ago. */
const agePast = (seconds: number) =>
  flow.rows(
    `alter table public.platform_orders disable trigger guard_platform_order; update public.platform_orders set due_at = due_at - make_interval(secs => ${seconds});
     alter table public.platform_orders enable trigger guard_platform_order`,
  );

test('a breach leaves its orders in its own transaction, and the platform carries each out', async () => {
  await lose('-6000.00');
  expect((await orders()).map(({ kind, state }) => [kind, state])).toEqual([
    ['trading-off', 'queued'],
    ['close-all', 'queued'],
  ]);
  await sendAll();
  expect((await orders()).every(({ state }) => state === 'acknowledged')).toBe(true);
  expect(platform.heard.map(({ type, data }) => [type, (data.account as { login: string }).login])).toEqual([
    ['trading.off', account.login],
    ['positions.close-all', account.login],
  ]);
  const told = await flow.rows<{ kind: string }>(
    `select kind from public.events where account_id = $1 and kind like 'platform.%' order by id`,
    account.id,
  );
  expect(told.map(({ kind }) => kind)).toEqual(['platform.ordered', 'platform.ordered', 'platform.acknowledged', 'platform.acknowledged']);
});

test('a platform that sleeps gets its order when it wakes, once; meanwhile somebody is asked', async () => {
  platform.mood = 'asleep';
  await lose('-6000.00');
  await sendAll();
  expect(await reviews()).toEqual([]);
  await agePast(3600);
  await sendAll();
  expect((await orders())[0]).toMatchObject({ state: 'queued', attempts: 2 });
  expect(await reviews()).toEqual([{ state: 'open' }]);
  platform.mood = 'awake';
  await sendAll();
  await sendAll();
  expect((await orders()).every(({ state }) => state === 'acknowledged')).toBe(true);
  expect(platform.done).toEqual(['trading.off', 'positions.close-all']);
  expect(await reviews()).toEqual([{ state: 'cancelled' }]);
});

test('killed between the call and its mark, it is sent again under the same id', async () => {
  await lose('-6000.00');
  await sendAll();
  await flow.rows(
    `alter table public.platform_orders disable trigger guard_platform_order; update public.platform_orders set state = 'queued', settled_at = null;
     alter table public.platform_orders enable trigger guard_platform_order`,
  );
  await sendAll();
  expect(platform.heard).toHaveLength(4);
  expect(platform.done).toHaveLength(2);
});

test('what the platform refuses is done by hand and confirmed with a reason', async () => {
  platform.mood = 'refusing';
  await lose('-6000.00');
  await sendAll();
  const refused = await orders();
  expect(refused.map(({ state }) => state)).toEqual(['refused', 'refused']);
  expect(await reviews()).toEqual([{ state: 'open' }]);
  const risk = tokenClient(await staffToken(flow.stack, 'risk'));
  for (const { id } of refused) {
    const { data, error } = await risk.rpc('confirm_platform_order', { p_id: id, p_reason: 'Stopped in the manager terminal.' });
    expect([data, error]).toEqual(['acknowledged', null]);
  }
  expect(await reviews()).toEqual([{ state: 'cancelled' }]);
});

test('the newest word on trading counts: an older one still under way is not sent', async () => {
  await flow.rows(`update public.accounts set trading_off_reason = 'by-hand' where id = $1`, account.id);
  await flow.rows('update public.accounts set trading_off_reason = null where id = $1', account.id);
  await sendAll();
  expect((await orders()).map(({ kind, state }) => [kind, state])).toEqual([
    ['trading-off', 'superseded'],
    ['trading-on', 'acknowledged'],
  ]);
  expect(platform.heard.map(({ type }) => type)).toEqual(['trading.on']);
});

test('where nobody listens, a person is asked at once', async () => {
  const [{ orders_url } = { orders_url: '' }] = await flow.rows<{ orders_url: string }>('select orders_url from public.connections');
  await flow.rows('update public.connections set orders_url = null');
  await lose('-6000.00');
  await sendAll();
  await flow.rows('update public.connections set orders_url = $1', orders_url);
  expect((await orders()).map(({ state }) => state)).toEqual(['refused', 'refused']);
  expect(await reviews()).toEqual([{ state: 'open' }]);
});

test('an order never changes what it asks and is never deleted', async () => {
  await lose('-6000.00');
  await expect(flow.rows(`update public.platform_orders set kind = 'trading-on' where account_id = $1`, account.id)).rejects.toThrow(
    'immutable',
  );
  await expect(flow.rows('delete from public.platform_orders where account_id = $1', account.id)).rejects.toThrow('never deleted');
  await sendAll();
  await expect(
    flow.rows(`update public.platform_orders set state = 'queued', settled_at = null where account_id = $1`, account.id),
  ).rejects.toThrow('illegal change');
});
