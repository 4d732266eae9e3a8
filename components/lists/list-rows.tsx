'use client';
// The rows of a list with their pages, or what stands there instead: nothing yet, or nothing that matches.
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Empty, NoMatch } from '@/components/ui/empty';
import { Pagination } from '@/components/ui/pagination';
import { DataTable, type DataTableProps } from '@/components/ui/table';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import { activeFilters } from '@/lib/lists/query';
import { arranged, parseColumns } from '@/lib/lists/desk';
import { ColumnChoice } from './column-choice';
import { useDesk } from './desk';
import type { ListUrl } from './use-list-url';

type RowsPage<Row> = { rows: Row[]; total: number; isLeast?: boolean; page: number };

export type ListRowsProps<Row extends object> = Pick<
  DataTableProps<Row>,
  'columns' | 'getRowId' | 'renderCard' | 'caption' | 'hidden' | 'selection'
> & {
  definition: ListDefinition;
  query: ListQuery;
  page: RowsPage<Row>;
  url: ListUrl;
  empty: { title: string; body?: ReactNode; action?: ReactNode };
};

export function ListRows<Row extends object>({ definition, query, page, url, empty, ...table }: ListRowsProps<Row>) {
  const { desk } = useDesk();
  if (page.total === 0) return <Nothing definition={definition} query={query} url={url} empty={empty} />;
  const sortText = (sort: { id: string; desc: boolean }) => (sort.desc ? `-${sort.id}` : sort.id);
  const choice = parseColumns(query.cols) ?? parseColumns(desk.columns[definition.name]);
  const { columns, pins } = arranged(table.columns, columnId, choice);
  return (
    <>
      <div className="flex justify-end max-sm:hidden">
        <ColumnChoice
          page={definition.name}
          all={table.columns.map((column) => ({ id: columnId(column), name: columnName(column) }))}
          shown={columns.map(columnId)}
          pins={pins}
          isChosen={choice !== null}
          inLink={Boolean(query.cols)}
          onLink={(cols) => url.change({ cols })}
        />
      </div>
      <DataTable
        {...table}
        columns={columns}
        pins={pins}
        rows={page.rows}
        rowCount={page.total}
        page={page.page}
        pageSize={query.size}
        sort={{ id: query.sort, desc: query.desc }}
        onSort={(sort) => url.change({ sort: sortText(sort) === definition.defaultSort ? null : sortText(sort) })}
      />
      <Pagination
        page={page.page}
        pageSize={query.size}
        rowCount={page.total}
        isLeast={page.isLeast}
        onPage={url.goTo}
        onPageSize={(size) => url.change({ size: size === 50 ? null : size })}
      />
    </>
  );
}

type AnyColumn = { id?: string; accessorKey?: unknown; header?: unknown };
const columnId = (column: AnyColumn): string => column.id ?? String(column.accessorKey ?? '');
const columnName = (column: AnyColumn): string => (typeof column.header === 'string' ? column.header : columnId(column));

type NothingProps = {
  definition: ListDefinition;
  query: ListQuery;
  url: ListUrl;
  empty: { title: string; body?: ReactNode; action?: ReactNode };
};

function Nothing({ definition, query, url, empty }: NothingProps) {
  const filters = activeFilters(definition, query);
  if (filters.length === 0) return <Empty {...empty} />;
  const named = filters.map((filter) => `${filter.label}: ${filter.value}`).join(', ');
  return (
    <NoMatch
      title={`No ${definition.noun[0]} matches`}
      body={`Nothing fits ${named}. Drop a filter above, or all of them.`}
      action={<Button onClick={url.clear}>Clear all filters</Button>}
    />
  );
}
