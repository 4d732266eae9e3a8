// A table of figures: every column says what it counts, on hover, to a screen reader and on a tap, and the whole scrolls inside its panel.
import type { ReactNode } from 'react';
import { cn } from './cn';
import { Meanings } from './meanings';

export type FigureColumn = { name: string; means?: string; words?: boolean };
export type FigureRow = { key: string; cells: ReactNode[] };

type FigureTableProps = {
  caption: string;
  columns: FigureColumn[];
  rows: FigureRow[];
  /** A list that is read through, rather than looked up in, stands at its full height. */
  isWhole?: boolean;
};

export function FigureTable({ caption, columns, rows, isWhole = false }: FigureTableProps) {
  // Words for screen readers are positioned; without a positioned parent they would widen the page instead of the panel.
  return (
    <div className={cn('relative overflow-auto', !isWhole && 'max-h-112')} tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-label text-ink-2">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                title={column.means}
                className={cn('px-4 py-1.5 font-medium whitespace-nowrap', column.words ? 'text-left' : 'text-right')}
              >
                {column.name}
                {column.means && <span className="sr-only">: {column.means}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-t border-line align-top">
              {row.cells.map((cell, place) => (
                <td key={place} className={cn('px-4 py-1', columns[place]?.words ? 'text-left' : 'num text-right')}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Meanings of={columns.flatMap(({ name, means }) => (means ? [{ name, means }] : []))} className="px-4" />
    </div>
  );
}
