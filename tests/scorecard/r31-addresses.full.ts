// R31: every address the product calls because somebody typed it in, spelled in every hostile way, against a listener that must never be
// reached. Each way out is first shown to reach it where neighbours may be called, so that silence means something. The short form is
// tests/platform/guarded-fetch. The resolver is replaced, since the attack is a resolver that changes its mind.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { keepCredentials, saveSource } from '@/lib/connections/write';
import { testConnection } from '@/lib/connections/test-send';
import { tokenClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { settleOrders } from '@/lib/orders/receive';
import { cents } from '@/lib/money';
import { sendOutbound } from '@/lib/outbound/send';
import { readOn } from '@/lib/outbound/tail-send';
import { saveEndpoint } from '@/lib/outbound/write';
import { providerOf } from '@/lib/payouts/providers/choose';
import type { Result } from '@/lib/refusal';
import { platformOf } from '@/lib/trades/providers/choose-settle';
import type { OrderConnection } from '@/lib/trades/providers/provider';
import { pullFeed } from '@/lib/trades/pull-receive';
import { startFlow, type Flow } from '../flow/flow-stack';
import { session } from '../orders/messages';
import { listenAt } from '../outbound/listener';
import { ChangingResolver, HOSTILE_HOSTS, OTHER_SCHEMES } from './hostile-addresses';
import { scoreRow } from './row';

const resolver = vi.hoisted(() => ({ current: null as ChangingResolver | null }));
vi.mock('node:dns', async (original) => {
  const dns = await original<typeof import('node:dns')>();
  const lookup = (host: string, options: object, done: (error: Error | null, found: unknown) => void): void => {
    const found = resolver.current?.resolve(host);
    if (found) process.nextTick(() => done(null, found));
    else dns.lookup(host, options, done as never);
  };
  return { ...dns, lookup };
});

let flow: Flow;
let canary: Server;
let hits = 0;
const shop = randomUUID();
let account = '';
let config: ReturnType<typeof tokenClient>;

beforeAll(async () => {
  resolver.current = new ChangingResolver();
  // Whoever opens a connection has been led there; what they would say does not matter.
  canary = createServer((socket) => {
    hits += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => canary.listen(0, '0.0.0.0', done));
  flow = await startFlow({ web: false });
  account = await flow.openAccount('310001');
  await flow.rows(`insert into public.connections (id, slug, kind, platform) values ($1, 'shop', 'checkout', 'stripe')`, shop);
  const { id, accessToken } = await flow.stack.signUp('config@r31.test');
  await flow.rows(`insert into public.staff (id, email, full_name, role) values ($1, 'config@r31.test', 'C', 'config')`, id);
  config = tokenClient(accessToken);
});
afterAll(async () => {
  process.env.STACK_EMBEDDED = '1';
  delete process.env.STRIPE_BASE_URL;
  delete process.env.STRIPE_PAYOUT_KEY;
  canary?.close();
  await flow?.close();
});

const set = (column: string, url: string) =>
  flow.rows(`update public.connections set ${column} = $2 where id = $1`, flow.connectionId, url);
const keepAt = (base_url: string) =>
  flow.rows(
    `update public.connections set credentials = $2 where id = $1`,
    shop,
    JSON.stringify(seal(JSON.stringify({ api_key: 'sk', base_url }), `connections:${shop}:credentials`)),
  );
async function order(url: string): Promise<unknown> {
  const [row] = await flow.rows<OrderConnection>('select * from public.connections where id = $1', flow.connectionId);
  if (!row) throw new Error('no connection');
  const ref = { account_id: account, platform: 'mt5', server: 'Example-Live', login: '310001' };
  return platformOf({ ...row, orders_url: url }, new Date()).setTrading(ref, false, `order:${randomUUID()}`);
}
async function outbound(url: string): Promise<unknown> {
  await flow.rows('delete from public.outbound_endpoints');
  const endpoint = await listenAt(flow.rows, url);
  await flow.rows(`select private.append_events('account:' || $1, '[{"kind": "account.failed"}]', now())`, account);
  await readOn(new Date());
  return sendOutbound(endpoint, () => new Date());
}
async function askShop(url: string): Promise<unknown> {
  await keepAt(url);
  const message = { inbox_id: randomUUID(), text: session({ id: 'cs_r31', lines: false }), headers: {}, received_at: '' };
  return settleOrders({ id: shop, slug: 'shop', kind: 'checkout', platform: 'stripe' }, message, new Date());
}
async function payout(url: string): Promise<unknown> {
  Object.assign(process.env, { STRIPE_BASE_URL: url, STRIPE_PAYOUT_KEY: 'sk_live_x' });
  const provider = await providerOf('stripe');
  const beneficiary = { name: 'R', destination: { account_id: 'acct_1' } };
  const instruction = { payout_id: randomUUID(), amount_cents: cents(100), currency: 'USD', minor_digits: 2, beneficiary };
  return provider?.create(instruction, randomUUID());
}

/** Every way by which a typed address is called. */
const WAYS: Record<string, (url: string) => Promise<unknown>> = {
  'the feed that is asked again': async (url) => {
    await set('resync_url', url);
    return pullFeed(flow.connectionId, null, new Date());
  },
  'the platform that takes orders': order,
  'a listener outside': outbound,
  'the trial of a feed': async (url) => {
    await set('resync_url', url);
    return testConnection(flow.connectionId, new Date());
  },
  'the trial of a shop': async (url) => {
    await keepAt(url);
    return testConnection(shop, new Date());
  },
  'the shop asked for lines': askShop,
  'the provider that pays': payout,
};
const quietly = (way: (url: string) => Promise<unknown>, url: string) => way(url).catch(() => null);

/** Every form that keeps an address. */
const FORMS: Record<string, (url: string) => Promise<Result<unknown>>> = {
  resync_url: (url) => saveSource(config, { ...SETTINGS, id: flow.connectionId, resync_url: url }),
  orders_url: (url) => saveSource(config, { ...SETTINGS, id: flow.connectionId, orders_url: url }),
  endpoint: (url) => saveEndpoint(config, null, { name: `n${randomUUID()}`, url, topics: ['account.failed' as never] }),
  base_url: (url) => keepCredentials(config, shop, { api_key: 'sk', base_url: url }),
};
const SETTINGS = {
  ...{ server: 'Example-Live', server_zone: '', resync_url: '', orders_url: '', rate_limit: 600 },
  ...{ confirm_grace_seconds: 0, order_grace_seconds: 60, quiet_after_seconds: null },
};
/** What it leads to stands in the address itself: such a one is not even kept. A name is looked up when it is called. */
const isPlain = (url: string): boolean => !URL.canParse(url) || !/^(localhost\.?|[\w-]+\.test)$/.test(new URL(url).hostname);
const NOWHERE = 'https://0.0.0.0';
/** Leads to this very machine; nobody waits for nets that answer nothing. */
const isHere = (url: string): boolean => /^(127\.|0\.0\.0\.0|localhost|\[::|(inward|first|both).*\.test$)/.test(new URL(url).hostname);

scoreRow(
  {
    row: 'R31',
    what: 'hostile addresses by every way out',
    target: '0 hits on the canary listener',
    short: {},
    full: {},
    faults: [
      'addresses',
      'ways open to neighbours',
      'calls refused',
      'forms refused',
      'names that changed',
      'addresses that would have arrived',
    ],
  },
  async ({ met }) => {
    const { port } = canary.address() as AddressInfo;
    const spelled = (host: string): string => (host.includes('\\') ? host.replace('\\', `:${port}\\`) : `${host}:${port}`);
    const urls = [...HOSTILE_HOSTS.map((host) => `https://${spelled(host)}/`), ...OTHER_SCHEMES];
    met('addresses', urls.length);
    for (const [name, way] of Object.entries(WAYS)) {
      hits = 0;
      await quietly(way, `http://127.0.0.1:${port}`);
      expect([name, hits > 0]).toEqual([name, true]);
      met('ways open to neighbours');
    }
    for (const host of HOSTILE_HOSTS.filter((one) => isHere(`http://${spelled(one)}/`))) {
      hits = 0;
      resolver.current?.forget();
      await quietly(order, `http://${spelled(host)}/`);
      if (hits > 0) met('addresses that would have arrived');
    }
    process.env.STACK_EMBEDDED = '';
    // The shop's own address, where a typed one does not count; nobody waits for it here.
    process.env.STRIPE_BASE_URL = NOWHERE;
    hits = 0;
    for (const url of urls) {
      for (const [name, way] of Object.entries(WAYS)) {
        resolver.current?.forget();
        await quietly(way, url);
        process.env.STRIPE_BASE_URL = NOWHERE;
        expect([name, url, hits]).toEqual([name, url, 0]);
        const asked = [...(resolver.current?.asked.values() ?? [])];
        // Asked once for each call: what was checked is what was connected to.
        expect([name, url, asked.filter((times) => times > 1)]).toEqual([name, url, []]);
        met('calls refused');
        if (url.includes('later-inward')) met('names that changed');
      }
    }
    for (const url of urls.filter(isPlain)) {
      for (const [name, form] of Object.entries(FORMS)) {
        expect([name, url, (await form(url)).ok]).toEqual([name, url, false]);
        met('forms refused');
      }
    }
    expect(hits).toBe(0);
  },
);
