// One order: what was sold, where it stands and why, what came back, what was said about it, and what may be done.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { RefreshWhile } from '@/components/live/refresh-while';
import { OrderDeeds } from '@/components/orders/order-deeds';
import { HistoryList } from '@/components/history/history-list';
import { OrderFacts } from '@/components/orders/order-facts';
import { OrderStateChip } from '@/components/orders/order-state-chip';
import { RawPanel } from '@/components/orders/raw-panel';
import { ReturnsPanel } from '@/components/orders/returns-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readOrder, readOrderEvents, readOrderMessage, readProducts, readReturns, readSiblings } from '@/lib/orders/read';
import { PROBLEMS } from '@/lib/orders/states';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { deliverOrder, disputeWon, matchByHand, recordReturn } from '../actions';

export const metadata: Metadata = { title: 'Order' };

export default async function OrderPage({ params, searchParams }: PageProps<'/orders/[id]'>) {
  const actor = await requireStaff(readersOf('/orders'));
  const client = await createClient();
  const order = await readOrder(client, (await params).id);
  if (!order) notFound();
  const { events: kind } = await searchParams;
  const [siblings, returns, events, message, products] = await Promise.all([
    readSiblings(client, order).catch(() => null),
    readReturns(client, 20, order).catch(() => null),
    readOrderEvents(client, order).catch(() => null),
    seesMessages(actor) ? readOrderMessage(client, order.inbox_id).catch(() => 'failed' as const) : ('not-yours' as const),
    readProducts(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader
        title={
          <>
            Order <span className="font-mono break-all">{order.order_id}</span> <OrderStateChip state={order.state} />
          </>
        }
        question="Was it delivered, and what came back?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <>
            <RefreshWhile on={order.state === 'paid'} />
            <Link href="/orders" className="text-accent underline">
              All orders
            </Link>
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {order.problem && (
            <p className="rounded-md border border-caution bg-caution-soft px-4 py-3">
              {PROBLEMS[order.problem] ?? order.problem} <code className="text-label">{order.problem}</code>
            </p>
          )}
          <Panel title="What was sold">
            <OrderFacts order={order} siblings={siblings ?? []} />
            {siblings === null && <p className="text-label text-critical">What else was paid with it could not be read.</p>}
          </Panel>
          {returns === null && <ErrorState code="returns-not-read" title="What came back of this payment could not be read" />}
          {returns && returns.length > 0 && <ReturnsPanel rows={returns} title="What came back of this payment" />}
          <Panel title="What happened" flush>
            <HistoryList events={events} narrowed={{ path: `/orders/${order.id}`, kind: typeof kind === 'string' ? kind : '' }} />
          </Panel>
          <RawPanel message={message} />
        </div>
        <OrderDeeds
          order={order}
          products={products}
          role={actor.role}
          actions={{ deliver: deliverOrder, match: matchByHand, giveBack: recordReturn, win: disputeWon }}
        />
      </div>
    </>
  );
}

/** A shop's message carries the buyer's address and more. */
const seesMessages = ({ role }: StaffActor): boolean => role === 'support' || role === 'admin' || role === 'auditor';
