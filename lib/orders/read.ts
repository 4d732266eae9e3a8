// Reads orders, what came back and what was said about them, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { OrderState } from './states';
import { HISTORY_COLUMNS, type HistoryLine } from '@/lib/events/line';
import { UUID } from '@/lib/uuid';

export interface OrderRow {
  id: string;
  provider: string;
  order_id: string;
  line_item: string;
  unit: number;
  quantity: number;
  product_name: string;
  trader_id: string | null;
  trader_name: string | null;
  trader_email: string | null;
  challenge_title: string | null;
  account_id: string | null;
  login: string | null;
  account_status: string | null;
  amount_cents: number;
  currency: string;
  state: OrderState;
  problem: string | null;
  created_at: string;
}
export interface OrderDetail extends OrderRow {
  payment_ref: string;
  product_refs: string[];
  challenge_type_id: string | null;
  inbox_id: string | null;
  connection_slug: string | null;
  paid_at: string | null;
  delivered_at: string | null;
  version: number;
}
/** What one refund or dispute stopped: the account as it was and as it is. */
export interface ReturnEffect {
  order: string;
  account_id: string | null;
  login?: string;
  from?: string;
  to?: string;
}
export interface ReturnRow {
  id: string;
  provider: string;
  external_id: string;
  payment_ref: string;
  kind: 'refund' | 'dispute';
  amount_cents: number;
  currency: string;
  is_full: boolean;
  reason: string;
  effect: ReturnEffect[];
  occurred_at: string;
}

export async function readOrder(client: SupabaseClient, id: string): Promise<OrderDetail | null> {
  if (!UUID.test(id)) return null;
  const { data, error } = await client.from('orders_list').select('*').eq('id', id).maybeSingle();
  if (error) throw new Error(`orders_list: ${error.message}`);
  return data as OrderDetail | null;
}

/** The other units of the same payment: a refund concerns them all. */
export async function readSiblings(client: SupabaseClient, order: OrderDetail): Promise<OrderRow[]> {
  const { data, error } = await client
    .from('orders_list')
    .select('*')
    .eq('provider', order.provider)
    .eq('payment_ref', order.payment_ref)
    .neq('id', order.id)
    .order('line_item')
    .order('unit')
    .limit(100);
  if (error) throw new Error(`orders_list: ${error.message}`);
  return (data ?? []) as OrderRow[];
}

/** Refunds and disputes, the newest first; of one payment, or the last ones of all. */
export async function readReturns(
  client: SupabaseClient,
  limit: number,
  payment?: Pick<OrderDetail, 'provider' | 'payment_ref'>,
): Promise<ReturnRow[]> {
  let asked = client.from('order_returns').select('*').order('occurred_at', { ascending: false }).order('id').limit(limit);
  if (payment) asked = asked.eq('provider', payment.provider).eq('payment_ref', payment.payment_ref);
  const { data, error } = await asked;
  if (error) throw new Error(`order_returns: ${error.message}`);
  return (data ?? []) as ReturnRow[];
}

export async function readOrderEvents(client: SupabaseClient, order: Pick<OrderDetail, 'id' | 'trader_id'>): Promise<HistoryLine[]> {
  let asked = client.from('timeline').select(HISTORY_COLUMNS).eq('data->>order', order.id);
  // The buyer's events are few and indexed; an order without a buyer is found by its kind.
  asked = order.trader_id ? asked.eq('trader_id', order.trader_id) : asked.like('kind', 'order.%');
  const { data, error } = await asked.order('id', { ascending: false }).limit(100);
  if (error) throw new Error(`timeline: ${error.message}`);
  return (data ?? []) as HistoryLine[];
}

export interface RawOrderMessage {
  webhook_id: string;
  received_at: string;
  state: string;
  body: string | null;
  body_sha256: string;
}

/** Null for who may not read raw messages, and for orders without one. */
export async function readOrderMessage(client: SupabaseClient, inboxId: string | null): Promise<RawOrderMessage | null> {
  if (!inboxId) return null;
  const { data, error } = await client
    .from('inbox')
    .select('webhook_id, received_at, state, body, body_sha256')
    .eq('id', inboxId)
    .maybeSingle();
  if (error) throw new Error(`inbox: ${error.message}`);
  return data as RawOrderMessage | null;
}

/** What an order may be matched to. */
export async function readProducts(client: SupabaseClient): Promise<{ value: string; label: string }[]> {
  const { data, error } = await client.from('challenge_types').select('id, title').eq('is_archived', false).order('title');
  if (error) throw new Error(`challenge_types: ${error.message}`);
  return (data ?? []).map(({ id, title }: { id: string; title: string }) => ({ value: id, label: title }));
}

/** The shops that may post orders, by the name their address carries. */
export async function readShops(client: SupabaseClient): Promise<string[]> {
  const { data, error } = await client
    .from('connections')
    .select('slug')
    .eq('kind', 'checkout')
    .eq('status', 'active')
    .order('slug')
    .limit(20);
  if (error) throw new Error(`connections: ${error.message}`);
  return (data ?? []).map(({ slug }) => String(slug));
}
