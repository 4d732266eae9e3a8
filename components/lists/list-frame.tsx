'use client';
// The frame every list page shares: search, scope, dates, chips of what is filtered, facets with counts, rows, pages and export.
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { FacetGroup } from '@/components/ui/facets';
import { MOST_COUNTED, type FacetCounts, type ListDefinition, type ListQuery } from '@/lib/lists/definition';
import { listHref } from '@/lib/lists/query';
import { CsvLink } from './csv-link';
import { FilterChips } from './filter-chips';
import { ListKeys } from './list-keys';
import { RangeFilter } from './range-filter';
import { RefusedFilters } from './refused-filters';
import { ScopeAndSearch } from './scope-and-search';
import { useListUrl, type ListUrl } from './use-list-url';
import { ViewsMenu } from './views-menu';

export type ListFrameProps = {
  definition: ListDefinition;
  query: ListQuery;
  /** Null when counting failed: the list still stands. */
  facets: FacetCounts[] | null;
  live?: ReactNode;
  children: (url: ListUrl) => ReactNode;
};

export function ListFrame({ definition, query, facets, live, children }: ListFrameProps) {
  const url = useListUrl(definition);
  return (
    <div className="flex flex-col gap-3" aria-busy={url.isPending}>
      <ListKeys />
      <div className="flex flex-wrap items-center gap-2">
        <ScopeAndSearch definition={definition} query={query} url={url} />
        <span className="flex flex-wrap items-center gap-2 sm:ml-auto">
          {live}
          <ViewsMenu definition={definition} query={query} />
          <CsvLink href={listHref(definition, { ...query, page: 1 }, {}, `${definition.path}/export`)} />
        </span>
      </div>
      <RefusedFilters query={query} url={url} />
      <FilterChips definition={definition} query={query} url={url} />
      <div className="grid gap-4 lg:grid-cols-[200px_minmax(0,1fr)]">
        <Facets definition={definition} query={query} facets={facets} url={url} />
        <div className={cn('flex min-w-0 flex-col gap-2', url.isPending && 'opacity-60')}>{children(url)}</div>
      </div>
    </div>
  );
}

/** Its counts are of every row: choosing by name replaces the scope, so that a scope never hides what was asked for. */
function replacesScope({ scope, noun }: ListDefinition, query: ListQuery, facet: string): string | undefined {
  const within = scope?.facet === facet ? scope.choices.find(({ key, equals }) => key === query.scope && equals !== null) : undefined;
  return within && `Of all ${noun[1]}: a choice here replaces “${within.label}”.`;
}

type FacetsProps = { definition: ListDefinition; query: ListQuery; facets: FacetCounts[] | null; url: ListUrl };

function Facets({ definition, query, facets, url }: FacetsProps) {
  const groups = (facets ?? []).map((facet) => {
    const selected = facet.values.filter((value) => value.isChosen).map((value) => value.value);
    return (
      <FacetGroup
        key={facet.key}
        legend={facet.label}
        options={facet.values}
        selected={selected}
        isLeast={facet.isLeast}
        hint={replacesScope(definition, query, facet.key)}
        onToggle={(value, on) => url.toggle(facet.key, selected, value, on)}
      />
    );
  });
  const ranges = definition.facets.flatMap((facet) =>
    facet.kind === 'range' && !facet.hidden
      ? [
          <RangeFilter
            key={facet.key}
            facet={facet}
            chosen={query.facets[facet.key]?.[0]}
            onChange={(values) => url.change({ [facet.key]: values })}
          />,
        ]
      : [],
  );
  const filters = (
    <>
      {facets === null && <p className="text-label text-ink-3">The filters could not be counted. The list itself is complete.</p>}
      {facets?.some(({ isLeast }) => isLeast) && (
        <p className="text-label text-ink-3">
          Counts with a + are of {MOST_COUNTED.toLocaleString('en-US')} rows. A choice shows at least as many.
        </p>
      )}
      {groups}
      {ranges}
    </>
  );
  return (
    <>
      <aside aria-label="Filters" className="hidden flex-col gap-4 lg:flex">
        {filters}
      </aside>
      <details className="rounded-md border border-line bg-surface px-3 py-2 lg:hidden">
        <summary className="cursor-pointer text-form font-medium">Filters</summary>
        <div className="mt-2 grid gap-4 sm:grid-cols-2">{filters}</div>
      </details>
    </>
  );
}
