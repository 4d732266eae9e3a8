// Tries a connection out, the way the job would use it: asks a feed for its last minute, or a shop who we are. Nothing is stored of what is said.
import { randomUUID } from 'node:crypto';
import { serviceClient } from '@/lib/db/clients';
import { open, type Sealed } from '@/lib/db/vault';
import { isEmbedded, nowPaymentsBaseUrl } from '@/lib/env';
import { stripeAddress } from '@/lib/orders/providers/stripe';
import { accept, refuse, type Result } from '@/lib/refusal';
import { listenerOf } from '@/lib/trades/providers/choose-settle';
import { guardedFetch } from '@/lib/trades/providers/guarded-fetch';
import { askFeed } from '@/lib/trades/providers/neutral-feed';
import type { OrderConnection } from '@/lib/trades/providers/provider';

type Row = OrderConnection & { resync_url: string | null; credentials: Sealed | null; status: string };
const COLUMNS = 'id, slug, kind, platform, orders_url, signing_secrets, resync_url, credentials, status';

/** Whoever calls has passed the gate: this reads what no session may. */
export async function testConnection(id: string, now: Date): Promise<Result<string>> {
  const { data, error } = await serviceClient().from('connections').select(COLUMNS).eq('id', id).maybeSingle<Row>();
  if (error) throw new Error(`connections: ${error.message}`);
  if (!data) return refuse('not-found', 'This source is not there any more.');
  if (data.resync_url) return testFeed(data, data.resync_url, now);
  if (data.credentials) return testCredentials(data, data.credentials);
  return refuse('nothing-to-ask', 'This source only posts to us: there is nobody to ask. Send it a signed example instead.');
}

async function testFeed(row: Row, url: string, now: Date): Promise<Result<string>> {
  const listener = listenerOf(row, now, url);
  if (!listener) return refuse('no-address', 'The source has no address to ask.');
  const window = { from: new Date(now.getTime() - 60_000).toISOString(), to: now.toISOString(), cursor: null, account: null };
  const said = await askFeed(listener, `test:${randomUUID()}`, window);
  if (said.outcome === 'acknowledged') return accept(`It answers: ${said.value.messages.length} messages in the last minute`);
  return refuse(said.outcome === 'refused' ? said.code : 'no-answer', `It does not answer as it should: ${said.message}`);
}

type Call = ReturnType<typeof guardedFetch>;
const askAccount = (call: Call, { api_key = '', base_url }: Record<string, string>) =>
  call(`${stripeAddress(base_url)}/v1/account`, { headers: { authorization: `Bearer ${api_key}` } });
const signIn = (call: Call, { api_key = '', email, password }: Record<string, string>) =>
  call(`${nowPaymentsBaseUrl()}/v1/auth`, {
    method: 'POST',
    headers: { 'x-api-key': api_key, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });

async function testCredentials(row: Row, sealed: Sealed): Promise<Result<string>> {
  const kept = JSON.parse(open(sealed, `connections:${row.id}:credentials`)) as Record<string, string>;
  const call = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: 10_000, maxBytes: 262_144 });
  try {
    const answer = await (row.platform === 'nowpayments' ? signIn(call, kept) : askAccount(call, kept));
    if (answer.ok) return accept('It knows us by these credentials');
    return refuse('auth-failed', `It answered ${answer.status}: these credentials open nothing.`);
  } catch (error) {
    return refuse('no-answer', `It could not be reached: ${error instanceof Error ? error.message : String(error)}`);
  }
}
