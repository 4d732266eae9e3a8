// From a paid order to a funded account with somebody killed at every step: the door, the worker before and after the platform answered, the
// worker with a letter in its hand, a decision in the middle. One buyer, one way through, and at its end one of everything.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { session, stripeHeaders } from '../orders/messages';
import {
  comesToNothing,
  due,
  holding,
  keysOf,
  killWorker,
  standsAt,
  startDoor,
  startPlatform,
  startPostOffice,
  type Listening,
} from './killing';
import { SHOP_SECRET, startSaleFirm, type SaleFirm } from './sale-firm';

let firm: SaleFirm;
let platform: Listening;
let post: Listening;
beforeAll(async () => {
  [platform, post] = [await startPlatform(), await startPostOffice()];
  firm = await startSaleFirm({ RESEND_API_KEY: 're_test', RESEND_BASE_URL: post.url });
  await firm.listenAt(`${platform.url}/orders`);
  await firm.rows('update public.connections set order_grace_seconds = 1');
}, 120_000);
afterAll(async () => {
  await firm?.close();
  platform?.close();
  post?.close();
});

const BUYER = 'ivy@mail.test';
const body = session({ id: 'cs_killed', event: 'evt_killed', email: BUYER, payment_intent: 'pi_killed' });
const deliver = (door: Awaited<ReturnType<typeof startDoor>>) =>
  door.post('/api/webhooks/stripe', body, stripeHeaders(body, SHOP_SECRET, Date.now())).catch((error: unknown) => error);
const accounts = () =>
  firm.rows<{ id: string; login: string; status: string; phase: string }>(
    `select a.id, a.login, a.status, p.name as phase from public.accounts a join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id
     where t.email = $1 order by p.position, a.id`,
    BUYER,
  );
const stands = (status: string, place = -1) =>
  expect.poll(async () => (await accounts()).at(place)?.status, { timeout: 45_000, interval: 25 }).toBe(status);
const askedFor = (type: string, keys: number) =>
  expect.poll(() => keysOf(platform, type).size, { timeout: 45_000, interval: 10, message: type }).toBe(keys);
async function decide(who: 'risk' | 'second', kind: string): Promise<string> {
  const [review] = await firm.rows<{ id: string; version: number }>(
    `select r.id, r.version::int from public.reviews r join public.traders t on t.id = r.trader_id where t.email = $1 and r.kind = $2 and r.state in ('open', 'claimed')`,
    BUYER,
    kind,
  );
  if (!review) return 'no such review';
  const p = { p_id: review.id, p_version: review.version, p_decision: 'approved', p_reason: 'Looked at it.' };
  const { data, error } = await firm.people[who].rpc('decide_review', p);
  return error ? error.message : (data as { outcome: string }).outcome;
}
/** A worker that finds the platform silent has asked it, and is killed with the question open. */
async function killedWhileAsking(type: string, keys: number): Promise<void> {
  platform.mood = 'silent';
  await killWorker(firm, () => askedFor(type, keys));
  platform.mood = 'ok';
}

test('a door that dies between storing and provisioning leaves the raw order, and delivering again opens one account', async () => {
  let door = await startDoor(firm);
  const letGo = await holding(firm, `select private.lock_payment('stripe', 'pi_killed')`);
  const first = deliver(door);
  await standsAt(firm, 'provision_order');
  await door.kill();
  expect(await first).toBeInstanceOf(Error);
  await comesToNothing(firm, 'provision_order');
  await letGo();
  expect(
    await firm.rows(`select state from public.inbox where connection_id in (select id from public.connections where slug = 'stripe')`),
  ).toEqual([{ state: 'received' }]);
  expect(await accounts()).toEqual([]);
  expect(await firm.rows(`select 1 from graphile_worker.jobs where key like 'settle:%'`)).toHaveLength(1);
  door = await startDoor(firm);
  expect(await deliver(door)).toBe(200);
  await door.kill();
  expect(await accounts()).toMatchObject([{ status: 'pending', phase: 'Phase 1' }]);
}, 120_000);

test('workers that die before, while and after the platform gives a login open the account with that one login', async () => {
  const id = (await accounts())[0]?.id;
  const tableIsFree = await holding(firm, 'lock table public.accounts in access exclusive mode');
  await killWorker(firm, () => standsAt(firm, 'load_provision'));
  await comesToNothing(firm, 'load_provision');
  await tableIsFree();
  expect(platform.heard).toEqual([]);
  expect(await accounts()).toMatchObject([{ status: 'pending' }]);

  await killedWhileAsking('account.create', 1);
  expect(await accounts()).toMatchObject([{ status: 'pending' }]);

  const rowIsFree = await holding(firm, 'select from public.accounts where id = $1 for update', id);
  await killWorker(firm, () => standsAt(firm, 'activate_account'));
  await comesToNothing(firm, 'activate_account');
  await rowIsFree();
  expect(await accounts()).toMatchObject([{ status: 'pending' }]);
  expect(platform.heard.length).toBeGreaterThanOrEqual(2);

  // The letter is in the post office's hands when the next one dies.
  post.mood = 'silent';
  await killWorker(firm, () => expect.poll(() => post.heard.length, { timeout: 45_000, interval: 10 }).toBeGreaterThan(0));
  post.mood = 'ok';
  expect(await accounts()).toMatchObject([{ status: 'active', login: 'P-1000' }]);
  expect(await firm.rows(`select state from public.mail_deliveries where message = 'welcome'`)).not.toEqual([{ state: 'sent' }]);
}, 180_000);

