// Messages as the shops send them, with what a test wants changed; and how each signs.
import { createHmac } from 'node:crypto';

type Change = Record<string, unknown>;

export interface SessionChange {
  event?: string;
  type?: string;
  id?: string;
  payment_status?: string;
  payment_intent?: string;
  quantity?: number;
  amount?: number;
  lines?: boolean;
  has_more?: boolean;
  product?: string;
  line?: Change;
  email?: string;
}

export const stripeLine = ({ quantity = 1, amount = 15_500, product = 'p1', line = {} }: SessionChange = {}): Change => ({
  id: 'li_1',
  object: 'item',
  description: 'Classic 100k',
  quantity,
  amount_subtotal: amount * quantity,
  amount_total: amount * quantity,
  amount_discount: 0,
  amount_tax: 0,
  currency: 'usd',
  price: { id: 'price_1', product },
  ...line,
});

export function session(change: SessionChange = {}): string {
  const { id = 'cs_test_1', type = 'checkout.session.completed', event = `evt_${id}`, lines = true, has_more = false } = change;
  const object = {
    id,
    object: 'checkout.session',
    payment_status: change.payment_status ?? 'paid',
    payment_intent: change.payment_intent ?? 'pi_1',
    currency: 'usd',
    customer_details: { email: change.email ?? 'bea@mail.test', name: 'Bea Buyer' },
    metadata: {},
    ...(lines ? { line_items: { object: 'list', data: [stripeLine(change)], has_more } } : {}),
  };
  return JSON.stringify({ id: event, object: 'event', type, data: { object }, pending_webhooks: 1 });
}

export function charge({
  amount_refunded = 15_500,
  payment_intent = 'pi_1',
  id = 'ch_1',
}: {
  amount_refunded?: number;
  payment_intent?: string;
  id?: string;
}): string {
  const object = {
    id,
    object: 'charge',
    amount: 15_500,
    amount_refunded,
    currency: 'usd',
    refunded: amount_refunded === 15_500,
    payment_intent,
  };
  return JSON.stringify({ id: `evt_${id}_${amount_refunded}`, object: 'event', type: 'charge.refunded', data: { object } });
}

export function dispute({ payment_intent = 'pi_1', id = 'dp_1' } = {}): string {
  const object = {
    id,
    object: 'dispute',
    amount: 15_500,
    currency: 'usd',
    reason: 'fraudulent',
    charge: 'ch_1',
    payment_intent,
    created: 1_770_000_000,
  };
  return JSON.stringify({ id: `evt_${id}`, object: 'event', type: 'charge.dispute.created', data: { object } });
}

export interface WooChange {
  id?: number;
  status?: string;
  currency?: string;
  quantity?: number;
  total?: string;
  date_paid_gmt?: string | null;
  date_modified_gmt?: string;
  refunds?: Change[];
}

export function wooOrder(change: WooChange): string {
  const { id = 4750, quantity = 1 } = change;
  const total = change.total ?? (155 * quantity).toString() + '.00';
  return JSON.stringify({
    id,
    status: change.status ?? 'processing',
    currency: change.currency ?? 'USD',
    total,
    date_paid_gmt: change.date_paid_gmt === undefined ? '2026-02-01T09:59:00' : change.date_paid_gmt,
    date_modified_gmt: change.date_modified_gmt ?? '2026-02-01T10:00:00',
    billing: { email: 'bea@mail.test', first_name: 'Bea', last_name: 'Buyer' },
    meta_data: [],
    line_items: [{ id: 11, name: 'Classic 100k', product_id: 77, variation_id: 0, sku: 'p1', quantity, total }],
    refunds: change.refunds ?? [],
  });
}

export function stripeHeaders(body: string, secret: string, at: number): Record<string, string> {
  const t = Math.floor(at / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');
  return { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': `t=${t},v1=${v1}` };
}

export function wooHeaders(body: string, secret: string, delivery: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-delivery-id': delivery,
    'x-wc-webhook-signature': createHmac('sha256', secret).update(body).digest('base64'),
  };
}
