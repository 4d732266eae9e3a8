'use client';
// The payouts list: the shared frame with its own columns, and several to approve at once.
import { ListFrame } from '@/components/lists/list-frame';
import { ListRows, type RowsPage } from '@/components/lists/list-rows';
import { useSelection } from '@/components/lists/use-selection';
import type { FacetCounts, ListDefinition, ListQuery } from '@/lib/lists/definition';
import type { PayoutRow } from '@/lib/payouts/list';
import { ChosenBar } from './chosen-bar';
import { PayoutCard, payoutColumns } from './payout-columns';

type Props = {
  definition: ListDefinition;
  query: ListQuery;
  page: RowsPage<PayoutRow>;
  facets: FacetCounts[] | null;
  /** How many may be approved at once. */
  most: number;
  /** Null where the reader approves payouts; otherwise why not. */
  refusedBecause: string | null;
};

export function PayoutsTable({ definition, query, page, facets, most, refusedBecause }: Props) {
  const selection = useSelection(
    definition,
    query,
    page.rows.map((row) => row.id),
  );
  return (
    <ListFrame definition={definition} query={query} facets={facets}>
      {(url) => (
        <>
          <ChosenBar ids={selection.ids} rows={page.rows} most={most} refusedBecause={refusedBecause} clear={selection.clear} />
          <ListRows
            caption="Payouts"
            columns={payoutColumns}
            definition={definition}
            query={query}
            page={page}
            url={url}
            getRowId={(row) => row.id}
            selection={selection.table}
            renderCard={(row) => <PayoutCard row={row} />}
            empty={{ title: 'No payout yet', body: 'One appears here when a trader asks for their share on the page of a funded account.' }}
          />
        </>
      )}
    </ListFrame>
  );
}
