// The facts of one unit sold, and its sisters under the same payment.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { Definition } from '@/components/ui/definition';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import type { OrderDetail, OrderRow } from '@/lib/orders/read';
import { OrderStateChip } from './order-state-chip';

export function OrderFacts({ order, siblings }: { order: OrderDetail; siblings: OrderRow[] }) {
  const none = <span className="text-ink-3">none</span>;
  const account = order.account_id && (
    <Link href={`/accounts/${order.account_id}`} className="text-accent underline">
      {loginText(order.login ?? '')}
    </Link>
  );
  return (
    <div className="flex flex-col gap-4">
      <Definition
        rows={[
          { term: 'Amount', value: <Money cents={order.amount_cents} currency={order.currency} /> },
          { term: 'As the shop names it', value: order.product_name || none },
          { term: 'Product ids', value: <code className="text-label break-all">{order.product_refs.join(', ') || 'none'}</code> },
          { term: 'Challenge', value: order.challenge_title ?? none },
          { term: 'Trader', value: order.trader_name || order.trader_email || none },
          {
            term: 'Account',
            value: account ? (
              <>
                {account} {order.account_status}
              </>
            ) : (
              none
            ),
          },
          { term: 'Shop', value: `${order.provider}, connection ${order.connection_slug ?? 'none'}` },
          { term: 'Line and unit', value: <span className="num">{`${order.line_item}, ${order.unit} of ${order.quantity}`}</span> },
          { term: 'Payment', value: <code className="text-label break-all">{order.payment_ref}</code> },
          { term: 'Sold', value: <When at={order.created_at} /> },
          { term: 'Delivered', value: order.delivered_at ? <When at={order.delivered_at} /> : 'not yet' },
        ]}
      />
      {siblings.length > 0 && (
        <section>
          <h3 className="text-form font-semibold">Under the same payment</h3>
          <ul className="mt-1 divide-y divide-line">
            {siblings.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-3 py-1">
                <Link href={`/orders/${one.id}`} className="text-accent underline">
                  line <span className="font-mono text-label">{one.line_item}</span>, unit <span className="num">{one.unit}</span>
                </Link>
                <OrderStateChip state={one.state} />
                <Money cents={one.amount_cents} currency={one.currency} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
