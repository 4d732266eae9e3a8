'use client';
// The payouts list: the shared frame with its own columns.
import { ListFrame } from '@/components/lists/list-frame';
import { ListRows, type RowsPage } from '@/components/lists/list-rows';
import type { FacetCounts, ListDefinition, ListQuery } from '@/lib/lists/definition';
import type { PayoutRow } from '@/lib/payouts/list';
import { PayoutCard, payoutColumns } from './payout-columns';

type Props = { definition: ListDefinition; query: ListQuery; page: RowsPage<PayoutRow>; facets: FacetCounts[] | null };

export function PayoutsTable({ definition, query, page, facets }: Props) {
  return (
    <ListFrame definition={definition} query={query} facets={facets}>
      {(url) => (
        <ListRows
          caption="Payouts"
          columns={payoutColumns}
          definition={definition}
          query={query}
          page={page}
          url={url}
          getRowId={(row) => row.id}
          renderCard={(row) => <PayoutCard row={row} />}
          empty={{ title: 'No payout yet', body: 'One appears here when a trader asks for their share on the page of a funded account.' }}
        />
      )}
    </ListFrame>
  );
}
