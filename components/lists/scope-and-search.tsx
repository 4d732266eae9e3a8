'use client';
// Above a list: which part of it, what to look for, and between which days.
import { Search } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { inputStyle } from '@/components/ui/field';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import { scopeInForce } from '@/lib/lists/query';
import type { ListUrl } from './use-list-url';

type Props = { definition: ListDefinition; query: ListQuery; url: ListUrl };

export function ScopeAndSearch({ definition, query, url }: Props) {
  return (
    <>
      <Scope definition={definition} query={query} url={url} />
      <label className="relative w-full sm:w-72">
        <span className="sr-only">Search {definition.noun[1]}</span>
        <Search aria-hidden="true" className="pointer-events-none absolute top-1.5 left-2 size-4 text-ink-3" />
        <input
          type="search"
          value={url.q}
          placeholder={definition.search.placeholder}
          onChange={(event) => url.search(event.target.value)}
          className={cn(inputStyle, 'h-7 pl-8 text-body')}
        />
      </label>
      {definition.range && <Days definition={definition} query={query} url={url} />}
    </>
  );
}

function Scope({ definition, query, url }: Props) {
  const scope = definition.scope;
  if (!scope) return null;
  const replaced = (query.facets[scope.facet] ?? []).length > 0 && !scopeInForce(definition, query);
  return (
    <div role="group" aria-label={`Which ${definition.noun[1]}`} className="flex flex-wrap rounded-sm border border-line-strong">
      {scope.choices.map((choice) => {
        const current = !replaced && query.scope === choice.key;
        return (
          <button
            key={choice.key}
            type="button"
            aria-pressed={current}
            onClick={() => url.change({ scope: choice.key === scope.fallback ? null : choice.key, [scope.facet]: null })}
            className={cn('h-6.5 px-2.5 text-body', current ? 'bg-accent-soft font-medium text-accent' : 'text-ink-2 hover:bg-sunken')}
          >
            {choice.label}
          </button>
        );
      })}
    </div>
  );
}

function Days({ definition, query, url }: Props) {
  const day = (value: string) => (value === '' ? null : new Date(`${value}T00:00:00Z`));
  return (
    <div role="group" aria-label={`${definition.range?.label} between`} className="flex items-center gap-1 text-label text-ink-2">
      {definition.range?.label}
      <input
        key={`from${query.from}`}
        type="date"
        aria-label="From day, UTC"
        defaultValue={query.from ?? ''}
        onChange={(event) => url.change({ from: day(event.target.value) })}
        className={cn(inputStyle, 'h-7 w-32 px-1.5 text-label')}
      />
      to
      <input
        key={`to${query.to}`}
        type="date"
        aria-label="To day, UTC"
        defaultValue={query.to ?? ''}
        onChange={(event) => url.change({ to: day(event.target.value) })}
        className={cn(inputStyle, 'h-7 w-32 px-1.5 text-label')}
      />
    </div>
  );
}
