// A plain list: short, read whole, never sorted.
import type { ReactNode } from 'react';
import { cn } from './cn';

export interface PlainTableProps {
  caption: string;
  head: readonly string[];
  /** Columns of figures, by place. */
  numeric?: readonly number[];
  rows: { key: string; cells: ReactNode[] }[];
}

export function PlainTable({ caption, head, numeric = [], rows }: PlainTableProps) {
  const side = (place: number) => (numeric.includes(place) ? 'num text-right' : 'text-left');
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="max-h-[28rem] overflow-auto">
      <table className="w-full border-separate border-spacing-0 text-body">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {head.map((name, place) => (
              <th
                key={name}
                scope="col"
                className={cn(
                  'sticky top-0 h-8 border-b border-line bg-surface px-2.5 text-label font-medium whitespace-nowrap text-ink-2',
                  side(place),
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="hover:bg-sunken">
              {cells.map((cell, place) => (
                <td key={head[place]} className={cn('h-8 border-b border-line px-2.5 whitespace-nowrap', side(place))}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
