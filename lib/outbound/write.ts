// Deeds about those who listen. Addresses are checked before they are kept and again whenever they are called; secrets are sealed here.
import { randomBytes, randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import { seal } from '@/lib/db/vault';
import { isEmbedded } from '@/lib/env';
import type { Topic } from '@/lib/outbound/topics';
import { accept, refuse, type Result } from '@/lib/refusal';
import { checkedAddress, Unreachable } from '@/lib/trades/providers/guarded-fetch';

const WORDS: Record<string, string> = {
  'not-allowed': 'Config and admin change listeners; risk sends again.',
  'not-found': 'This listener or message is not there any more.',
  'not-active': 'This listener is switched off: switch it on first.',
  'reason-missing': 'Write a reason: the audit keeps it.',
};

function refusalOf(message: string): Result<never> {
  const code = Object.keys(WORDS).find((one) => message.includes(one)) ?? 'not-done';
  return refuse(code, WORDS[code] ?? 'Nothing was changed. Try again.');
}

const sealed = (id: string, secret: string) => seal(secret, `outbound_endpoints:${id}:secrets`);
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

interface EndpointInput {
  name: string;
  url: string;
  topics: Topic[];
}

/** `id` null makes one, whose secret is answered this once. */
export async function saveEndpoint(
  client: SupabaseClient,
  id: string | null,
  input: EndpointInput,
): Promise<Result<{ id: string; secret: string | null }>> {
  try {
    checkedAddress(input.url, { mayBePrivate: isEmbedded() });
  } catch (error) {
    if (error instanceof Unreachable) return refuse('invalid-input', error.message, { path: 'url' });
    throw error;
  }
  const ours = id ?? randomUUID();
  const secret = id === null ? newSecret() : null;
  const { error } = await client.rpc('save_endpoint', { p: { id: ours, ...input, ...(secret ? { secret: sealed(ours, secret) } : {}) } });
  return error ? refusalOf(error.message) : accept({ id: ours, secret });
}

export async function rotateEndpoint(client: SupabaseClient, id: string, overlapSeconds: number): Promise<Result<{ secret: string }>> {
  const secret = newSecret();
  const { error } = await client.rpc('rotate_endpoint_secret', {
    p_id: id,
    p_secret: sealed(id, secret),
    p_overlap_seconds: overlapSeconds,
  });
  return error ? refusalOf(error.message) : accept({ secret });
}

export async function switchEndpoint(
  client: SupabaseClient,
  input: { id: string; is_active: boolean; reason: string },
): Promise<Result<string>> {
  const { error } = await client.rpc('set_endpoint_active', { p_id: input.id, p_is_active: input.is_active, p_reason: input.reason });
  if (error) return refusalOf(error.message);
  return accept(input.is_active ? 'Switched on; what waited goes out in its order' : 'Switched off; nothing more is sent');
}

/** One message, or everything since an instant. */
export async function replay(
  client: SupabaseClient,
  what: { delivery_id: string } | { endpoint_id: string; from: string },
): Promise<Result<string>> {
  const { data, error } = await client.rpc('replay_outbound', { p: what });
  if (error) return refusalOf(error.message);
  const { again } = data as { again: number };
  return accept('delivery_id' in what ? 'Goes out again under the same id' : `${again} go out again, and what was never sent with them`);
}
