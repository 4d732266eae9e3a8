'use client';
// What narrows the list, each with a way out. Filters that came by link only, such as one account, can be dropped nowhere else.
import { X } from 'lucide-react';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import { activeFilters } from '@/lib/lists/query';
import type { ListUrl } from './use-list-url';

export function FilterChips({ definition, query, url }: { definition: ListDefinition; query: ListQuery; url: ListUrl }) {
  const filters = activeFilters(definition, query).filter((filter) => filter.key !== 'q');
  if (filters.length === 0) return null;
  const drop = (key: string, raw: string) =>
    key === 'from' || key === 'to' ? url.change({ [key]: null }) : url.toggle(key, query.facets[key] ?? [], raw, false);
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-1.5">
      {filters.map((filter) => (
        <li key={`${filter.key}:${filter.raw}`}>
          <button
            type="button"
            aria-label={`Drop filter ${filter.label}: ${filter.value}`}
            onClick={() => drop(filter.key, filter.raw)}
            className="inline-flex h-6 max-w-72 items-center gap-1 rounded-sm border border-line-strong bg-surface px-2 text-label text-ink-2 hover:bg-sunken"
          >
            <span className="truncate">
              {filter.label}: <span className="text-ink">{filter.value}</span>
            </span>
            <X aria-hidden="true" className="size-3" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" onClick={url.clear} className="h-6 px-1 text-label text-accent underline">
          Clear all
        </button>
      </li>
    </ul>
  );
}
