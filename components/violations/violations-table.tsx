'use client';
// The violations list: the shared frame with its own columns.
import { ListFrame } from '@/components/lists/list-frame';
import { ListRows, type RowsPage } from '@/components/lists/list-rows';
import { Live } from '@/components/live/live';
import type { FacetCounts, ListDefinition, ListQuery } from '@/lib/lists/definition';
import type { ViolationRow } from '@/lib/violations/read';
import { ViolationCard, violationColumns } from './violation-columns';

type Props = {
  definition: ListDefinition;
  query: ListQuery;
  page: RowsPage<ViolationRow>;
  facets: FacetCounts[] | null;
  after: string | null;
};

export function ViolationsTable({ definition, query, page, facets, after }: Props) {
  const live = after !== null && <Live after={after} topics={['violation']} mode="pill" noun={['new verdict', 'new verdicts']} />;
  return (
    <ListFrame definition={definition} query={query} facets={facets} live={live}>
      {(url) => (
        <ListRows
          caption="Violations"
          columns={violationColumns}
          definition={definition}
          query={query}
          page={page}
          url={url}
          getRowId={(row) => row.id}
          renderCard={(row) => <ViolationCard row={row} />}
          empty={{ title: 'No rule was broken', body: 'A verdict appears here the moment an account breaks one of its rules.' }}
        />
      )}
    </ListFrame>
  );
}
