// @vitest-environment jsdom
// Rows are chosen over pages or as all that match; the dry run speaks before anything can be sent, and what is sent says what was seen.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { BulkForm } from '@/components/accounts/bulk-form';
import { SelectionBar } from '@/components/lists/selection-bar';
import { useSelection } from '@/components/lists/use-selection';
import { accountsList } from '@/lib/accounts/list';
import { Toaster } from '@/components/ui/toaster';
import { readQuery } from '@/lib/lists/query';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function Choosing({ search, rows }: { search: string; rows: string[] }) {
  const selection = useSelection(accountsList, readQuery(accountsList, new URLSearchParams(search)), rows);
  return (
    <>
      {rows.map((id) => (
        <button key={id} onClick={() => selection.table?.onChange({ ...selection.table.selected, [id]: true })}>
          choose {id}
        </button>
      ))}
      <output>{JSON.stringify({ address: selection.address, ids: selection.isAll ? null : selection.ids })}</output>
      <SelectionBar definition={accountsList} selection={selection} total={43}>
        <button>Block…</button>
      </SelectionBar>
    </>
  );
}
const chosen = () => JSON.parse(document.querySelector('output')?.textContent ?? '') as { address: string; ids: string[] | null };

test('rows stay chosen over pages and go with the filter they were chosen under', () => {
  const { rerender } = render(<Choosing search="state=critical" rows={['a', 'b']} />);
  fireEvent.click(screen.getByText('choose a'));
  rerender(<Choosing search="state=critical&page=2&sort=-login" rows={['c']} />);
  fireEvent.click(screen.getByText('choose c'));
  expect(chosen()).toEqual({ address: '/accounts?state=critical', ids: ['a', 'c'] });
  fireEvent.click(screen.getByText('Choose all 43 that match'));
  expect(screen.getByText('All 43 accounts that match')).toBeTruthy();
  expect(chosen().ids).toBeNull();
  rerender(<Choosing search="state=safe" rows={['d']} />);
  expect(chosen()).toEqual({ address: '/accounts?state=safe', ids: [] });
  expect(screen.queryByText('Block…')).toBeNull();
});

const SEEN = {
  ...{ matching: 43, can: 41, digest: 'd'.repeat(64), key: 'k1' },
  groups: [
    { code: null, count: 41, logins: ['1001'] },
    { code: 'is-passed', count: 2, logins: ['1002', '1003'] },
  ],
};

test('the dry run is said before a reason can be given, a drift is named, and the words survive it', async () => {
  const asked = vi.fn(async (_path: string, _init: RequestInit) => Response.json(SEEN));
  vi.stubGlobal('fetch', asked);
  const sent: Record<string, string>[] = [];
  const carryOut = async (_before: ActionState, form: FormData): Promise<ActionState> => {
    const values = Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)]));
    sent.push(values);
    return { values, refusal: { code: 'drift', message: 'Matching changed from 43 to 45: look again. Nothing was done.' }, done: null };
  };
  const scope = { ids: null, address: '/accounts?state=critical' };
  await act(async () => {
    render(<BulkForm deed="block" scope={scope} carryOut={carryOut} undo={async () => UNTOUCHED} onDone={() => undefined} />);
  });
  expect(JSON.parse(String(asked.mock.calls[0]?.[1].body))).toEqual({ deed: 'block', ids: null, address: scope.address });
  expect(screen.getByText('41 of 43 can be blocked; 2 have passed.')).toBeTruthy();
  expect(screen.getByText('1002, 1003')).toBeTruthy();
  const words = screen.getByLabelText<HTMLTextAreaElement>('In your own words');
  fireEvent.change(words, { target: { value: 'Order 12 was charged back.' } });
  await act(async () => fireEvent.submit(words.closest('form') as HTMLFormElement));
  expect(sent[0]).toMatchObject({ deed: 'block', key: 'k1', matching: '43', digest: SEEN.digest, ids: '', address: scope.address });
  expect(screen.getByText(/Matching changed from 43 to 45/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>('In your own words').value).toBe('Order 12 was charged back.');
  expect(screen.getByText<HTMLButtonElement>('Block 41 accounts').disabled).toBe(true);
  await act(async () => fireEvent.click(screen.getByText('Count again')));
  expect(asked).toHaveBeenCalledTimes(2);
});

test('an undo that is refused is told as a refusal, and what was lost as lost', async () => {
  window.matchMedia ??= () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
  vi.stubGlobal('fetch', async () => Response.json(SEEN));
  const answers: (() => ActionState)[] = [
    () => ({ values: {}, refusal: { code: 'nothing-left', message: 'Each was decided since.' }, done: null }),
    () => {
      throw new Error('fetch failed');
    },
  ];
  const undo = async (): Promise<ActionState> => (answers.shift() ?? (() => UNTOUCHED))();
  const carryOut = async (): Promise<ActionState> => ({ values: {}, refusal: null, done: '41 were blocked.' });
  const scope = { ids: null, address: '/accounts' };
  for (const told of [/Not undone: Each was decided since. \(nothing-left\)/, /not known whether this was received/]) {
    await act(async () => {
      render(
        <>
          <Toaster />
          <BulkForm deed="block" scope={scope} carryOut={carryOut} undo={undo} onDone={() => undefined} />
        </>,
      );
    });
    const words = screen.getByLabelText('In your own words');
    fireEvent.change(words, { target: { value: 'Charged back.' } });
    await act(async () => fireEvent.submit(words.closest('form') as HTMLFormElement));
    fireEvent.click(await screen.findByText('Undo'));
    expect((await screen.findByText(told)).closest('[data-sonner-toast]')?.getAttribute('data-type')).toBe('error');
    cleanup();
  }
});
