// A small book for the previews: accounts with closed trades, kept the way the door keeps them.
import type { Pool } from 'pg';
import type { StoredEvent } from '@/lib/accounts/loaded';
import { cents } from '@/lib/money';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';

export interface Closed {
  id: string;
  at: string;
  net_cents: number;
}

export function keptTrade({ id, at, net_cents }: Closed): StoredEvent {
  const data = {
    kind: 'trade',
    external_id: id,
    position_id: `p-${id}`,
    open_deal_ids: [],
    close_deal_id: id,
    symbol: 'EURUSD',
    broker_symbol: 'EURUSD',
    side: 'buy',
    volume: '1.00',
    volume_unit: 'lot',
    open_price: '1.10000',
    close_price: '1.09000',
    opened_at: at,
    closed_at: at,
    occurred_at: at,
    gross_cents: cents(net_cents),
    commission_cents: cents(0),
    swap_cents: cents(0),
    fee_cents: cents(0),
    net_cents: cents(net_cents),
    booked_cents: cents(net_cents),
    is_final_slice: true,
  };
  const key = orderKey(BigInt(Date.parse(at)) * 1000n, EVENT_CLASS.deal, id);
  return { kind: 'trade', external_id: id, order_key: key, occurred_at: at, data, booked_cents: null, net_cents: null };
}

export async function keep(sql: Pool, accountId: string, trades: Closed[]): Promise<void> {
  for (const one of trades.map(keptTrade)) {
    await sql.query(
      `insert into public.account_events (account_id, kind, external_id, order_key, occurred_at, received_at, source, content_sha256, data)
       values ($1, $2, $3, $4, $5, $5, 'webhook', $3, $6::jsonb)`,
      [accountId, one.kind, one.external_id, one.order_key, one.occurred_at, JSON.stringify(one.data)],
    );
  }
}
