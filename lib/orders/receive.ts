// What a shop's stored message brings about: orders with their accounts, or accounts stopped because the money went back.
// Safe to repeat at any point: the database provisions each unit once, whatever is told twice.
import { serviceClient } from '@/lib/db/clients';
import { open, type Sealed } from '@/lib/db/vault';
import { isEmbedded } from '@/lib/env';
import type { RawMessage, Sender } from '@/lib/inbox/raw';
import type { NoticesRead, OrderNotice, OrderReturn, PaidOrder } from '@/lib/orders/notice';
import { readSessionLines, stripeAddress, type StripeApi } from '@/lib/orders/providers/stripe';
import { parseStripe } from '@/lib/orders/sources/stripe-checkout';
import { parseWoo } from '@/lib/orders/sources/woocommerce';
import { callFunction } from '@/lib/db/call';
import { guardedFetch } from '@/lib/trades/providers/guarded-fetch';

/** A shop waits for its answer; what takes longer is left to the job. */
const PATIENCE_MS = 4_000;
const MAX_BYTES = 1_048_576;

export function readOrders(sender: Pick<Sender, 'platform'>, message: Pick<RawMessage, 'text' | 'headers'>): NoticesRead {
  return sender.platform === 'stripe' ? parseStripe(message.text) : parseWoo(message.text, message.headers);
}

/** Answers what was done with each notice; throws where it is not known yet. */
export async function settleOrders(sender: Sender, message: RawMessage, now: Date): Promise<unknown[]> {
  const read = readOrders(sender, message);
  if (!read.ok) throw new Error(`Message ${message.inbox_id} was stored as readable and is not.`);
  const done: unknown[] = [];
  for (const notice of read.value) done.push(await settleNotice(sender, message, notice, now));
  return done;
}

async function settleNotice(sender: Sender, message: RawMessage, notice: OrderNotice, now: Date): Promise<unknown> {
  const common = { connection_id: sender.id, provider: providerOf(sender), inbox_id: message.inbox_id, now: now.toISOString() };
  if (notice.kind === 'returned') return recordReturn(notice, common);
  const paid: PaidOrder = notice.kind === 'paid' ? notice : { ...notice, kind: 'paid', lines: await linesOf(sender, notice.order_id) };
  const units = await call<{ state: string; problem: string | null }[]>('provision_order', { ...paid, ...common });
  return units.map(({ state, problem }) => ({ state, ...(problem ? { problem } : {}) }));
}

/** Stripe's ids are unique in the world; a shop's are counted from one, so they are unique under its own connection only. */
const providerOf = ({ platform, slug }: Sender): string => (platform === 'stripe' ? platform : slug);

async function recordReturn({ kind: _, return_kind, ...rest }: OrderReturn, common: Record<string, unknown>): Promise<unknown> {
  const { outcome } = await call<{ outcome: string }>('record_return', { ...rest, ...common, kind: return_kind });
  return { return: outcome };
}

async function linesOf(sender: Sender, sessionId: string): Promise<PaidOrder['lines']> {
  return readSessionLines(await stripeApi(sender), sessionId);
}

/** The key stands sealed with the connection. */
async function stripeApi({ id, slug }: Sender): Promise<StripeApi> {
  const { data, error } = await serviceClient().from('connections').select('credentials').eq('id', id).maybeSingle();
  if (error) throw new Error(`connections: ${error.message}`);
  const sealed = data?.credentials as Sealed | null | undefined;
  if (!sealed) throw new Error(`The connection ${slug} has no key to ask Stripe with.`);
  const { api_key, base_url } = JSON.parse(open(sealed, `connections:${id}:credentials`)) as { api_key: string; base_url?: string };
  const call = guardedFetch({ mayBePrivate: isEmbedded(), patienceMs: PATIENCE_MS, maxBytes: MAX_BYTES });
  return { baseUrl: stripeAddress(base_url), key: api_key, fetch: call, timeoutMs: PATIENCE_MS };
}

const call = <T>(name: string, p: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, { p });
