// The figures behind a drawing, folded away: whoever cannot read the drawing, or wants the exact numbers, opens it.
import { FigureTable, type FigureColumn, type FigureRow } from './figure-table';

export function FigureAsTable(props: { caption: string; columns: FigureColumn[]; rows: FigureRow[] }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer py-1 text-label text-accent">Show as table</summary>
      <FigureTable {...props} />
    </details>
  );
}
