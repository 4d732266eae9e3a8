// Stripe Checkout: what its webhooks prove and say. Acts on a session only once it is paid, whichever of its two events says so.
// Signature: hex HMAC-SHA256 of "{t}.{body}" under the whole secret string, within five minutes (docs.stripe.com/webhooks, read 2026-11-20).
import { z } from 'zod';
import { isSigned, type HeaderMap, type SignedSource } from '@/lib/inbox/source';
import { readSigned, type NoticesRead, type OrderLine, type OrderNotice } from '@/lib/orders/notice';
import { refuse, type Result } from '@/lib/refusal';

const TOLERANCE_SECONDS = 300;
const MAX_PARTS = 10;

function isAuthentic(body: Uint8Array, headers: HeaderMap, secrets: string[], now: number): boolean {
  const parts = (headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('=', 2) as [string, string?]);
  const times = parts.filter(([name]) => name === 't').map(([, value]) => value ?? '');
  const signatures = parts.filter(([name]) => name === 'v1').map(([, value]) => value ?? '');
  const time = times[0] ?? '';
  // Two timestamps would let one be proven and the other be believed.
  if (parts.length > MAX_PARTS || times.length !== 1 || !/^[1-9][0-9]{8,10}$/.test(time)) return false;
  if (Math.abs(Math.floor(now / 1000) - Number.parseInt(time, 10)) > TOLERANCE_SECONDS) return false;
  return isSigned(body, { algorithm: 'sha256', encoding: 'hex', signatures, prefix: `${time}.` }, secrets);
}

const eventSchema = z.looseObject({
  id: z.string().min(1).max(200),
  type: z.string(),
  data: z.looseObject({ object: z.unknown() }).optional(),
});

export const stripeCheckout: SignedSource = {
  isAuthentic,
  idOf: (text) => {
    const read = readSigned(text, eventSchema);
    return read.ok ? read.value.id : 'unreadable';
  },
  keptHeaders: [],
  // A repeated event may carry another count of pending deliveries.
  repeatsLoosely: true,
};

/** An expandable field is an id, or the thing itself. */
const idOf = z.union([z.string(), z.looseObject({ id: z.string() }).transform(({ id }) => id)]);
const text = z.string().nullish();

const lineSchema = z.looseObject({
  id: z.string(),
  description: text,
  quantity: z.int().positive().nullish(),
  amount_total: z.int(),
  amount_subtotal: z.int().nullish(),
  amount_discount: z.int().nullish(),
  price: z.looseObject({ id: z.string(), product: idOf.nullish() }).nullish(),
});
const linesSchema = z.looseObject({ data: z.array(lineSchema), has_more: z.boolean().optional() });
const sessionSchema = z.looseObject({
  id: z.string().regex(/^cs_[A-Za-z0-9_]{1,200}$/),
  payment_status: z.string(),
  payment_intent: idOf.nullish(),
  client_reference_id: text,
  currency: text,
  customer_email: text,
  customer_details: z.looseObject({ email: text, name: text }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  line_items: linesSchema.nullish(),
});
const chargeSchema = z.looseObject({
  id: z.string(),
  amount: z.int(),
  amount_refunded: z.int(),
  currency: z.string(),
  refunded: z.boolean(),
  payment_intent: idOf.nullish(),
});
const disputeSchema = z.looseObject({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  reason: text,
  charge: idOf,
  payment_intent: idOf.nullish(),
  created: z.int().nullish(),
});

/** What a stored, proven message says. An event of no concern says nothing. */
export function parseStripe(body: string): NoticesRead {
  const event = readSigned(body, eventSchema);
  if (!event.ok) return event;
  const object = event.value.data?.object;
  switch (event.value.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return under(sessionSchema, object, sold);
    case 'charge.refunded':
      return under(chargeSchema, object, refunded);
    case 'charge.dispute.created':
      return under(disputeSchema, object, disputed);
    default:
      return { ok: true, value: [] };
  }
}

function under<S extends z.ZodType>(schema: S, object: unknown, say: (value: z.output<S>) => OrderNotice[]): NoticesRead {
  const parsed = schema.safeParse(object);
  if (parsed.success) return { ok: true, value: say(parsed.data) };
  const path = ['data', 'object', ...(parsed.error.issues[0]?.path ?? [])].map(String).join('.');
  return refuse('invalid', 'The event is not what Stripe documents.', { path });
}

function sold(session: z.output<typeof sessionSchema>): OrderNotice[] {
  if (session.payment_status !== 'paid') return [];
  const order = {
    order_id: session.id,
    payment_ref: session.payment_intent ?? session.id,
    trader_ref: session.client_reference_id ?? session.metadata?.trader_id ?? null,
    email: session.customer_details?.email ?? session.customer_email ?? null,
    full_name: session.customer_details?.name ?? '',
    currency: session.currency ?? '',
    modified_at: null,
  };
  const held = session.line_items;
  if (!held || held.has_more || held.data.length === 0) return [{ kind: 'lines-needed', ...order }];
  return [{ kind: 'paid', ...order, lines: held.data.map(lineOf) }];
}

/** One page of the lines as the API answers them, and whether there are more. */
export function parseStripeLines(json: unknown): Result<{ lines: OrderLine[]; more: boolean }> {
  const parsed = linesSchema.safeParse(json);
  if (!parsed.success) return refuse('invalid', 'The line items are not what Stripe documents.');
  return { ok: true, value: { lines: parsed.data.data.map(lineOf), more: parsed.data.has_more === true } };
}

function lineOf(line: z.output<typeof lineSchema>): OrderLine {
  const before = line.amount_subtotal ?? line.amount_total;
  return {
    line_item: line.id,
    product_refs: [line.price?.id, line.price?.product].filter((one) => typeof one === 'string'),
    product_name: (line.description ?? '').slice(0, 200),
    quantity: line.quantity ?? 1,
    amount_cents: before - (line.amount_discount ?? 0),
  };
}

function refunded(charge: z.output<typeof chargeSchema>): OrderNotice[] {
  const { id, amount_refunded, currency } = charge;
  // The sum so far names the step: a second partial refund is another one, a repeat is the same.
  const external_id = `${id}:${amount_refunded}`;
  const reason = charge.refunded ? 'refunded' : 'partly refunded';
  const common = { currency, is_full: charge.refunded, reason, occurred_at: null };
  return [
    {
      kind: 'returned',
      return_kind: 'refund',
      external_id,
      payment_ref: charge.payment_intent ?? id,
      amount_cents: amount_refunded,
      ...common,
    },
  ];
}

function disputed({ id, amount, currency, reason, charge, payment_intent, created }: z.output<typeof disputeSchema>): OrderNotice[] {
  const occurred_at = created ? new Date(created * 1000).toISOString() : null;
  const common = { currency, is_full: true, reason: reason ?? '', occurred_at };
  return [
    { kind: 'returned', return_kind: 'dispute', external_id: id, payment_ref: payment_intent ?? charge, amount_cents: amount, ...common },
  ];
}
