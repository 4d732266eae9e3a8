// @vitest-environment jsdom
// An exported history is only taken in as it was checked: what is left out stands line by line, and another file asks for another check.
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { HandInHistory } from '@/components/integrations/hand-in-history';
import type { ActionState } from '@/lib/staff/form';

afterEach(cleanup);

const sent: Record<string, string>[] = [];
const action = async (_before: ActionState, form: FormData): Promise<ActionState> => {
  const fields = Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)]));
  sent.push(fields);
  if (fields.intent === 'import') return { values: {}, refusal: null, done: null };
  const refused = JSON.stringify([{ where: 'line 5', message: 'the price "n/a" is not a price' }]);
  const facts = { expects: '8-0123456789abcdef', refused, notes: '[]' };
  return {
    values: { text: fields.text ?? '', login: fields.login ?? '' },
    refusal: { code: 'would-take', message: '8 events are new.', facts },
    done: null,
  };
};
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const choose = async (bytes: Uint8Array<ArrayBuffer>) => {
  const file = { arrayBuffer: () => Promise.resolve(bytes.buffer) };
  await act(async () => fireEvent.change(screen.getByLabelText('File'), { target: { files: [file] } }));
};

test('a check tells what would be taken in and what is left out, and opens just that', async () => {
  render(<HandInHistory sourceId="s" off={null} action={action} />);
  await choose(new Uint8Array([0xff, 0xfe, 0x41, 0, 0x42, 0]));
  fireEvent.change(screen.getByLabelText('Account'), { target: { value: 'DEMO' } });
  expect(button('Take in what was checked').disabled).toBe(true);
  await act(async () => fireEvent.click(button('Check')));
  expect(sent.at(-1)).toMatchObject({ intent: 'check', id: 's', login: 'DEMO', text: 'AB', expects: '' });
  expect(screen.getByRole('status').textContent).toBe('8 events are new.Left out, line 5: the price "n/a" is not a price');
  await choose(new Uint8Array([0x43]));
  await waitFor(() => expect(button('Take in what was checked').disabled).toBe(true));
  await choose(new Uint8Array([0x41, 0x42]));
  await act(async () => fireEvent.click(button('Take in what was checked')));
  expect(sent.at(-1)).toMatchObject({ intent: 'import', text: 'AB', expects: '8-0123456789abcdef' });
});

test('who may not hand in sees why, and can send nothing', () => {
  render(<HandInHistory sourceId="s" off="Risk, config and admin do this." action={action} />);
  expect(screen.getByText('Risk, config and admin do this.')).toBeTruthy();
  expect([button('Check').disabled, screen.getByLabelText<HTMLInputElement>('Account').disabled]).toEqual([true, true]);
});
