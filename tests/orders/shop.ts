// A small shop for the tests of sales: the firm of the database tests, a price on its product, and orders as the doors hand them on.
import type { Pool, PoolClient } from 'pg';
import { CHALLENGE, NOW, stageFirm } from '../db/stage';

export interface PlacedUnit {
  id: string;
  line_item: string;
  unit: number;
  state: string;
  problem: string | null;
  account_id: string | null;
}
export const PRICE = 15_500;

export async function stageShop(sql: Pool): Promise<void> {
  await stageFirm(sql);
  await sql.query(`update public.challenge_types set price_cents = $2, currency = 'USD' where id = $1`, [CHALLENGE, PRICE]);
}

export interface OrderInput {
  order_id?: string;
  payment_ref?: string;
  quantity?: number;
  amount_cents?: number;
  currency?: string;
  product?: string;
  email?: string | null;
  trader_ref?: string | null;
  modified_at?: string | null;
  line_item?: string;
}

export const orderOf = (order: OrderInput = {}): Record<string, unknown> => {
  const { order_id = 'cs_1', quantity = 1, product = 'p1' } = order;
  return {
    connection_id: null,
    provider: 'stripe',
    order_id,
    payment_ref: order.payment_ref ?? `pi_${order_id}`,
    trader_ref: order.trader_ref ?? null,
    email: order.email === undefined ? 'buyer@mail.test' : order.email,
    full_name: 'Bea Buyer',
    currency: order.currency ?? 'usd',
    modified_at: order.modified_at ?? null,
    inbox_id: null,
    now: NOW,
    lines: [
      {
        line_item: order.line_item ?? 'li_1',
        product_refs: [product],
        product_name: 'Classic 100k',
        quantity,
        amount_cents: order.amount_cents ?? PRICE * quantity,
      },
    ],
  };
};

export async function provision(sql: Pool, order: OrderInput = {}): Promise<PlacedUnit[]> {
  const { rows } = await sql.query<{ done: PlacedUnit[] }>('select public.provision_order($1::jsonb) as done', [
    JSON.stringify(orderOf(order)),
  ]);
  return rows[0]?.done ?? [];
}

export interface ReturnInput {
  external_id?: string;
  payment_ref?: string;
  kind?: 'refund' | 'dispute';
  is_full?: boolean;
}
export async function giveBack(
  sql: Pool | PoolClient,
  back: ReturnInput = {},
): Promise<{ outcome: string; effect?: Record<string, unknown>[] }> {
  const p = {
    provider: 'stripe',
    external_id: back.external_id ?? 'ch_1:15500',
    payment_ref: back.payment_ref ?? 'pi_cs_1',
    kind: back.kind ?? 'refund',
    amount_cents: PRICE,
    currency: 'usd',
    is_full: back.is_full ?? true,
    reason: 'requested_by_customer',
    now: NOW,
  };
  const { rows } = await sql.query('select public.record_return($1::jsonb) as done', [JSON.stringify(p)]);
  return rows[0].done;
}

export async function activate(sql: Pool, accountId: string, login: string): Promise<void> {
  await sql.query('select public.activate_account($1::jsonb)', [JSON.stringify({ account_id: accountId, login, now: NOW })]);
}

export async function one<T = Record<string, unknown>>(sql: Pool, text: string, ...values: unknown[]): Promise<T> {
  const { rows } = await sql.query(text, values);
  return rows[0] as T;
}
