// What the office shows of those who listen: each endpoint, its log, and every try of one message. Secrets are never among it.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';

const endpoint = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  topics: z.array(z.string()),
  is_active: z.boolean(),
  paused_at: z.string().nullable(),
  last_sent_at: z.string().nullable(),
  created_at: z.string(),
  /** Null for those who do not read what was sent. */
  waiting: z.number().nullable(),
  failing_since: z.string().nullable(),
  last_error: z.string().nullable(),
});
export type Endpoint = z.infer<typeof endpoint>;
const COLUMNS = 'id,name,url,topics,is_active,paused_at,last_sent_at,created_at,waiting,failing_since,last_error';

export async function readEndpoints(client: SupabaseClient): Promise<Endpoint[]> {
  const { data, error } = await client.from('outbound_endpoints_list').select(COLUMNS).order('name').order('id').limit(200);
  if (error) throw new Error(`outbound_endpoints_list: ${error.message}`);
  return z.array(endpoint).parse(data);
}

export async function readEndpoint(client: SupabaseClient, id: string): Promise<Endpoint | null> {
  const { data, error } = await client.from('outbound_endpoints_list').select(COLUMNS).eq('id', id).maybeSingle();
  if (error) throw new Error(`outbound_endpoints_list: ${error.message}`);
  return data === null ? null : endpoint.parse(data);
}

const delivery = z.object({
  id: z.string(),
  event_id: z.union([z.number(), z.string()]).transform(String),
  topic: z.string(),
  account_id: z.string().nullable(),
  body: z.string(),
  state: z.enum(['queued', 'sent']),
  attempts: z.number(),
  next_at: z.string(),
  last_status: z.number().nullable(),
  last_error: z.string().nullable(),
  sent_at: z.string().nullable(),
  created_at: z.string(),
});
export type Delivery = z.infer<typeof delivery>;
const LOG = 'id,event_id,topic,account_id,body,state,attempts,next_at,last_status,last_error,sent_at,created_at';

/** A page of the log, newest first; `before` is the id of the last event shown. What is still queued can be asked for alone. */
export async function readDeliveries(
  client: SupabaseClient,
  endpointId: string,
  { before, waiting, size }: { before: string | null; waiting: boolean; size: number },
): Promise<{ rows: Delivery[]; next: string | null }> {
  let asked = client.from('outbound_deliveries').select(LOG).eq('endpoint_id', endpointId);
  if (waiting) asked = asked.eq('state', 'queued');
  if (before !== null) asked = asked.lt('event_id', before);
  const { data, error } = await asked
    .order('event_id', { ascending: false })
    .order('id')
    .limit(size + 1);
  if (error) throw new Error(`outbound_deliveries: ${error.message}`);
  const rows = z.array(delivery).parse(data);
  return { rows: rows.slice(0, size), next: rows.length > size ? (rows[size - 1]?.event_id ?? null) : null };
}

const attempt = z.object({
  id: z.number(),
  delivery_id: z.string(),
  attempted_at: z.string(),
  status: z.number().nullable(),
  answer: z.string().nullable(),
  error: z.string().nullable(),
  duration_ms: z.number(),
});
export type Attempt = z.infer<typeof attempt>;

/** The last tries of the messages shown, newest first. */
export async function readAttempts(client: SupabaseClient, deliveryIds: string[]): Promise<Attempt[]> {
  if (deliveryIds.length === 0) return [];
  const { data, error } = await client
    .from('outbound_attempts')
    .select('id,delivery_id,attempted_at,status,answer,error,duration_ms')
    .in('delivery_id', deliveryIds)
    .order('id', { ascending: false })
    .limit(400);
  if (error) throw new Error(`outbound_attempts: ${error.message}`);
  return z.array(attempt).parse(data);
}
