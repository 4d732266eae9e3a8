// @vitest-environment jsdom
// A list is only taken in as it was checked: what would change is shown, and another word in the list asks for another check.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ImportForm, type ImportFormProps } from '@/components/rules/import-form';

afterEach(cleanup);

const LIST = 'at,base,quote,rate\n2026-11-20T16:00:00Z,USD,JPY,150.25';
const CHANGES = JSON.stringify([
  { what: 'changed', key: 'USD/JPY', was: { at: 'noon', rate: '150.1' }, is: { at: 'noon', rate: '150.25' } },
]);
const sent: Record<string, string>[] = [];

const action: ImportFormProps['action'] = async (_before, form) => {
  const fields = Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)]));
  sent.push(fields);
  // As a browser sends it.
  const values = { text: (fields.text ?? '').replaceAll('\n', '\r\n'), source: fields.source ?? '' };
  if (fields.intent === 'import') return { values: {}, refusal: null, done: null };
  const message = '0 would be added, 1 changed, 0 withdrawn.';
  return { values, refusal: { code: 'would-change', message, facts: { expects: '0 1 0', changes: CHANGES } }, done: null };
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const list = () => screen.getByLabelText<HTMLTextAreaElement>('List');
const type = (text: string) => fireEvent.change(list(), { target: { value: text } });

test('a check shows what would change and opens the import of just that', async () => {
  render(<ImportForm kind="rates" refusedBecause={null} action={action} />);
  fireEvent.change(screen.getByLabelText('Source'), { target: { value: 'ecb' } });
  type(LIST);
  expect(button('Import what was checked').disabled).toBe(true);
  await act(async () => fireEvent.click(button('Check')));
  expect(sent.at(-1)).toMatchObject({ intent: 'check', kind: 'rates', source: 'ecb', expects: '' });
  expect(screen.getByRole('status').textContent).toContain('0 would be added, 1 changed, 0 withdrawn.');
  expect(screen.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['changed', 'USD/JPY', '150.1', '150.25']);
  expect([list().value, screen.getByLabelText<HTMLInputElement>('Source').value]).toEqual([LIST, 'ecb']);
  type(`${LIST}\n`);
  expect(button('Import what was checked').disabled).toBe(true);
  expect(screen.queryByRole('status')).toBeNull();
  type(LIST);
  await act(async () => fireEvent.click(button('Import what was checked')));
  expect(sent.at(-1)).toMatchObject({ intent: 'import', expects: '0 1 0', text: LIST });
});

test('who may not write sees why, and can send nothing', () => {
  render(<ImportForm kind="holidays" refusedBecause="Only config and admin." action={action} />);
  expect(screen.getByText('Only config and admin.')).toBeTruthy();
  expect([button('Check').disabled, list().disabled]).toEqual([true, true]);
});
