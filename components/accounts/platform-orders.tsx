// What the trading platform was told about this account, and whether it has said yes. An order nobody answered is the firm's risk, so it
// is said loudly and may be confirmed by whoever did it there by hand.
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { When } from '@/components/ui/when';
import type { PlatformOrderRow } from '@/lib/trades/platform-orders-read';

const DEEDS: Record<PlatformOrderRow['kind'], string> = {
  'trading-off': 'Stop trading',
  'trading-on': 'Allow trading again',
  'close-all': 'Close all positions',
  'set-balance': 'Set the balance',
};

type Props = {
  orders: PlatformOrderRow[];
  /** The page's own clock, so that server and browser say the same. */
  now: number;
  /** What may be done about an open order. */
  deed: (order: PlatformOrderRow) => ReactNode;
};

export function PlatformOrders({ orders, now, deed }: Props) {
  if (orders.length === 0) return null;
  return (
    <section aria-labelledby="platform-orders" className="rounded-md border border-line bg-surface p-4">
      <h2 id="platform-orders" className="mb-2 text-section font-semibold">
        Orders to the platform
      </h2>
      <ul className="divide-y divide-line">
        {orders.map((order) => (
          <li key={order.id} className="flex flex-col gap-1 py-2 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">{DEEDS[order.kind]}</span>
              <span className={cn('text-label', isLoud(order, now) ? 'font-medium text-critical' : 'text-ink-2')}>
                {standing(order, now)}
              </span>
            </p>
            <p className="text-label text-ink-3">
              Ordered <When at={order.created_at} />
              {order.settled_at && (
                <>
                  , settled <When at={order.settled_at} />
                </>
              )}
              {order.state !== 'acknowledged' && order.last_error && ` · ${order.last_error}`}
            </p>
            {(order.state === 'refused' || isLoud(order, now)) && deed(order)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const isLate = (order: PlatformOrderRow, now: number) => order.state === 'queued' && Date.parse(order.due_at) <= now;
const isLoud = (order: PlatformOrderRow, now: number) => order.state === 'refused' || isLate(order, now);

function standing(order: PlatformOrderRow, now: number): string {
  switch (order.state) {
    case 'acknowledged':
      return order.settled_by ? 'Done by hand' : 'Acknowledged by the platform';
    case 'refused':
      return 'Refused: do it on the platform by hand';
    case 'superseded':
      return 'Replaced by a newer order';
    case 'queued':
      return isLate(order, now) ? `Not acknowledged, ${order.attempts} tries so far` : 'On its way';
  }
}
