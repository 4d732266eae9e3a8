// @vitest-environment jsdom
// A list by its reader's desk: their columns, views with the mark of a change, and the keys of its rows.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { NuqsTestingAdapter } from 'nuqs/adapters/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeskProvider } from '@/components/lists/desk';
import { ListFrame } from '@/components/lists/list-frame';
import { ListRows } from '@/components/lists/list-rows';
import { FacetGroup } from '@/components/ui/facets';
import { turnKeys } from '@/components/ui/keys';
import { Pagination } from '@/components/ui/pagination';
import { createColumns } from '@/components/ui/table-model';
import { accountsList } from '@/lib/accounts/list';
import type { FacetCounts } from '@/lib/lists/definition';
import { EMPTY_DESK, type Desk } from '@/lib/lists/desk';
import { readQuery } from '@/lib/lists/query';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';
import { letDialogsOpen } from '../support/dialogs';

const VIEW = '00000000-0000-4000-8000-00000000000a';
type Line = { id: string; login: string; state: string; left: number };
const helper = createColumns<Line>();
const columns = helper.columns([
  helper.display({ id: 'login', header: 'Login', cell: ({ row }) => <a href={`/accounts/${row.original.id}`}>{row.original.login}</a> }),
  helper.display({ id: 'state', header: 'State', cell: ({ row }) => row.original.state }),
  helper.display({ id: 'left', header: 'Left', cell: ({ row }) => row.original.left }),
]);
const rows: Line[] = [
  { id: 'a', login: '1001', state: 'Safe', left: 5 },
  { id: 'b', login: '1002', state: 'Critical', left: 1 },
];

let sent: Record<string, string>[] = [];
const answer =
  (state: ActionState) =>
  async (_before: ActionState, form: FormData): Promise<ActionState> => {
    sent.push(Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)])));
    return state;
  };
const actions = {
  keepView: answer({ ...UNTOUCHED, done: 'Saved' }),
  forgetView: answer(UNTOUCHED),
  keepColumns: answer({ ...UNTOUCHED, done: 'Kept' }),
};
const onUrl = vi.fn();

function list(address: string, desk: Partial<Desk> = {}, facets: FacetCounts[] = []) {
  const query = readQuery(accountsList, new URLSearchParams(address));
  return render(
    <NuqsTestingAdapter searchParams={address} onUrlUpdate={(event) => onUrl(event.queryString)}>
      <DeskProvider desk={{ ...EMPTY_DESK, ...desk }} actions={actions}>
        <main>
          <ListFrame definition={accountsList} query={query} facets={facets}>
            {(url) => (
              <ListRows
                caption="Accounts"
                columns={columns}
                definition={accountsList}
                query={query}
                page={{ rows, total: 2, page: 1 }}
                url={url}
                getRowId={(row) => row.id}
                selection={{ selected: {}, onChange: () => undefined }}
                empty={{ title: 'None' }}
              />
            )}
          </ListFrame>
        </main>
      </DeskProvider>
    </NuqsTestingAdapter>,
  );
}

const press = async (key: string, target: Element | Window = document.body, more: object = {}) =>
  act(async () => void fireEvent.keyDown(target, { key, ...more }));
const click = async (name: string | RegExp, within_: HTMLElement = document.body) =>
  act(async () => void fireEvent.click(within(within_).getByRole('button', { name })));
const heads = () =>
  within(screen.getByRole('table', { name: 'Accounts' }))
    .getAllByRole('columnheader')
    .slice(1)
    .map((head) => head.textContent);
const view = (query: string, more: object = {}) => ({
  id: VIEW,
  page: 'accounts',
  name: 'Weak',
  query,
  is_shared: false,
  is_own: true,
  ...more,
});

beforeEach(() => {
  sent = [];
  onUrl.mockReset();
  turnKeys(true);
  letDialogsOpen();
  Element.prototype.getClientRects = () => [{}] as unknown as DOMRectList;
});
afterEach(cleanup);

test('a person’s own columns are shown in their order, and a link that brings columns goes before them', () => {
  list('', { columns: { accounts: '1:left,login' } });
  expect(heads()).toEqual(['Left', 'Login']);
  cleanup();
  list('cols=0:state', { columns: { accounts: '1:left,login' } });
  expect(heads()).toEqual(['State']);
  cleanup();
  list('', { columns: { trades: '1:left' } });
  expect(heads()).toEqual(['Login', 'State', 'Left']);
});

test('only as many columns as were asked for stay in sight', () => {
  list('', { columns: { accounts: '1:left,login' } });
  const pinned = within(screen.getByRole('table'))
    .getAllByRole('columnheader')
    .filter((head) => /pin-(first|second)/.test(head.className));
  expect(pinned.map((head) => head.textContent)).toEqual(['Left']);
});

test('columns are hidden, moved and kept for the person; with columns in the link it is the link that changes', async () => {
  list('');
  await click(/^Columns/);
  fireEvent.click(screen.getByRole('checkbox', { name: 'State' }));
  await click('Move Left up');
  await click('Move Left up');
  await click('Show 2 columns');
  expect(sent).toEqual([{ page: 'accounts', columns: '2:left,login' }]);
  cleanup();
  list('cols=0:state,left');
  await click(/^Columns/);
  await click('As the house draws it');
  expect(sent).toHaveLength(1);
  expect(onUrl).toHaveBeenLastCalledWith('');
});

