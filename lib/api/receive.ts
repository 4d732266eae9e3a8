// What every caller of the REST doors is counted against and remembered by. It speaks for the firm, because a caller must not be able
// to count for themselves.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Answer } from '@/lib/api/answer';
import { serviceClient } from '@/lib/db/clients';

const WINDOW_SECONDS = 60;
const BUDGET = { read: 300, write: 60 } as const;
export type Access = keyof typeof BUDGET;

/** True while the caller has room this minute. A limiter that does not answer throws: the door says so and does nothing. */
export async function takeCall(caller: string, access: Access, now: Date): Promise<boolean> {
  const { data, error } = await serviceClient().rpc('take_rate', {
    p_key: `api:${access}:${caller}`,
    p_limit: BUDGET[access],
    p_window_seconds: WINDOW_SECONDS,
    p_now: now.toISOString(),
  });
  if (error) throw new Error(`The limiter does not answer: ${error.message}`);
  return data === true;
}

const origins = z.object({ value: z.object({ origins: z.array(z.string()) }) });

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
  const setting = origins.safeParse(data);
  return setting.success ? setting.data.value.origins : [];
}

export interface KeyedRequest {
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
export type TakenKey = z.output<typeof taken>;

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
