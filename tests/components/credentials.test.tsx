// @vitest-environment jsdom
// The form of credentials asks for what the party needs, says since when they are kept, and never shows one.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Credentials } from '@/components/integrations/source-deeds';
import type { Source } from '@/lib/connections/read';
import { UNTOUCHED } from '@/lib/staff/form';

afterEach(cleanup);
const source = (platform: string, kept: object | null) =>
  ({ id: 's1', kind: 'payout', platform, settings: {}, secrets: [], credentials_set: kept }) as unknown as Source;
const show = (one: Source) => render(<Credentials source={one} off={null} action={async () => UNTOUCHED} />);

test('each payout provider is asked for its own keys, typed unseen', () => {
  show(source('nowpayments', null));
  for (const label of ['API key', 'Password', 'Secret of the second factor'])
    expect(screen.getByLabelText<HTMLInputElement>(label).type).toBe('password');
  expect(screen.getByLabelText<HTMLInputElement>('Sign-in e-mail').type).toBe('email');
  expect(screen.queryByLabelText('Address')).toBeNull();
  cleanup();
  show(source('stripe', null));
  expect(screen.queryByLabelText('Password')).toBeNull();
  expect(screen.getByText(/win over keys the server was started with/)).toBeTruthy();
});

test('what is kept is told by its day, its person and the key it is sealed under', () => {
  show(source('stripe', { at: '2026-11-03T10:00:00.000Z', by_name: 'Ada', key_id: 'k2' }));
  expect(screen.getByText(/by Ada, key k2. Nobody can read them here/)).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>('API key').value).toBe('');
  expect(screen.getByRole('button', { name: 'Forget them' })).toBeTruthy();
});
