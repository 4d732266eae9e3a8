'use client';
// The orders list: the shared frame with its own columns.
import { ListFrame } from '@/components/lists/list-frame';
import { ListRows, type RowsPage } from '@/components/lists/list-rows';
import type { FacetCounts, ListDefinition, ListQuery } from '@/lib/lists/definition';
import type { OrderRow } from '@/lib/orders/read';
import { OrderCard, orderColumns } from './order-columns';

type Props = {
  definition: ListDefinition;
  query: ListQuery;
  page: RowsPage<OrderRow>;
  facets: FacetCounts[] | null;
  /** Where a shop posts to, for the day the first one is connected. */
  webhookUrl: string;
};

export function OrdersTable({ definition, query, page, facets, webhookUrl }: Props) {
  const how = (
    <>
      An order appears here when a shop posts a paid one to <code className="text-label break-all">{webhookUrl}</code>, signed with the
      secret of its connection.
    </>
  );
  return (
    <ListFrame definition={definition} query={query} facets={facets}>
      {(url) => (
        <ListRows
          caption="Orders"
          columns={orderColumns}
          definition={definition}
          query={query}
          page={page}
          url={url}
          getRowId={(row) => row.id}
          renderCard={(row) => <OrderCard row={row} />}
          empty={{ title: 'No order yet', body: how }}
        />
      )}
    </ListFrame>
  );
}
