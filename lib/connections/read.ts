// What the integrations pages show: every source with its figures, and what of it was kept back. Secrets are never among it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { callFunction } from '@/lib/db/call';

const pull = z.looseObject({
  at: z.string(),
  messages: z.number().nullish(),
  recorded: z.number().nullish(),
  failed: z.object({ code: z.string(), message: z.string() }).nullish(),
});
const source = z.object({
  id: z.string(),
  slug: z.string(),
  kind: z.string(),
  platform: z.string(),
  status: z.string(),
  created_at: z.string(),
  last_event_at: z.string().nullable(),
  complete_through: z.string().nullable(),
  last_pull: pull.nullable(),
  stale_since: z.string().nullable(),
  stale_cause: z.string().nullable(),
  settings: z.object({
    server: z.string(),
    server_zone: z.string().nullable(),
    resync_url: z.string().nullable(),
    orders_url: z.string().nullable(),
    rate_limit: z.number(),
    confirm_grace_seconds: z.number(),
    order_grace_seconds: z.number(),
    quiet_after_seconds: z.number().nullable(),
  }),
  credentials_set: z
    .looseObject({ names: z.array(z.string()).nullish(), at: z.string(), by_name: z.string().nullish(), key_id: z.string() })
    .nullable(),
  secrets: z.array(z.object({ key_id: z.string().nullable(), set_at: z.string().nullable(), expires_at: z.string().nullable() })),
  accounts: z.number(),
  held: z.number(),
  reused_ids: z.number(),
  bad_signatures: z.number(),
  figures: z.object({
    messages: z.number(),
    in_trouble: z.number(),
    unsettled: z.number(),
    pulled: z.number(),
    /** Messages that took more than one try. */
    retried: z.number(),
    /** Silences of the last day, one that goes on still among them. */
    gaps: z.number(),
    gap_seconds: z.number(),
    lag_p50_ms: z.number().nullable(),
    lag_p95_ms: z.number().nullable(),
    error_bps: z.number().nullable(),
  }),
});
export type Source = z.infer<typeof source>;

export async function readSources(client: SupabaseClient): Promise<Source[]> {
  return z.array(source).parse(await callFunction(client, 'integrations', { p_id: null }));
}

/** Null where there is none with this id. */
export async function readSource(client: SupabaseClient, id: string): Promise<Source | null> {
  return z.array(source).parse(await callFunction(client, 'integrations', { p_id: id }))[0] ?? null;
}

const HELD = z.enum(['parked', 'rejected', 'quarantined', 'refused']);
const held = z.object({
  id: z.string(),
  connection_slug: z.string(),
  webhook_id: z.string(),
  held: HELD,
  received_at: z.string(),
  bytes: z.number(),
  is_text: z.boolean(),
  last_error: z.string().nullable(),
  answer: z.object({ status: z.number(), body: z.string() }).nullable(),
  is_open: z.boolean(),
  last_deed: z
    .object({
      deed: z.string(),
      reason: z.string(),
      at: z.string(),
      by: z.string().nullable(),
      /** What became of the message that a replay is; null until it went in. */
      came: z.object({ state: z.string(), held: HELD.nullable(), status: z.number().nullable(), at: z.string() }).nullable(),
    })
    .nullable(),
});
export type HeldMessage = z.infer<typeof held>;

/** Waiting ones first, the newest of each first. Those whose role may not read raw messages see none. */
export async function readHeld(client: SupabaseClient, connectionId: string, limit: number): Promise<HeldMessage[]> {
  const { data, error } = await client
    .from('held_messages')
    .select('id,connection_slug,webhook_id,held,received_at,bytes,is_text,last_error,answer,is_open,last_deed')
    .eq('connection_id', connectionId)
    .order('is_open', { ascending: false })
    .order('received_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(limit);
  if (error) throw new Error(`held_messages: ${error.message}`);
  return z.array(held).parse(data);
}

const keyCount = z.object({ place: z.string(), key_id: z.string(), total: z.number() });
export type KeyCount = z.infer<typeof keyCount>;

/** How many sealed values of each place stand under which key. */
export async function readKeyCounts(client: SupabaseClient): Promise<KeyCount[]> {
  return z.array(keyCount).parse(await callFunction(client, 'credential_keys', {}));
}
