'use client';
// What the link asked for and nobody could follow. The list is read without it, and says so: in silence it would show more than was meant.
import { Button } from '@/components/ui/button';
import type { ListQuery } from '@/lib/lists/definition';
import type { ListUrl } from './use-list-url';

export function RefusedFilters({ query, url }: { query: ListQuery; url: ListUrl }) {
  const refused = query.refused ?? [];
  if (refused.length === 0) return null;
  const drop = () => {
    const keys = [...new Set(refused.map(({ key }) => key))];
    // Values of the same filter that were understood stay.
    url.change(Object.fromEntries(keys.map((key) => [key, (query.facets[key]?.length ?? 0) > 0 ? (query.facets[key] ?? null) : null])));
  };
  return (
    <div role="status" className="flex flex-wrap items-start gap-2 rounded-md border border-caution bg-caution-soft px-3 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">The list is shown without a filter that could not be followed.</p>
        <ul className="text-label">
          {refused.map(({ key, label, value, why }) => (
            <li key={`${key}:${value}`} className="break-words">
              {label}: “{value}” {why}. (filter-not-followed)
            </li>
          ))}
        </ul>
      </div>
      <Button size="small" onClick={drop}>
        Take it out of the link
      </Button>
    </div>
  );
}
