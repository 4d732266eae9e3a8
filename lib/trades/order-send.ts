// The job behind every order to a platform: sends it under its own id until the platform says yes, and writes down what was said. It may
// die at any step and run again: the platform does what it has already done under that id only once.
import { serviceClient } from '@/lib/db/clients';
import { platformOf } from '@/lib/trades/providers/choose-settle';
import type { AccountRef, OrderConnection, Outcome, PlatformProvider } from '@/lib/trades/providers/provider';
import { callFunction } from '@/lib/db/call';

type OrderKind = 'trading-off' | 'trading-on' | 'close-all' | 'set-balance';
interface DueOrder {
  order_id: string;
  kind: OrderKind;
  /** Decimal text in the account's currency, for `set-balance`. */
  balance: string | null;
  account: AccountRef;
  connection: OrderConnection;
}

export async function sendPlatformOrder(orderId: string, now: Date): Promise<void> {
  const due = await call<DueOrder | null>('begin_platform_order', { p_id: orderId, p_now: now.toISOString() });
  if (!due) return;
  const said = await ask(due, now);
  const message = said.outcome === 'acknowledged' ? null : said.message;
  await call('settle_platform_order', { p: { order_id: orderId, outcome: said.outcome, message, now: new Date().toISOString() } });
}

async function ask(due: DueOrder, now: Date): Promise<Outcome<null>> {
  if (!due.connection.orders_url) {
    return {
      outcome: 'refused',
      code: 'nobody-listens',
      message: 'Nobody listens for orders on this connection: do it on the platform by hand.',
    };
  }
  let platform: PlatformProvider;
  try {
    platform = platformOf(due.connection, now);
  } catch (error) {
    return { outcome: 'unknown', message: error instanceof Error ? error.message : String(error) };
  }
  const key = `order:${due.order_id}`;
  switch (due.kind) {
    case 'trading-off':
      return platform.setTrading(due.account, false, key);
    case 'trading-on':
      return platform.setTrading(due.account, true, key);
    case 'close-all':
      return platform.closeAll(due.account, key);
    case 'set-balance':
      return platform.setBalance(due.account, due.balance ?? '0', key);
  }
}

const call = <T>(name: string, args: Record<string, unknown>): Promise<T> => callFunction<T>(serviceClient(), name, args);
