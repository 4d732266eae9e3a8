// Who calls a REST door: whoever holds a token, or the browser's own session. A page of another host never acts with a session.
import { isAuthRetryableFetchError, type SupabaseClient } from '@supabase/supabase-js';
import { keyClient, tokenClient } from '@/lib/db/clients';
import { sealedOrigin } from '@/lib/db/request-seal';
import { createClient } from '@/lib/db/server';
import { appUrl, isEmbedded, secretKey } from '@/lib/env';
import { refuse, type Result } from '@/lib/refusal';
import { sameSecret } from '@/lib/jobs/bearer';
import type { Actor } from '@/lib/staff/actor';
import { readActor } from '@/lib/staff/read';
import { recordedAddress } from '@/lib/staff/visitor';

export interface Caller {
  /** Reads and writes with the caller's own rights. */
  client: SupabaseClient;
  /** Null: the firm itself, by its secret key. */
  actor: Exclude<Actor, { kind: 'unknown' }> | null;
  /** What limits are counted against. */
  name: string;
  /** Null with a session. */
  token: string | null;
}

const strangerRefusal = () => refuse('not-signed-in', 'Sign in first: send the access token as `Authorization: Bearer …`.');
const silentRefusal = () => refuse('sign-in-unavailable', 'The sign-in service does not answer. Nothing was changed; try again.');

export async function callerOf(request: Request, requestId: string): Promise<Result<Caller>> {
  const header = request.headers.get('authorization');
  if (header !== null)
    return bearerOf(header, await sealedOrigin(requestId, recordedAddress(request.headers.get('x-forwarded-for'), isEmbedded())));
  const safe = request.method === 'GET' || request.method === 'HEAD';
  if (!safe && !isOwnOrigin(request)) return refuse('no-origin', 'A session may only be used from our own pages; others send a token.');
  return signedIn(await createClient(), null);
}

async function bearerOf(header: string, origin: Record<string, string>): Promise<Result<Caller>> {
  const token = /^Bearer ([\x21-\x7e]{8,4096})$/i.exec(header)?.[1];
  if (token === undefined) return strangerRefusal();
  if (sameSecret(token, secretKey())) return { ok: true, value: { client: keyClient(token), actor: null, name: 'service', token } };
  return signedIn(tokenClient(token, origin), token);
}

async function signedIn(client: SupabaseClient, token: string | null): Promise<Result<Caller>> {
  const { data, error } = await client.auth.getUser(token ?? undefined);
  if (isAuthRetryableFetchError(error)) return silentRefusal();
  if (!data.user) return strangerRefusal();
  const actor = await readActor(client, { id: data.user.id, email: data.user.email ?? '' });
  // A token outlives what it was issued for; somebody disabled meanwhile is nobody.
  if (actor.kind === 'unknown') return strangerRefusal();
  return { ok: true, value: { client, actor, name: data.user.id, token } };
}

/** Browsers name the page a write comes from, and no page can make them lie. */
function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('origin');
  if (origin === null || !URL.canParse(origin)) return false;
  return new URL(origin).host === request.headers.get('host') || origin === new URL(appUrl()).origin;
}
