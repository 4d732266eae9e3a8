// @vitest-environment jsdom
// A deed says what it will do before it asks why, carries the version that was looked at, and keeps the reason when it is refused.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeedMenu } from '@/components/accounts/deed-menu';
import { PendingChange } from '@/components/accounts/pending-change';
import { deedsFor } from '@/lib/accounts/deed';
import type { ActionState } from '@/lib/staff/form';

let sent: Record<string, string>[] = [];
const answering =
  (refusal: ActionState['refusal']) =>
  async (_before: ActionState, form: FormData): Promise<ActionState> => {
    const fields = Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)]));
    sent.push(fields);
    return { values: { reason: fields.reason ?? '' }, refusal, done: refusal ? null : 'Done' };
  };
beforeEach(() => {
  sent = [];
  HTMLDialogElement.prototype.showModal = function open(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
});
afterEach(cleanup);

const deeds = deedsFor({
  status: 'active',
  blockedFrom: null,
  isLive: false,
  next: { name: 'Funded', isLive: true },
  isContinued: false,
  openGates: ['trading days'],
  canBePulled: false,
});

test('a pass names what it overrides and who grants the rest, then sends what was seen', async () => {
  render(
    <DeedMenu
      accountId="a1"
      login="5001"
      version={7}
      deeds={deeds}
      action={answering({ code: 'stale', message: 'It changed meanwhile.' })}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Pass the phase', hidden: true }));
  expect(screen.getByText(/overridden by your name: trading days/)).toBeTruthy();
  expect(screen.getByText(/Another person is asked to grant the funded account/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'The feed lost a day.' } });
  await act(async () => fireEvent.submit(screen.getByLabelText('Reason').closest('form') as HTMLFormElement));
  expect(sent).toEqual([{ account: 'a1', version: '7', deed: 'pass', to: 'passed', reason: 'The feed lost a day.' }]);
  expect(screen.getByText('It changed meanwhile. (stale)')).toBeTruthy();
  expect(screen.getByLabelText<HTMLTextAreaElement>('Reason').value).toBe('The feed lost a day.');
});

test('a change one asked for oneself is seen and cannot be answered', () => {
  const request = {
    id: 'd1',
    account_id: 'a1',
    from_status: 'failed',
    to_status: 'active',
    reason: 'Feed was wrong.',
    requested_by: 'me',
    requested_at: '2026-02-01T00:00:00Z',
  };
  render(
    <PendingChange
      request={request}
      askedBy="Rika"
      refusedBecause="You asked for this yourself: it needs another person."
      mayReject={false}
      action={answering(null)}
    />,
  );
  expect(screen.getByText(/needs another person/)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
