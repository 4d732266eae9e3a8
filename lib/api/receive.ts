// What every caller of the REST doors is counted against and remembered by. It speaks for the firm, because a caller must not be able
// to count for themselves.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '@/lib/api/answer';
import { serviceClient } from '@/lib/db/clients';
import { apiOrigins } from '@/lib/settings/schema';

export type Access = 'read' | 'write';

/** True while the caller has room this minute, as the setting `api_limits` says. A limiter that does not answer throws: the door says so and does nothing. */
export async function takeCall(caller: string, access: Access, now: Date): Promise<boolean> {
  const asked = { p_caller: caller, p_access: access, p_now: now.toISOString() };
  const { data, error } = await serviceClient().rpc('take_call', asked);
  if (error) throw new Error(`The limiter does not answer: ${error.message}`);
  return data === true;
}

/** Pages of other hosts that may call with a token: the setting `api_origins`, nobody until it is published. */
export async function listedOrigins(): Promise<readonly string[]> {
  const { data, error } = await serviceClient()
    .from('settings')
    .select('value')
    .eq('key', 'api_origins')
    .not('published_at', 'is', null)
    .order('version', { ascending: false })
    .limit(1)
    .maybeSingle();
  if (error) throw new Error(`The setting api_origins could not be read: ${error.message}`);
  const setting = apiOrigins.safeParse(data?.value);
  return setting.success ? setting.data.origins : [];
}

interface KeyedRequest {
  actor_id: string;
  key: string;
  request_sha256: string;
}

export const digestOf = (method: string, path: string, body: Uint8Array): string =>
  createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex');

const taken = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.enum(['new', 'reused', 'in-progress']) }),
  z.object({ outcome: z.literal('answered'), answer: z.object({ status: z.number(), body: z.unknown() }) }),
]);
type TakenKey = z.output<typeof taken>;

export async function takeKey(request: KeyedRequest, now: Date): Promise<TakenKey> {
  const { data, error } = await serviceClient().rpc('take_key', { p: { ...request, now: now.toISOString() } });
  if (error) throw new Error(`The request could not be remembered: ${error.message}`);
  return taken.parse(data);
}

/** Keeps the first answer. Trouble on our side is not an answer: the key is free again. */
export async function settleKey({ actor_id, key }: KeyedRequest, answer: Answer, now: Date): Promise<void> {
  const kept = answer.status >= 500 || answer.status === 429 ? null : { status: answer.status, body: answer.body };
  const { error } = await serviceClient().rpc('settle_key', { p: { actor_id, key, answer: kept, now: now.toISOString() } });
  if (error) throw new Error(`The answer could not be kept: ${error.message}`);
}
