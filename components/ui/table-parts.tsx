'use client';
// The parts of the one table: its head with sort buttons, its rows, and the cards that replace both on a phone.
import type { RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';
import type { HouseTable, Sort } from './table-model';

type HouseRow<Row extends RowData> = ReturnType<HouseTable<Row>['getRowModel']>['rows'][number];

const PINS = ['pin pin-first', 'pin pin-second'];

export function SelectAll<Row extends RowData>({ table }: { table: HouseTable<Row> }) {
  const all = table.getIsAllRowsSelected();
  const some = table.getIsSomeRowsSelected();
  return (
    <input
      type="checkbox"
      aria-label="Select all rows of this page"
      checked={all}
      ref={(box) => {
        if (box) box.indeterminate = some && !all;
      }}
      onChange={table.getToggleAllRowsSelectedHandler()}
      className="block size-4 accent-(--accent)"
    />
  );
}

function ariaSort(sort: Sort | null, id: string): 'ascending' | 'descending' | 'none' {
  if (sort?.id !== id) return 'none';
  return sort.desc ? 'descending' : 'ascending';
}

type HeadProps<Row extends RowData> = {
  table: HouseTable<Row>;
  pins: number;
  sort: Sort | null;
  onSort?: (sort: Sort) => void;
  lead: ReactNode;
};

export function HeadRow<Row extends RowData>({ table, pins, sort, onSort, lead }: HeadProps<Row>) {
  const cell = 'top-0 h-8 border-b border-line bg-surface px-(--cell) text-left text-label font-medium whitespace-nowrap text-ink-2';
  const headers = table.getHeaderGroups().at(-1)?.headers ?? [];
  return (
    <tr aria-rowindex={1}>
      {lead && (
        <th scope="col" className={cn(cell, 'pin pin-select z-20')}>
          {lead}
        </th>
      )}
      {headers.map((header, index) => {
        const meta = header.column.columnDef.meta;
        const sortable = Boolean(meta?.sortable && onSort);
        return (
          <th
            key={header.id}
            scope="col"
            title={meta?.hint}
            aria-sort={sortable ? ariaSort(sort, header.column.id) : undefined}
            className={cn(cell, meta?.numeric && 'text-right', index < pins && PINS[index] ? cn(PINS[index], 'z-20') : 'sticky z-10')}
          >
            {sortable && onSort ? (
              <SortButton id={header.column.id} sort={sort} onSort={onSort}>
                <table.FlexRender header={header} />
              </SortButton>
            ) : (
              <table.FlexRender header={header} />
            )}
          </th>
        );
      })}
    </tr>
  );
}

type SortButtonProps = { id: string; sort: Sort | null; onSort: (sort: Sort) => void; children: ReactNode };

function SortButton({ id, sort, onSort, children }: SortButtonProps) {
  const order = ariaSort(sort, id);
  const Arrow = order === 'none' ? ChevronsUpDown : order === 'descending' ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={() => onSort({ id, desc: order === 'ascending' })}
      className="inline-flex h-6 items-center gap-1 rounded-sm font-medium hover:text-ink"
    >
      {children}
      <Arrow aria-hidden="true" className={cn('size-3', order === 'none' && 'text-ink-3')} />
    </button>
  );
}

type RowProps<Row extends RowData> = {
  table: HouseTable<Row>;
  pins: number;
  row: HouseRow<Row>;
  rowIndex: number;
  selectable: boolean;
  changed: boolean;
};

export function TableRow<Row extends RowData>({ table, pins, row, rowIndex, selectable, changed }: RowProps<Row>) {
  const selected = selectable && row.getIsSelected();
  return (
    <tr
      data-row=""
      tabIndex={-1}
      aria-rowindex={rowIndex}
      className={cn('bg-surface hover:bg-sunken', selected && 'bg-accent-soft', changed && 'changed')}
    >
      {selectable && (
        <td className="pin pin-select border-b border-line px-2.5">
          <input
            type="checkbox"
            aria-label={`Select row ${rowIndex - 1}`}
            checked={selected}
            onChange={row.getToggleSelectedHandler()}
            className="block size-4 accent-(--accent)"
          />
        </td>
      )}
      {row.getVisibleCells().map((cell, index) => (
        <td
          key={cell.id}
          className={cn(
            'h-(--row) border-b border-line px-(--cell) whitespace-nowrap',
            cell.column.columnDef.meta?.numeric && 'text-right',
            index < pins && PINS[index],
          )}
        >
          <table.FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
}

type CardsProps<Row extends RowData> = {
  table: HouseTable<Row>;
  caption: string;
  selectable: boolean;
  renderCard?: (row: Row) => ReactNode;
};

export function Cards<Row extends RowData>({ table, caption, selectable, renderCard }: CardsProps<Row>) {
  return (
    <ul aria-label={caption} className="flex flex-col gap-2 sm:hidden">
      {table.getRowModel().rows.map((row, index) => {
        const card = renderCard ? renderCard(row.original) : <PlainCard table={table} row={row} />;
        return (
          <li key={row.id} className="rounded-md border border-line bg-surface px-3 py-2">
            {selectable ? (
              <div className="flex items-start gap-3">
                <input
                  type="checkbox"
                  aria-label={`Select card ${index + 1}`}
                  checked={row.getIsSelected()}
                  onChange={row.getToggleSelectedHandler()}
                  className="mt-0.5 block size-6 shrink-0 accent-(--accent)"
                />
                <div className="min-w-0 flex-1">{card}</div>
              </div>
            ) : (
              card
            )}
          </li>
        );
      })}
    </ul>
  );
}

function PlainCard<Row extends RowData>({ table, row }: { table: HouseTable<Row>; row: HouseRow<Row> }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
      {row
        .getVisibleCells()
        .slice(0, 4)
        .map((cell) => (
          <div key={cell.id} className="min-w-2/5 truncate">
            <table.FlexRender cell={cell} />
          </div>
        ))}
    </div>
  );
}
