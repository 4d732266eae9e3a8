'use client';
// Rows chosen on a list, over all its pages. They belong to the filter they were chosen under: another filter begins with none, so
// nothing is ever done to a row that is out of sight.
import { useState } from 'react';
import type { DataTableProps } from '@/components/ui/table';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import { listHref } from '@/lib/lists/query';

type Chosen = Record<string, true>;

export function useSelection(definition: ListDefinition, query: ListQuery, rowIds: string[]) {
  // Order, page and page size change what is seen, not what matches.
  const fallback = definition.defaultSort;
  const plain = { page: 1, size: 50, sort: fallback.replace(/^-/, ''), desc: fallback.startsWith('-'), cols: '' };
  const address = listHref(definition, { ...query, ...plain });
  const [held, hold] = useState<{ address: string; chosen: Chosen; isAll: boolean }>({ address, chosen: {}, isAll: false });
  const now = held.address === address ? held : { address, chosen: {}, isAll: false };
  const page = Object.fromEntries(rowIds.map((id) => [id, true as const]));
  const table: DataTableProps<object>['selection'] = {
    selected: now.isAll ? page : now.chosen,
    onChange: (selected) =>
      hold({
        address,
        isAll: false,
        chosen: Object.fromEntries(Object.entries(selected).flatMap(([id, on]) => (on ? [[id, true as const]] : []))),
      }),
  };
  return {
    /** The list's address without order and page: what "all that match" means. */
    address,
    table,
    isAll: now.isAll,
    ids: Object.keys(now.chosen),
    chooseAll: () => hold({ address, chosen: {}, isAll: true }),
    clear: () => hold({ address, chosen: {}, isAll: false }),
  };
}

export type Selection = ReturnType<typeof useSelection>;
