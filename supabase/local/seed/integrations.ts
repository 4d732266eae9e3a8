// What the integrations pages show after the first start: a broker’s relay beside the demo feed, one listener that answers and one that does
// not, and messages that were kept back. Every message goes the way a real one goes once its signature is proven.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { loadConnection } from '@/lib/db/ingest';
import { seal } from '@/lib/db/vault';
import { TOPICS } from '@/lib/outbound/topics';
import { receiveMessage } from '@/lib/trades/receive';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { signedSource } from '@/lib/inbox/sources';
import type { SeedContext } from '../seeding';
import { brokerPortOf, readSettings } from '../settings';
import { CONNECTION_SLUG, SERVER } from './firm';

const OTHERS = [['mt5-relay', 'broker', 'mt5', 'Relay-Live']] as const;

/** Sources and listeners; every one signs with the demo secret, so that one secret is enough to try them by hand. */
export async function seedListeners(client: Client, context: SeedContext): Promise<void> {
  for (const [slug, kind, platform, server] of OTHERS) {
    const id = randomUUID();
    const secrets = [{ ...seal(context.keys.webhook_secret, `connections:${id}:signing_secrets`), expires_at: null }];
    await client.query(
      `insert into public.connections (id, slug, kind, platform, server, signing_secrets) select $1, $2, $3, $4, $5, $6
        where not exists (select from public.connections where slug = $2)`,
      [id, slug, kind, platform, server, JSON.stringify(secrets)],
    );
  }
  const listeners = [
    ['Demo broker', `http://127.0.0.1:${brokerPortOf(readSettings())}/broker`, TOPICS],
    ['A listener that is away', 'http://127.0.0.1:9/hooks', ['withdrawal.requested', 'withdrawal.approved', 'withdrawal.completed']],
  ] as const;
  for (const [name, url, topics] of listeners) {
    const id = randomUUID();
    const secrets = [{ ...seal(context.keys.webhook_secret, `outbound_endpoints:${id}:secrets`), expires_at: null }];
    await client.query(
      `insert into public.outbound_endpoints (id, name, url, topics, secrets) select $1, $2, $3, $4, $5
        where not exists (select from public.outbound_endpoints where name = $2)`,
      [id, name, url, topics, JSON.stringify(secrets)],
    );
  }
}

const trade = (login: string, id: string, closed: number, change: object = {}) => ({
  type: 'trade.closed',
  timestamp: new Date(closed).toISOString(),
  data: {
    account: { platform: 'mt5', server: SERVER, login },
    external_id: id,
    position_id: id,
    symbol: 'EURUSD',
    side: 'buy',
    volume: '0.10',
    volume_unit: 'lot',
    opened_at: new Date(closed - 1_800_000).toISOString(),
    closed_at: new Date(closed).toISOString(),
    open_price: '1.08500',
    close_price: '1.08620',
    gross: '12.00',
    commission: '-0.70',
    swap: '0.00',
    fee: '0.00',
    net: '11.30',
    currency: 'USD',
    ...change,
  },
});

/** Parked, quarantined, refused and unreadable: one each, none of which moves an account. */
export async function seedHeldBack(login: string, now: number): Promise<number> {
  const feed = await loadConnection(CONNECTION_SLUG);
  if (!feed) throw new Error(`the demo connection ${CONNECTION_SLUG} is missing`);
  const send = (id: string, message: unknown, at: number) => {
    const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
    return receiveMessage({ connection: feed, webhookId: `demo-held-${id}`, headers: {}, body, auth: 'import', now: new Date(at) });
  };
  const hour = 3_600_000;
  await send('unknown', trade('90009999', 'demo-h1', now - 5 * hour), now - 5 * hour);
  await send('clock', trade(login, 'demo-h2', now + 2 * hour), now - 4 * hour);
  await send('sum', trade(login, 'demo-h3', now - 4 * hour, { net: '99.00' }), now - 3 * hour);
  await send('cut', '{"type":"trade.closed","timestamp":"2026-', now - 2 * hour);
  const shop = await loadConnection('stripe');
  const source = shop && signedSource(shop);
  if (shop && source)
    await receiveSigned({ connection: shop, source, body: Buffer.from('{"id":"evt_demo_cut"'), headers: {}, now: new Date(now - hour) });
  return 5;
}
