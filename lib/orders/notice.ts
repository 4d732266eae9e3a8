// What a shop tells us, in our own words: a paid order with its lines, or money that went back. Amounts are minor units.
import type { z } from 'zod';
import { refuse, type Result } from '@/lib/refusal';

export interface OrderLine {
  line_item: string;
  /** Every id the shop gives the product; the catalogue may know it by any one of them. */
  product_refs: string[];
  product_name: string;
  quantity: number;
  /** Of the whole line, after discounts and before taxes. */
  amount_cents: number;
}
export interface PaidOrder {
  kind: 'paid';
  order_id: string;
  /** Names the payment, so that what comes back of it finds its order. */
  payment_ref: string;
  /** Our own id of the trader where the shop carries it. */
  trader_ref: string | null;
  email: string | null;
  full_name: string;
  currency: string;
  /** When the shop last changed the order, where it says so. */
  modified_at: string | null;
  lines: OrderLine[];
}
export interface OrderReturn {
  kind: 'returned';
  external_id: string;
  payment_ref: string;
  return_kind: 'refund' | 'dispute';
  amount_cents: number;
  currency: string;
  is_full: boolean;
  reason: string;
  occurred_at: string | null;
}
/** Paid, but what was bought has to be asked for. */
type OrderWithoutLines = Omit<PaidOrder, 'kind' | 'lines'> & { kind: 'lines-needed' };
export type OrderNotice = PaidOrder | OrderReturn | OrderWithoutLines;

/** No notice: the message is none of our business, such as an order not paid yet. */
export type NoticesRead = Result<OrderNotice[]>;

/** Bytes that were signed may still be no JSON, or not what the sender documents. */
export function readSigned<S extends z.ZodType>(text: string, schema: S): Result<z.output<S>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('malformed-json', 'The message is not JSON.');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const first = parsed.error.issues[0];
  return refuse('invalid', 'The message is not what its sender documents.', { path: first?.path.map(String).join('.') ?? '' });
}
