'use client';
// Writes a list's state into the URL, from where the server reads it again. A filter always goes back to the first page.
import { debounce, useQueryStates } from 'nuqs';
import { useMemo, useTransition } from 'react';
import type { ListDefinition } from '@/lib/lists/definition';
import { listParsers } from '@/lib/lists/query';

const SEARCH_PAUSE_MS = 300;

type UrlState = Record<string, string | number | Date | string[] | null>;

export function useListUrl(definition: ListDefinition) {
  const [isPending, startTransition] = useTransition();
  // The definition arrives as a fresh object with every answer of the server; the list it names stays the same.
  const parsers = useMemo(() => listParsers(definition), [definition]);
  const [state, setState] = useQueryStates(parsers, { shallow: false, history: 'push', scroll: false, startTransition });
  const change = (next: UrlState) => void setState({ page: null, ...next });
  return {
    isPending,
    q: typeof state.q === 'string' ? state.q : '',
    change,
    // Five quick keys are one request: the field shows each key at once, the URL follows when the typing pauses.
    search: (q: string) =>
      void setState(
        { q: q === '' ? null : q, page: null },
        { history: 'replace', limitUrlUpdates: debounce(q === '' ? 0 : SEARCH_PAUSE_MS) },
      ),
    toggle: (key: string, chosen: string[], value: string, on: boolean) => {
      const values = on ? [...chosen, value] : chosen.filter((one) => one !== value);
      change({ [key]: values.length > 0 ? values : null });
    },
    goTo: (page: number) => void setState({ page: page > 1 ? page : null }),
    clear: () => change(Object.fromEntries(['q', 'from', 'to', ...definition.facets.map((facet) => facet.key)].map((key) => [key, null]))),
  };
}

export type ListUrl = ReturnType<typeof useListUrl>;
