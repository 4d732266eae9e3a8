'use client';
// The one table. The server sorts, filters and pages; this draws the rows it was given as a real <table>, keeps login and state in
// sight, and turns into two-line cards on a phone.
import type { RowData, RowSelectionState } from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { cn } from './cn';
import { useHouseTable, type Column, type Sort } from './table-model';
import { Cards, HeadRow, SelectAll, TableRow } from './table-parts';
import { useChanged } from './use-changed';

export type DataTableProps<Row extends RowData> = {
  /** Spoken name of the table: "Living accounts by money left". */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowCount: number;
  /** Counts from 1. */
  page: number;
  pageSize: number;
  getRowId: (row: Row) => string;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  selection?: { selected: RowSelectionState; onChange: (selected: RowSelectionState) => void };
  /** Ids of columns that are not shown. */
  hidden?: string[];
  /** How many of the first columns stay in sight while the rest scrolls. */
  pins?: number;
  /** The phone's two lines; without it the first four columns are used. */
  renderCard?: (row: Row) => ReactNode;
  className?: string;
};

export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, rows, selection, sort = null, hidden = [], pins = 2 } = props;
  const table = useHouseTable<Row>({
    columns: props.columns,
    data: rows,
    getRowId: props.getRowId,
    state: {
      sorting: sort ? [sort] : [],
      rowSelection: selection?.selected ?? {},
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    },
    onRowSelectionChange: (updater) => selection?.onChange(typeof updater === 'function' ? updater(selection.selected) : updater),
  });
  // The ground of a row that changed under the reader's eyes fades once.
  const changed = useChanged(rows, props.getRowId);
  const first = (props.page - 1) * props.pageSize;
  const frame = 'hidden max-h-[calc(100dvh-200px)] scroll-pt-10 overflow-auto rounded-md border border-line bg-surface sm:block';

  return (
    <>
      <div role="region" aria-label={caption} tabIndex={0} className={cn(frame, props.className)}>
        <table aria-rowcount={props.rowCount + 1} className="w-full border-separate border-spacing-0 bg-surface text-body">
          <caption className="sr-only">{caption}</caption>
          <thead className="bg-surface">
            <HeadRow table={table} pins={pins} sort={sort} onSort={props.onSort} lead={selection ? <SelectAll table={table} /> : null} />
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row, index) => (
              <TableRow
                key={row.id}
                table={table}
                pins={pins}
                row={row}
                rowIndex={first + index + 2}
                selectable={Boolean(selection)}
                changed={changed.has(row.id)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Cards table={table} caption={caption} selectable={Boolean(selection)} renderCard={props.renderCard} />
    </>
  );
}
