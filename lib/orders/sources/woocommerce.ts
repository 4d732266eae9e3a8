// WooCommerce: orders as its webhooks deliver them. They carry no timestamp, so a replayed one must be harmless: what it would do is done.
// Signature: base64 HMAC-SHA256 of the body (developer.woocommerce.com, webhooks, read 2026-11-20).
import { z } from 'zod';
import { digestId, isSigned, type HeaderMap, type SignedSource } from '@/lib/inbox/source';
import { minorDigits, parseMoney } from '@/lib/money';
import { readSigned, type NoticesRead, type OrderLine, type OrderNotice } from '@/lib/orders/notice';
import { refuse, type Result } from '@/lib/refusal';

const PAID = new Set(['processing', 'completed', 'refunded']);
const PING = /^webhook_id=[0-9]{1,12}$/;

/** The first thing a shop sends, unsigned: it only asks whether somebody answers. */
export const isPing = (text: string): boolean => PING.test(text.trim());

function isAuthentic(body: Uint8Array, headers: HeaderMap, secrets: string[]): boolean {
  const given = headers['x-wc-webhook-signature'] ?? '';
  return /^[A-Za-z0-9+/]{43}=$/.test(given) && isSigned(body, { algorithm: 'sha256', encoding: 'base64', signatures: [given] }, secrets);
}

export const woocommerce: SignedSource = {
  isAuthentic,
  idOf: (text, headers) => {
    const delivery = headers['x-wc-webhook-delivery-id'] ?? '';
    // Two shops' deliveries may share an id, and the header is not signed: the bytes are part of the name.
    return /^[\w-]{1,120}$/.test(delivery) ? `${delivery}:${digestId(text).slice(7, 39)}` : digestId(text);
  },
  keptHeaders: ['x-wc-webhook-topic', 'x-wc-webhook-source', 'x-wc-webhook-id', 'x-wc-webhook-delivery-id'],
  repeatsLoosely: false,
};

const whole = z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String);
const text = z.string().nullish();
const lineSchema = z.looseObject({
  id: whole,
  name: text,
  product_id: whole.nullish(),
  variation_id: whole.nullish(),
  sku: text,
  quantity: z.int(),
  total: z.string(),
});
const orderSchema = z.looseObject({
  id: whole,
  status: z.string(),
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  total: z.string().nullish(),
  date_paid_gmt: text,
  date_modified_gmt: text,
  billing: z.looseObject({ email: text, first_name: text, last_name: text }).nullish(),
  meta_data: z.array(z.looseObject({ key: z.string(), value: z.unknown() })).nullish(),
  line_items: z.array(lineSchema).nullish(),
  refunds: z.array(z.looseObject({ id: whole, reason: text, total: z.string() })).nullish(),
});
type Order = z.output<typeof orderSchema>;

/** What a stored, proven message says. A deleted order, another topic or an unpaid order says nothing. */
export function parseWoo(body: string, headers: HeaderMap): NoticesRead {
  const topic = headers['x-wc-webhook-topic'];
  if (topic !== undefined && topic !== 'order.created' && topic !== 'order.updated') return { ok: true, value: [] };
  const read = readSigned(body, orderSchema);
  if (!read.ok) return read;
  const order = read.value;
  if (!PAID.has(order.status) || !order.date_paid_gmt) return { ok: true, value: [] };
  const digits = minorDigits(order.currency);
  const lines = linesOf(order, digits);
  if (!lines.ok) return lines;
  const returns = returnsOf(order, digits);
  if (!returns.ok) return returns;
  // What went back is told first: an order that was given back before it was known opens nothing.
  return { ok: true, value: [...returns.value, paid(order, lines.value)] };
}

function paid(order: Order, lines: OrderLine[]): OrderNotice {
  const { billing } = order;
  const reference = order.meta_data?.find(({ key }) => key === 'trader_id')?.value;
  return {
    kind: 'paid',
    order_id: order.id,
    payment_ref: order.id,
    trader_ref: typeof reference === 'string' ? reference : null,
    email: billing?.email ?? null,
    full_name: [billing?.first_name, billing?.last_name].filter((one) => one).join(' '),
    currency: order.currency,
    modified_at: instant(order.date_modified_gmt),
    lines,
  };
}

function linesOf(order: Order, digits: number): Result<OrderLine[]> {
  const lines: OrderLine[] = [];
  for (const line of order.line_items ?? []) {
    const amount_cents = parseMoney(line.total, digits);
    if (amount_cents === null) return refuse('invalid', 'A line has no amount.', { path: 'line_items.total' });
    if (line.quantity < 1) continue;
    const product_refs = [line.variation_id, line.product_id, line.sku].filter(
      (one) => typeof one === 'string' && one !== '' && one !== '0',
    );
    lines.push({
      line_item: line.id,
      product_refs: product_refs as string[],
      product_name: (line.name ?? '').slice(0, 200),
      quantity: line.quantity,
      amount_cents,
    });
  }
  return { ok: true, value: lines };
}

function returnsOf(order: Order, digits: number): Result<OrderNotice[]> {
  const { id: payment_ref, currency } = order;
  const common = { kind: 'returned', return_kind: 'refund', payment_ref, currency, occurred_at: instant(order.date_modified_gmt) } as const;
  if (order.status === 'refunded') {
    const amount_cents = parseMoney(order.total ?? '0', digits);
    if (amount_cents === null) return refuse('invalid', 'The order has no total.', { path: 'total' });
    return { ok: true, value: [{ ...common, external_id: `${payment_ref}:refunded`, amount_cents, is_full: true, reason: 'refunded' }] };
  }
  const returns: OrderNotice[] = [];
  for (const { id, reason, total } of order.refunds ?? []) {
    const amount = parseMoney(total, digits);
    if (amount === null) return refuse('invalid', 'A refund has no amount.', { path: 'refunds.total' });
    const told = { external_id: `${payment_ref}:refund:${id}`, amount_cents: Math.abs(amount), is_full: false, reason: reason ?? '' };
    returns.push({ ...common, ...told });
  }
  return { ok: true, value: returns };
}

/** The shop writes UTC without saying so. */
function instant(gmt: string | null | undefined): string | null {
  const at = gmt ? Date.parse(/[zZ]$/.test(gmt) ? gmt : `${gmt}Z`) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
