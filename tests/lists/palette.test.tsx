// @vitest-environment jsdom
// What the keyboard opens: its own help, where single keys are switched off, and the palette, which leads to a page or to what the server finds.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KeyHelp } from '@/components/palette/key-help';
import { Palette } from '@/components/palette/palette';
import { turnKeys } from '@/components/ui/keys';
import { letDialogsOpen } from '../support/dialogs';

const push = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));

const press = async (key: string, target: Element | Window = document.body, more: object = {}) =>
  act(async () => void fireEvent.keyDown(target, { key, ...more }));

beforeEach(() => {
  push.mockReset();
  turnKeys(true);
  letDialogsOpen();
  const still = () => undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = still;
      unobserve = still;
      disconnect = still;
    },
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('? shows the keys, and there they are switched off', async () => {
  render(<KeyHelp />);
  await press('?');
  const box = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Single keys act on this machine' });
  expect(box.checked).toBe(true);
  fireEvent.click(box);
  expect(box.checked).toBe(false);
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Close' })));
  await press('?');
  expect(screen.queryByRole('checkbox')).toBeNull();
});

test('the palette opens by Ctrl+K, offers pages at once and what the server finds, and Enter goes there', async () => {
  vi.useFakeTimers();
  const asked = vi.fn(async () =>
    Response.json({ hits: [{ kind: 'account', id: 'x', title: '70050', note: 'Trader', href: '/accounts/x' }] }),
  );
  vi.stubGlobal('fetch', asked);
  render(
    <Palette
      pages={[
        { path: '/accounts', name: 'Accounts' },
        { path: '/rules', name: 'Rules' },
      ]}
    />,
  );
  await press('k', document.body, { ctrlKey: true });
  const field = screen.getByRole('combobox');
  expect(document.activeElement).toBe(field);
  const type = async (value: string) => act(async () => void fireEvent.change(field, { target: { value } }));
  await type('rul');
  expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual(['Rules']);
  await type('70');
  await type('700');
  await act(async () => vi.advanceTimersByTimeAsync(200));
  // Only what was typed last is asked for.
  expect(asked.mock.calls.map(([url]: unknown[]) => url)).toEqual(['/search?q=700']);
  expect(screen.getAllByRole('option').map((one) => one.textContent)).toEqual(['70050Trader']);
  await press('Enter', field);
  expect(push).toHaveBeenCalledWith('/accounts/x');
});

test('a search that does not answer says so and leaves the pages', async () => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => new Response('', { status: 500 }));
  render(<Palette pages={[{ path: '/accounts', name: 'Accounts' }]} />);
  await press('k', document.body, { metaKey: true });
  await act(async () => void fireEvent.change(screen.getByRole('combobox'), { target: { value: 'acc' } }));
  await act(async () => vi.advanceTimersByTimeAsync(200));
  expect(screen.getByRole('status').textContent).toContain('did not answer');
  expect(screen.getAllByRole('option')).toHaveLength(1);
});