async function reachTarget(login: string): Promise<void> {
  for (const [place, gross] of ['4000.00', '6000.00'].entries()) {
    const { json } = await firm.report(login, `${login}-${place}`, gross);
    expect(json.results).toMatchObject([{ outcome: 'recorded' }]);
  }
}

test('a decision that breaks off changes nothing, and one that stands leads to one account of the next phase', async () => {
  await reachTarget('P-1000');
  const free = await holding(firm, 'lock table public.account_transitions in access exclusive mode');
  const cut = decide('risk', 'phase_pass');
  await standsAt(firm, 'decide_review');
  await comesToNothing(firm, 'decide_review');
  await free();
  expect(await cut).not.toBe('decided');
  expect(await accounts()).toMatchObject([{ status: 'active' }]);
  expect(await firm.rows(`select state from public.reviews where kind = 'phase_pass'`)).toEqual([{ state: 'open' }]);

  expect(await decide('risk', 'phase_pass')).toBe('decided');
  expect((await accounts()).map(({ status }) => status)).toEqual(['passed', 'pending']);
  await killedWhileAsking('account.create', 2);
  expect((await accounts()).map(({ status }) => status)).toEqual(['passed', 'pending']);
}, 120_000);

test('approved for funding, killed before it opens: it opens once', async () => {
  const end = await firm.stack.startWorker();
  await stands('active');
  await end('SIGKILL');
  await firm.rows(`update private.worker_beats set beat_at = beat_at - interval '5 minutes'`);
  const second = (await accounts())[1];
  await reachTarget(second?.login ?? '');
  expect(await decide('risk', 'phase_pass')).toBe('decided');
  expect(await decide('risk', 'live_activation')).toContain('needs-another-person');
  expect(await decide('second', 'live_activation')).toBe('decided');
  await killedWhileAsking('account.create', 3);
  expect((await accounts()).map(({ status }) => status)).toEqual(['passed', 'passed', 'pending']);
}, 120_000);

test('an order to the platform that nobody acknowledged is sent again under its own key, and one of an hour’s silence when it wakes', async () => {
  await firm.rows(`update graphile_worker._private_jobs set run_at = now()`);
  const end = await firm.stack.startWorker();
  await stands('live');
  await end('SIGKILL');
  await firm.rows(`update private.worker_beats set beat_at = beat_at - interval '5 minutes'`);
  const funded = (await accounts())[2];
  expect(new Set((await accounts()).map(({ login }) => login))).toEqual(new Set(['P-1000', 'P-1001', 'P-1002']));

  await firm.report(funded?.login ?? '', 'ruin', '-6000.00');
  await stands('closed');
  const orders = () => firm.rows<{ state: string }>('select state from public.platform_orders where account_id = $1', funded?.id);
  const open = (await orders()).length;
  expect(open).toBeGreaterThanOrEqual(2);
  platform.mood = 'silent';
  await killWorker(firm, () => askedFor('trading.off', keysOf(platform, 'trading.off').size + 1));
  expect((await orders()).every(({ state }) => state === 'queued')).toBe(true);

  platform.mood = 'down';
  const last = await firm.stack.startWorker();
  const asked = () =>
    firm.rows(`select 1 from public.reviews where account_id = $1 and rule = 'platform-order' and state = 'open'`, funded?.id);
  await expect.poll(async () => (await due(firm), await asked()).length, { timeout: 45_000, interval: 200 }).toBe(1);
  platform.mood = 'ok';
  await expect
    .poll(async () => (await due(firm), await orders()).every(({ state }) => state === 'acknowledged'), { timeout: 45_000, interval: 200 })
    .toBe(true);
  expect(await asked()).toEqual([]);
  await expect
    .poll(() => firm.rows(`select 1 from public.mail_deliveries where state not in ('sent', 'voided')`), { timeout: 45_000 })
    .toEqual([]);
  await last();
}, 180_000);

test('after all of it there is one of everything', async () => {
  expect((await accounts()).map(({ status, phase }) => `${phase} ${status}`)).toEqual([
    'Phase 1 passed',
    'Phase 2 passed',
    'Funded closed',
  ]);
  expect(await firm.rows(`select state from public.orders`)).toEqual([{ state: 'delivered' }]);
  expect(keysOf(platform, 'account.create').size).toBe(3);
  expect(keysOf(platform, 'trading.off').size).toBe(keysOf(platform, 'positions.close-all').size + 2);
  const owed = await firm.rows<{ message: string }>(`select message from public.mail_deliveries where state = 'sent'`);
  expect(new Set(post.heard.map(({ key }) => key)).size).toBe(owed.length);
  expect(owed.filter(({ message }) => message === 'welcome')).toHaveLength(3);
  expect(owed.filter(({ message }) => message === 'rule-violation')).toHaveLength(1);
  expect(await firm.rows('select invariant, subject from private.check_all()')).toEqual([]);
});
