// Which adapter speaks to an account's platform. Platforms with an adapter of their own are added here, one line each; all others listen
// to signed webhooks.
import { serviceClient } from '@/lib/db/clients';
import { open } from '@/lib/db/vault';
import { isEmbedded } from '@/lib/env';
import { guardedFetch } from '@/lib/trades/providers/guarded-fetch';
import { neutralProvider } from '@/lib/trades/providers/neutral';
import type { OrderConnection, PlatformProvider } from '@/lib/trades/providers/provider';
import type { Listener } from '@/lib/trades/providers/signed-post';

export function platformOf(connection: OrderConnection, now: Date): PlatformProvider {
  return neutralProvider({ listener: listenerOf(connection, now), issueLogin });
}

/** Orders are signed with the newest secret: during a rotation the listener may still know only the older one, and asks again. */
export function listenerOf(connection: OrderConnection, now: Date, url: string | null = connection.orders_url): Listener | null {
  if (!url) return null;
  const valid = connection.signing_secrets.filter((one) => one.expires_at === null || Date.parse(one.expires_at) > now.getTime());
  const newest = valid.find((one) => one.expires_at === null) ?? valid.at(-1);
  if (!newest) throw new Error(`The connection ${connection.slug} has no valid secret to sign orders with.`);
  const secret = open(newest, `connections:${connection.id}:signing_secrets`);
  const call = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: 10_000, maxBytes: 4 * 1_048_576 });
  return { url, secret, fetch: call, now: () => new Date() };
}

async function issueLogin(accountId: string): Promise<string> {
  const { data, error } = await serviceClient().rpc('issue_login', { p_account_id: accountId });
  if (error) throw new Error(`issue_login: ${error.message}`);
  return String(data);
}
