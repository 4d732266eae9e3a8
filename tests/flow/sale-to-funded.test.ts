// From a paid order to a funded account, over real HTTP: the shop's webhook, the platform's reports, two people's decisions, and the jobs between.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serviceClient } from '@/lib/db/clients';
import { startSaleFirm, type SaleFirm } from './sale-firm';

let firm: SaleFirm;
beforeAll(async () => {
  firm = await startSaleFirm();
}, 60_000);
afterAll(async () => firm?.close());

interface Held {
  id: string;
  login: string;
  status: string;
  phase: string;
}
const accountsOf = (email: string) =>
  firm.rows<Held>(
    `select a.id, a.login, a.status, p.name as phase from public.accounts a join public.traders t on t.id = a.trader_id join public.phases p on p.id = a.phase_id
     where t.email = $1 order by p.position, a.id`,
    email,
  );
const reviewsOf = (accountId: string) =>
  firm.rows<{ id: string; kind: string; version: number }>(
    `select id, kind, version::int from public.reviews where account_id = $1 and state in ('open', 'claimed')`,
    accountId,
  );
async function approve(person: SupabaseClient, accountId: string, kind: string): Promise<string> {
  const review = (await reviewsOf(accountId)).find((one) => one.kind === kind);
  const { data, error } = await person.rpc('decide_review', {
    p_id: review?.id,
    p_version: review?.version,
    p_decision: 'approved',
    p_reason: 'Looked at it.',
  });
  return error ? error.message : (data as { outcome: string }).outcome;
}
/** Every one three times, in an order of its own. */
const shuffled = <T>(deeds: T[]): T[] =>
  [...deeds, ...deeds, ...deeds]
    .map((deed, at) => ({ deed, at: (at * 7 + 3) % 11 }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.deed);
let serial = 0;
const report = (login: string, gross: string) => {
  const id = `${(serial += 1)}`;
  return () => firm.report(login, id, gross);
};

async function passPhase(
  account: Held,
  person: SupabaseClient,
  repeat: (deeds: (() => Promise<unknown>)[]) => (() => Promise<unknown>)[],
): Promise<void> {
  for (const send of repeat([report(account.login, '4000.00'), report(account.login, '6000.00')])) await send();
  expect(await firm.rows('select status, trading_off_reason from public.accounts where id = $1', account.id)).toEqual([
    { status: 'active', trading_off_reason: 'target-reached' },
  ]);
  expect((await reviewsOf(account.id)).map((review) => review.kind)).toEqual(['phase_pass']);
  expect(await approve(person, account.id, 'phase_pass')).toBe('decided');
  await firm.runJobs();
}

async function wholeWay(
  email: string,
  order: string,
  repeat: (deeds: (() => Promise<unknown>)[]) => (() => Promise<unknown>)[],
): Promise<Held[]> {
  const paid = (event: string, type?: string) => () =>
    firm.buy({ id: order, event, email, payment_intent: `pi_${order}`, ...(type ? { type } : {}) });
  for (const send of repeat([paid(`evt_${order}_1`), paid(`evt_${order}_2`, 'checkout.session.async_payment_succeeded')]))
    expect(await send()).toBe(200);
  await firm.runJobs();
  const [first] = await accountsOf(email);
  expect(first).toMatchObject({ status: 'active', phase: 'Phase 1' });
  await passPhase(first as Held, firm.people.risk, repeat);
  const second = (await accountsOf(email))[1] as Held;
  expect(second).toMatchObject({ status: 'active', phase: 'Phase 2' });
  await passPhase(second, firm.people.risk, repeat);
  expect(await approve(firm.people.risk, second.id, 'live_activation')).toContain('needs-another-person');
  expect(await approve(firm.people.second, second.id, 'live_activation')).toBe('decided');
  await firm.runJobs();
  return accountsOf(email);
}

describe('a paid order', () => {
  test('ends, two phases and two people later, in one funded account', async () => {
    const held = await wholeWay('ada@mail.test', 'cs_once', (deeds) => deeds);
    expect(held.map(({ status, phase }) => `${phase} ${status}`)).toEqual(['Phase 1 passed', 'Phase 2 passed', 'Funded live']);
    expect(new Set(held.map((account) => account.login)).size).toBe(3);
    const kinds = await firm.rows<{ kind: string }>(
      `select kind from public.events where account_id = $1 and kind like 'funded-account.%' order by id`,
      held[2]?.id,
    );
    expect(kinds.map((event) => event.kind)).toEqual(['funded-account.created', 'funded-account.activated']);
    const letters = await firm.rows<{ message: string }>(
      `select m.message from public.mail_deliveries m join public.traders t on t.id = m.trader_id where t.email = 'ada@mail.test' and m.message in ('welcome', 'phase-passed') order by m.created_at, m.id`,
    );
    expect(letters.map((letter) => letter.message).sort()).toEqual(['phase-passed', 'phase-passed', 'welcome', 'welcome', 'welcome']);
  });

  test('ends in the same when every message comes three times and out of order', async () => {
    const held = await wholeWay('bea@mail.test', 'cs_thrice', shuffled);
    expect(held.map(({ status, phase }) => `${phase} ${status}`)).toEqual(['Phase 1 passed', 'Phase 2 passed', 'Funded live']);
  });
});

describe('a job that dies', () => {
  test('after the platform gave a login goes on with that login', async () => {
    await firm.buy({ id: 'cs_crash', event: 'evt_crash', email: 'cid@mail.test', payment_intent: 'pi_crash' });
    let issued = '';
    await firm.runJobs({
      'provision-account': async (payload) => {
        const { data } = await serviceClient().rpc('issue_login', { p_account_id: (payload as { account_id: string }).account_id });
        issued = String(data);
        throw new Error('killed here');
      },
    });
    expect(await accountsOf('cid@mail.test')).toMatchObject([{ status: 'pending' }]);
    await firm.runJobs();
    expect(await accountsOf('cid@mail.test')).toMatchObject([{ status: 'active', login: issued }]);
  });
});

describe('a platform that listens', () => {
  let server: Server;
  let mood: 'down' | 'ok' | 'no' = 'down';
  const heard: { id: string; type: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        heard.push({ id: String(request.headers['webhook-id']), type: (JSON.parse(body) as { type: string }).type });
        response.writeHead(mood === 'ok' ? 200 : mood === 'no' ? 422 : 503, { 'content-type': 'application/json' });
        response.end(mood === 'ok' ? `{"login":"P-${900 + serial}","server":"Example-Two"}` : '{"error":"no"}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    await firm.listenAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`);
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await firm.listenAt(null);
  });

  test('is asked again under the same key until it answers, and its login is the one', async () => {
    await firm.buy({ id: 'cs_slow', event: 'evt_slow', email: 'dee@mail.test', payment_intent: 'pi_slow' });
    await firm.runJobs();
    await firm.runJobs();
    expect(await accountsOf('dee@mail.test')).toMatchObject([{ status: 'pending' }]);
    mood = 'ok';
    await firm.runJobs();
    const [account] = await accountsOf('dee@mail.test');
    expect(account).toMatchObject({ status: 'active', login: `P-${900 + serial}` });
    expect(new Set(heard.map((order) => order.id))).toEqual(new Set([`provision:${account?.id}`]));
    expect(heard.length).toBeGreaterThanOrEqual(3);
  });

  test('that refuses for good leaves the account pending and a question for a person', async () => {
    mood = 'no';
    await firm.buy({ id: 'cs_no', event: 'evt_no', email: 'eve@mail.test', payment_intent: 'pi_no' });
    await firm.runJobs();
    const [account] = await accountsOf('eve@mail.test');
    expect(account).toMatchObject({ status: 'pending' });
    expect((await reviewsOf(account?.id ?? '')).map((review) => review.kind)).toEqual(['order']);
    // Nobody asks it again by the clock; a person does, once they spoke to the platform.
    const asked = heard.length;
    await firm.rows(`select public.tend_lifecycle(now() + interval '1 hour')`);
    await firm.runJobs();
    expect(heard).toHaveLength(asked);
    mood = 'ok';
    serial += 1;
    expect(await approve(firm.people.risk, account?.id ?? '', 'order')).toBe('decided');
    await firm.runJobs();
    expect(await accountsOf('eve@mail.test')).toMatchObject([{ status: 'active' }]);
  });
});
