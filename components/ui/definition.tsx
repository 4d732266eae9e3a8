// Facts as name and value, in a real description list.
import type { ReactNode } from 'react';
import { cn } from './cn';

export type DefinitionRow = { term: ReactNode; value: ReactNode; hint?: string };

export function Definition({ rows, className }: { rows: DefinitionRow[]; className?: string }) {
  return (
    <dl className={cn('grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 gap-y-1', className)}>
      {rows.map((row, index) => (
        <div key={index} className="contents">
          <dt className="text-label leading-5 text-ink-3" title={row.hint}>
            {row.term}
          </dt>
          <dd className="min-w-0 break-words">{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
