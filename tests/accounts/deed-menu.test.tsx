// @vitest-environment jsdom
// A deed says what it will do before it asks why, carries the version that was looked at, and keeps the reason when it is refused.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DeedMenu, NoDeeds } from '@/components/accounts/deed-menu';
import { Toaster } from '@/components/ui/toaster';
import { PendingChange } from '@/components/accounts/pending-change';
import { offeredDeeds, type DeedGrounds } from '@/lib/accounts/deed';
import type { ActionState } from '@/lib/staff/form';
import { letDialogsOpen } from '../support/dialogs';

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
  letDialogsOpen();
});
afterEach(cleanup);

const grounds: DeedGrounds = {
  status: 'active',
  blockedFrom: null,
  isLive: false,
  next: { name: 'Funded', isLive: true },
  isContinued: false,
  openGates: ['trading days'],
  canBePulled: false,
  staleSince: null,
};
const deeds = offeredDeeds(grounds, 'risk');
const shown = { accountId: 'a1', login: '5001', version: 7, status: 'active', undo: answering(null) };

test('a pass names what it overrides and who grants the rest, then sends what was seen', async () => {
  render(<DeedMenu {...shown} deeds={deeds} action={answering({ code: 'stale', message: 'It changed meanwhile.' })} />);
  fireEvent.click(screen.getByRole('button', { name: 'Pass the phase', hidden: true }));
  expect(screen.getByText(/overridden by your name: trading days/)).toBeTruthy();
  expect(screen.getByText(/Another person is asked to grant the funded account/)).toBeTruthy();
  fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'The feed lost a day.' } });
  await act(async () => fireEvent.submit(screen.getByLabelText('Reason').closest('form') as HTMLFormElement));
  expect(sent).toEqual([{ account: 'a1', version: '7', from: 'active', deed: 'pass', to: 'passed', reason: 'The feed lost a day.' }]);
  expect(screen.getByText('It changed meanwhile.').textContent).toBe('It changed meanwhile. (stale)');
  expect(screen.getByLabelText<HTMLTextAreaElement>('Reason').value).toBe('The feed lost a day.');
});

test('what rests on the data is off while nothing is known of the feed, with the time; what does not is on', () => {
  const stale = offeredDeeds({ ...grounds, staleSince: '2026-11-21T13:40:00.000Z' }, 'risk');
  render(<DeedMenu {...shown} deeds={stale} action={answering(null)} />);
  const buttons = screen.getAllByRole<HTMLButtonElement>('button', { hidden: true }).filter((one) => one.textContent !== '');
  const off = buttons.filter((one) => one.disabled);
  expect(off.map((one) => one.textContent)).toEqual([
    'Pass the phaseNothing is known of its feed since 21 Nov 2026, 13:40:00; this waits until it is heard again.',
    'Fail the accountNothing is known of its feed since 21 Nov 2026, 13:40:00; this waits until it is heard again.',
  ]);
  expect(buttons.filter((one) => !one.disabled).map((one) => one.textContent)).toContain('Block the account');
});

test('what a role may not do is there, off and with the reason; who may do nothing sees who does', () => {
  render(<DeedMenu {...shown} deeds={offeredDeeds(grounds, 'support')} action={answering(null)} />);
  const may = screen.getAllByRole<HTMLButtonElement>('button', { hidden: true }).filter((one) => !one.disabled && one.textContent !== '');
  expect(may.map((one) => one.textContent)).toEqual(['Resync']);
  expect(screen.getAllByText('Risk and admin do this.').length).toBeGreaterThan(2);
  cleanup();
  render(<NoDeeds />);
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Act on it' });
  expect([button.disabled, document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent]).toEqual([
    true,
    'Risk and admin act on accounts.',
  ]);
});

test('a block that was done can be taken back from what says so', async () => {
  let back = 0;
  const undo = async (before: ActionState): Promise<ActionState> => {
    back += 1;
    return { ...before, done: 'The account is unblocked' };
  };
  render(
    <>
      <DeedMenu {...shown} undo={undo} deeds={deeds} action={answering(null)} />
      <Toaster />
    </>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Block the account', hidden: true }));
  fireEvent.change(screen.getByLabelText('Reason'), { target: { value: 'Odd.' } });
  await act(async () => fireEvent.submit(screen.getByLabelText('Reason').closest('form') as HTMLFormElement));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('The account is unblocked');
  expect([back, sent]).toMatchObject([1, [{ deed: 'block' }]]);
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
