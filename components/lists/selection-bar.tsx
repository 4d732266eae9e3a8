'use client';
// What is chosen on a list and what may be done with it. It stands above the rows and says its number aloud, since rows of other pages
// are chosen too and cannot be seen.
import type { ReactNode } from 'react';
import type { ListDefinition } from '@/lib/lists/definition';
import type { Selection } from './use-selection';

type Props = { definition: ListDefinition; selection: Selection; total: number; children: ReactNode };

export function SelectionBar({ definition, selection, total, children }: Props) {
  const { isAll, ids } = selection;
  const count = isAll ? total : ids.length;
  if (count === 0) return null;
  const noun = definition.noun[count === 1 ? 0 : 1];
  return (
    <div
      role="group"
      aria-label={`Chosen ${definition.noun[1]}`}
      className="flex flex-wrap items-center gap-2 rounded-md border border-accent bg-accent-soft px-3 py-1.5"
    >
      <span role="status" className="font-medium">
        {isAll ? `All ${count} ${noun} that match` : `${count} ${noun} chosen`}
      </span>
      {!isAll && ids.length < total && (
        <button type="button" onClick={selection.chooseAll} className="h-6 text-accent underline">
          Choose all {total} that match
        </button>
      )}
      <button type="button" onClick={selection.clear} className="h-6 text-accent underline">
        Choose none
      </button>
      <span className="flex flex-wrap items-center gap-2 sm:ml-auto">{children}</span>
    </div>
  );
}
