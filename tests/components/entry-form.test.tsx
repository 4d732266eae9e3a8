// @vitest-environment jsdom
// A form that was refused keeps what was typed, says why at the field, and never shows a password again.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { EntryForm } from '@/components/shell/entry-form';

afterEach(cleanup);

type Action = Parameters<typeof EntryForm>[0]['action'];

const fields = [
  { name: 'email', label: 'E-mail address', type: 'email' },
  { name: 'password', label: 'Password', type: 'password' },
];

async function send(action: Action) {
  render(<EntryForm action={action} deed="Sign in" fields={fields} />);
  fireEvent.change(screen.getByLabelText('E-mail address'), { target: { value: 'ana@firm.test' } });
  fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'wrong' } });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Sign in' })));
}

const refuseWith = (code: string, path?: string): Action => {
  return async (_before, form) => ({
    values: { email: String(form.get('email')) },
    refusal: { code, message: 'That did not work.', path },
    done: null,
  });
};

test('the typed address survives a refusal, the password does not', async () => {
  await send(refuseWith('sign-in-refused'));
  expect(screen.getByLabelText<HTMLInputElement>('E-mail address').value).toBe('ana@firm.test');
  expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
  expect(screen.getByRole('alert').textContent).toBe('That did not work.sign-in-refused');
});

test('a refusal that names a field stands at that field and is joined to it', async () => {
  await send(refuseWith('invalid-input', 'email'));
  const field = screen.getByLabelText('E-mail address');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toBe('That did not work.');
  expect(screen.queryByRole('alert')).toBeNull();
});
