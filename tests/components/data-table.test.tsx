// @vitest-environment jsdom
// The one table: real markup, sorting said to those who cannot see the arrow, and cards for the phone.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { DataTable, type DataTableProps } from '@/components/ui/table';
import { createColumns } from '@/components/ui/table-model';

afterEach(cleanup);

type Line = { id: string; login: string; state: string; left: number };
const helper = createColumns<Line>();
const columns = helper.columns([
  helper.accessor('login', { header: 'Login' }),
  helper.accessor('state', { header: 'State' }),
  helper.accessor('left', { header: 'Left', meta: { numeric: true, sortable: true } }),
]);
const rows: Line[] = [
  { id: 'a', login: '1001', state: 'Safe', left: 5 },
  { id: 'b', login: '1002', state: 'Critical', left: 1 },
];

function show(props: Partial<DataTableProps<Line>> = {}) {
  return render(
    <DataTable
      caption="Accounts"
      columns={columns}
      rows={rows}
      rowCount={52}
      page={2}
      pageSize={25}
      getRowId={(row) => row.id}
      {...props}
    />,
  );
}

test('keeps the order the server sent', () => {
  show({ sort: { id: 'left', desc: false } });
  const table = within(screen.getByRole('table', { name: 'Accounts' }));
  expect(table.getAllByRole('row').map((row) => row.textContent)).toEqual(['LoginStateLeft', '1001Safe5', '1002Critical1']);
});

test('counts rows over all pages', () => {
  show();
  const table = screen.getByRole('table');
  expect(table.getAttribute('aria-rowcount')).toBe('53');
  expect(within(table).getAllByRole('row')[1]?.getAttribute('aria-rowindex')).toBe('27');
});

test('says which column is sorted and asks for the other direction on a second press', () => {
  const onSort = vi.fn();
  show({ sort: { id: 'left', desc: false }, onSort });
  const header = screen.getByRole('columnheader', { name: 'Left' });
  expect(header.getAttribute('aria-sort')).toBe('ascending');
  expect(screen.getByRole('columnheader', { name: 'Login' }).hasAttribute('aria-sort')).toBe(false);
  fireEvent.click(within(header).getByRole('button'));
  expect(onSort).toHaveBeenCalledWith({ id: 'left', desc: true });
});

test('selection is handed up by row id and survives as given', () => {
  const onChange = vi.fn();
  show({ selection: { selected: { a: true }, onChange } });
  // The phone's cards have boxes of their own.
  const boxes = within(screen.getByRole('table')).getAllByRole<HTMLInputElement>('checkbox');
  expect(boxes.map((box) => box.checked)).toEqual([false, true, false]);
  expect(boxes[0]?.indeterminate).toBe(true);
  fireEvent.click(boxes[2] ?? document.body);
  expect(onChange).toHaveBeenCalledWith({ a: true, b: true });
});

test('hidden columns are gone from table and cards alike', () => {
  show({ hidden: ['state'] });
  expect(screen.queryByText('Critical')).toBeNull();
});

test('a phone gets one card per row', () => {
  show({ renderCard: (row) => <p>card {row.login}</p> });
  expect(within(screen.getByRole('list', { name: 'Accounts' })).getAllByRole('listitem')).toHaveLength(2);
  expect(screen.getByText('card 1002')).toBeTruthy();
});

test('a row that says something else now fades once, and rows that only came in do not', () => {
  const fading = () => [...document.querySelectorAll('tr.changed')].map((row) => row.textContent);
  const { rerender } = show();
  expect(fading()).toEqual([]);
  const table = (now: Line[]) => (
    <DataTable caption="Accounts" columns={columns} rows={now} rowCount={52} page={2} pageSize={25} getRowId={(row) => row.id} />
  );
  const after = [{ ...(rows[0] as Line), left: 4 }, rows[1] as Line, { id: 'c', login: '1003', state: 'Safe', left: 9 }];
  rerender(table(after));
  expect(fading()).toEqual(['1001Safe4']);
  rerender(table([...after]));
  expect(fading()).toEqual([]);
});