test('a view that was changed says so, and its owner keeps the change under the same name', async () => {
  const { container } = list(`sort=-used&view=${VIEW}`, { views: [view('sort=used')] });
  expect(screen.getByRole('button', { name: /^Weak.*changed$/ })).toBeTruthy();
  await click(/^Weak.*changed$/);
  await click('Save the change', container);
  expect(sent).toEqual([{ page: 'accounts', name: 'Weak', query: 'sort=-used' }]);
  expect(screen.getByRole('link', { name: 'Go back to it' }).getAttribute('href')).toBe(`/accounts?sort=used&view=${VIEW}`);
});

test('a view stands unchanged on another page of it and under one’s own columns; a colleague’s cannot be changed', async () => {
  list(`sort=used&page=3&view=${VIEW}`, { views: [view('sort=used')], columns: { accounts: '1:left' } });
  expect(screen.getByRole('button', { name: 'Weak' })).toBeTruthy();
  cleanup();
  list(`view=${VIEW}`, { views: [view('sort=used', { is_own: false, is_shared: true })] });
  await click(/^Weak.*changed$/);
  expect(screen.queryByRole('button', { name: 'Save the change' })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
});

test('a new view takes the list as it stands with its columns', async () => {
  list('sort=used&page=2', { columns: { accounts: '1:left' } });
  await click('Views');
  fireEvent.change(screen.getByLabelText('Save the list as it is now under the name'), { target: { value: 'Weak' } });
  await click('Save view');
  expect(sent).toEqual([{ page: 'accounts', query: 'sort=used&cols=1%3Aleft', name: 'Weak' }]);
});

test('j and k walk the rows by their links, x chooses, / searches; switched off or while typing they do nothing', async () => {
  list('');
  await press('j');
  expect(document.activeElement?.textContent).toBe('1001');
  await press('j', document.activeElement ?? window);
  expect(document.activeElement?.textContent).toBe('1002');
  await press('k', document.activeElement ?? window);
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select row 1' });
  const clicked = vi.fn();
  box.addEventListener('click', clicked);
  await press('x', document.activeElement ?? window);
  expect(clicked).toHaveBeenCalledTimes(1);
  await press('/', document.activeElement ?? window);
  const field = screen.getByRole('searchbox');
  expect(document.activeElement).toBe(field);
  await press('j', field);
  expect(document.activeElement).toBe(field);
  field.blur();
  turnKeys(false);
  await press('j');
  expect(document.activeElement).toBe(document.body);
});

test('two figures filter the list once they are a range; what is none says so, and what the link asked for in vain is told', async () => {
  list('');
  const go = () => click('Filter by balance', screen.getByRole('complementary', { name: 'Filters' }));
  const [least, most] = ['at least', 'at most'].map(
    (end) => screen.getAllByLabelText<HTMLInputElement>(`Balance, ${end}`)[0] as HTMLInputElement,
  );
  fireEvent.change(least as HTMLInputElement, { target: { value: '10,000' } });
  fireEvent.change(most as HTMLInputElement, { target: { value: '500' } });
  await go();
  expect(screen.getByRole('alert').textContent).toContain('ends before it begins');
  expect(onUrl).not.toHaveBeenCalled();
  fireEvent.change(most as HTMLInputElement, { target: { value: '' } });
  await go();
  expect(screen.queryByRole('alert')).toBeNull();
  expect(onUrl).toHaveBeenLastCalledWith('?balance=10000..');
  cleanup();
  list('balance=10000..&initial=much');
  expect(screen.getAllByLabelText<HTMLInputElement>('Balance, at least')[0]?.value).toBe('10000');
  expect(screen.getByRole('status').textContent).toContain('Initial balance: \u201cmuch\u201d is no range');
  await click('Take it out of the link');
  expect(onUrl).toHaveBeenLastCalledWith('?balance=10000..');
});

test('a list with more rows than were counted says so, goes on past them, and marks each count of a filter as a floor', () => {
  const pages = (isLeast: boolean) => <Pagination page={500} pageSize={50} rowCount={25_000} isLeast={isLeast} onPage={() => undefined} />;
  const { rerender } = render(pages(true));
  expect(screen.getByRole('navigation').textContent).toContain('24,951 to 25,000 of more than 25,000');
  expect((screen.getByRole('button', { name: 'Next' }) as HTMLButtonElement).disabled).toBe(false);
  rerender(pages(false));
  expect((screen.getByRole('button', { name: 'Next' }) as HTMLButtonElement).disabled).toBe(true);
  const side = { value: 'buy', label: 'Buy', count: 3 };
  rerender(<FacetGroup legend="Direction" options={[side]} selected={[]} isLeast onToggle={() => undefined} />);
  expect(screen.getByRole('group').textContent).toContain('Buy3+');
});

test('what is counted outside the chosen part of a list is said to be, with what choosing it does', () => {
  const facet = (key: string, label: string) => ({
    key,
    label,
    values: [{ value: 'x', label: 'X', count: 6, isChosen: false }],
    isLeast: false,
  });
  const hints = (address: string) => {
    cleanup();
    list(address, {}, [facet('status', 'Status'), facet('phase', 'Phase')]);
    return screen.queryAllByText(/a choice here replaces/).map((one) => one.textContent);
  };
  // Once as a column and once folded up for phones.
  expect(new Set(hints(''))).toEqual(new Set(['Of all accounts: a choice here replaces \u201cLiving\u201d.']));
  expect(hints('')).toHaveLength(2);
  expect(hints('scope=all')).toEqual([]);
});
