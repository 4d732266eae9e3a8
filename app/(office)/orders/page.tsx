// Orders: was everything sold delivered, and what came back? What needs a hand stands first, whatever the filters.
import type { Metadata } from 'next';
import { OrdersTable } from '@/components/orders/orders-table';
import { ReturnsPanel } from '@/components/orders/returns-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { appUrl } from '@/lib/env';
import { isNarrowed, readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { ordersList } from '@/lib/orders/list';
import { readReturns, readShops, type OrderRow } from '@/lib/orders/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/orders');
export const metadata: Metadata = { title: HEAD.title };
const SHOWN = 6;

export default async function OrdersPage({ searchParams }: PageProps<'/orders'>) {
  const actor = await requireStaff(readersOf('/orders'));
  const query = readQuery(ordersList, await searchParams);
  const client = await createClient();
  const isFront = !isNarrowed(ordersList, query) && query.page === 1;
  const [view, returns, shops] = await Promise.all([
    readListView<OrderRow>(client, actor.id, ordersList, query),
    isFront ? readReturns(client, SHOWN).catch(() => null) : [],
    readShops(client).catch(() => []),
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      {view.page ? (
        <OrdersTable
          definition={ordersList}
          query={query}
          page={view.page}
          facets={view.facets}
          webhookUrls={shops.map((slug) => `${appUrl()}/api/webhooks/${slug}`)}
        />
      ) : (
        <ErrorState code="list-not-read" title="The orders could not be read" />
      )}
      {returns === null && <ErrorState code="returns-not-read" title="Refunds and disputes could not be read" className="mt-4" />}
      {returns && returns.length > 0 && <ReturnsPanel rows={returns} title="Last refunds and disputes" className="mt-4" />}
    </>
  );
}
