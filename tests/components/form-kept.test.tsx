// @vitest-environment jsdom
// What was typed, chosen and ticked outlives an answer that is no: the second press sends what the first one sent, with nothing touched in
// between. And where no answer comes at all, the form stands and says that nobody knows.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DecideSignal } from '@/components/abuse/decide-signal';
import { GroupSettings } from '@/components/accounts/group-settings';
import { DecidePairForm } from '@/components/ip/decide-pair-form';
import { NetworksForm } from '@/components/ip/networks-form';
import { KycForm } from '@/components/kyc/kyc-form';
import { SendAgain } from '@/components/mail/send-again';
import { WordsForm } from '@/components/mail/words-form';
import { BookingForms } from '@/components/payouts/booking-forms';
import { DecideReview } from '@/components/reviews/decide-review';
import { MigrateForm } from '@/components/rules/migrate-form';
import { SymbolForm } from '@/components/rules/symbol-form';
import { useSaidAction } from '@/components/ui/told';
import { AccessForm } from '@/components/traders/access-form';
import { answered } from '@/components/ui/form-action';
import { findMessage } from '@/lib/mail/register';
import type { DifferenceRow } from '@/lib/payouts/statement-read';
import { formFields, keptValues, type ActionState, type FormAction } from '@/lib/staff/form';

vi.mock('next/navigation', async (original) => ({ ...(await original<object>()), useRouter: () => ({ push: () => undefined }) }));

let sent: Record<string, string>[] = [];
beforeEach(() => void (sent = []));
afterEach(cleanup);

const refusing =
  (path?: string): FormAction =>
  async (_before, form) => {
    sent.push(formFields(form));
    return { values: keptValues(formFields(form)), refusal: { code: 'not-now', message: 'Not now.', path }, done: null };
  };
const lost: FormAction = async (_before, form) => {
  sent.push(formFields(form));
  throw new Error('fetch failed');
};
const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
const type = (label: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(label, { selector: 'input, textarea' }), { target: { value } });

/** Presses twice and touches nothing between: the second time is to say what the first one did. */
async function twice(name: string | RegExp): Promise<Record<string, string>> {
  await press(name);
  await press(name);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toEqual(sent[0]);
  return sent[0] ?? {};
}

const RADIOS: [string, ReactElement, RegExp | string, string | RegExp, string, string][] = [
  [
    'an answer to a review',
    <DecideReview
      key="r"
      {...{ id: 'r', version: 1, kind: 'phase_pass', isOpen: true, refusedBecause: null }}
      href="/"
      nextHref="/"
      action={refusing()}
    />,
    /Pass the phase/,
    'Pass the phase',
    'answer',
    'approved',
  ],
  [
    'what a copy is',
    <DecideSignal key="s" pairs={[{ id: 'p', version: 1 }]} refusedBecause={null} hasKeys={false} action={refusing()} />,
    /Clear/,
    /Clear/,
    'state',
    'cleared',
  ],
  [
    'what two who share a line are',
    <DecidePairForm key="d" signal={{ id: 'p', version: 1, state: 'open' }} refusedBecause={null} action={refusing()} />,
    'Watch',
    'Decide',
    'state',
    'watch',
  ],
  [
    'what becomes of a trader’s access',
    <AccessForm
      key="a"
      traderId="t"
      access="active"
      stake={{ trading: [], money: [], hasSignIn: false } as never}
      refusedBecause={null}
      action={refusing()}
    />,
    /Disable/,
    /Disable/,
    'access',
    'disabled',
  ],
];

test.each(RADIOS)('%s is chosen still when it is sent again', async (_what, form, choice, deed, name, value) => {
  render(form);
  fireEvent.click(screen.getByLabelText(choice));
  type(/^Reason/, 'Looked at it.');
  expect(await twice(deed)).toMatchObject({ [name]: value, reason: 'Looked at it.' });
  expect(screen.getByLabelText<HTMLInputElement>(choice).checked).toBe(true);
});

const DIFFERENCE = {
  ...{ id: 'd1', version: 1, kind: 'fee-taken', state: 'open', effect: [{ currency: 'USD', cents: 500 }] },
} as unknown as DifferenceRow;

function Booking({ action }: { action: FormAction }) {
  const deeds = { decide: useSaidAction(action), propose: useSaidAction(action) };
  return <BookingForms difference={DIFFERENCE} deeds={deeds} />;
}

test('the ledger account and the reason of a difference stay as they were chosen, and what is wrong with one is said at it', async () => {
  render(<Booking action={refusing('ledger_account')} />);
  const account = () => screen.getByLabelText<HTMLSelectElement>('It is');
  const last = account().options[account().options.length - 1]?.value ?? '';
  fireEvent.change(account(), { target: { value: last } });
  type('Why', 'Their fee.');
  expect(await twice('Propose the booking')).toMatchObject({ ledger_account: last, reason: 'Their fee.' });
  expect(account().getAttribute('aria-invalid')).toBe('true');
  expect(account().getAttribute('aria-describedby')).toBe('account-d1-error');
  sent = [];
  const why = screen.getByLabelText<HTMLSelectElement>('Why they differ');
  const other = why.options[why.options.length - 1]?.value ?? '';
  fireEvent.change(why, { target: { value: other } });
  type('Note', 'Asked them.');
  expect(await twice('Decide')).toMatchObject({ decision: other });
});

test('ticks stay: a micro contract, a whole list, a group that is shared no more', async () => {
  render(<SymbolForm symbol={null} refusedBecause={null} action={refusing()} />);
  type('Symbol', 'MES');
  fireEvent.click(screen.getByLabelText('Micro contract'));
  expect(await twice('Add the symbol')).toMatchObject({ is_micro: 'on' });
  cleanup();
  sent = [];
  render(<NetworksForm refusedBecause={null} action={refusing()} />);
  type('List', 'cidr');
  fireEvent.click(screen.getByLabelText(/The list is whole/));
  expect(await twice('Take in the list')).toMatchObject({ whole: 'yes' });
  cleanup();
  sent = [];
  const group = { id: 'g', name: 'Pack', kind: 'watch', note: '', is_shared: true, version: 1 } as const;
  render(<GroupSettings group={group} save={refusing()} archive={refusing()} />);
  fireEvent.click(screen.getByLabelText('Colleagues see it too'));
  fireEvent.change(screen.getByLabelText('What it is for'), { target: { value: 'copies' } });
  expect(await twice('Save the group')).not.toHaveProperty('shared');
  expect(sent[1]).toMatchObject({ kind: 'copies' });
});

test('a test letter leaves the reason of the words where it was', async () => {
  const message = findMessage('rule-violation');
  if (!message) throw new Error('There is no such message.');
  const tested: FormAction = async () => ({ values: {}, refusal: null, done: 'Sent to yourself.' });
  const rest = { onChange: () => undefined, seen: 0, isChanged: true, account: '', trouble: null, refusedBecause: null };
  render(<WordsForm {...rest} message={message} words={{ subject: 'S', body: 'B' }} save={refusing()} test={tested} />);
  type('Reason', 'Clearer words.');
  await press('Send a test to myself');
  expect(screen.getByLabelText<HTMLInputElement>('Reason').value).toBe('Clearer words.');
});

const REASONS: [string, string, string, ReactElement][] = [
  [
    'a check',
    'Reason',
    'Decide the check',
    <KycForm key="k" traderId="t" status="pending" refusedBecause={null} action={refusing('reason')} />,
  ],
  ['a letter', 'Reason', 'Send again', <SendAgain key="s" id="m" refusedBecause={null} action={refusing('reason')} />],
  [
    'a move',
    'How the traders agreed',
    'Move 2 running accounts to version 3',
    <MigrateForm key="m" phaseId="p" versionId="v" version={3} count={2} refusedBecause={null} action={refusing('consent')} />,
  ],
];

test.each(REASONS)('what is wrong with the reason of %s is said at its field, and once', async (_what, label, deed, form) => {
  render(form);
  for (const field of screen.getAllByRole('textbox')) fireEvent.change(field, { target: { value: 'Seen.' } });
  await press(deed);
  expect(screen.queryByRole('alert')).toBeNull();
  const field = screen.getByLabelText<HTMLInputElement>(label);
  expect(field).toMatchObject({ value: 'Seen.', required: true, minLength: 3, maxLength: 500 });
  const told = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(told?.textContent).toBe('Not now. (not-now)');
});

test('an answer that is lost leaves the form with all that was typed, and says that nobody knows', async () => {
  render(<DecidePairForm signal={{ id: 'p', version: 1, state: 'open' }} refusedBecause={null} action={lost} />);
  fireEvent.click(screen.getByLabelText('Watch'));
  type('Reason', 'Brothers.');
  expect(await twice('Decide')).toMatchObject({ state: 'watch', reason: 'Brothers.' });
  const words = within(screen.getByRole('alert'));
  expect(words.getByText(/not known whether this was received/)).toBeTruthy();
  expect(words.getByText(/the second time is refused and changes nothing/)).toBeTruthy();
  expect(words.getByText('no-answer')).toBeTruthy();
});

test('what is typed while the answer is under way is newer than the answer, and stays', async () => {
  let answer = (_told: ActionState) => {};
  const slow: FormAction = (_before, form) => {
    sent.push(formFields(form));
    return new Promise((resolve) => (answer = resolve));
  };
  render(<SendAgain id="m" refusedBecause={null} action={slow} />);
  type('Reason', '   ');
  await press('Send again');
  type('Reason', 'They never got it.');
  const refusal = { code: 'no-reason', message: 'A reason is missing.', path: 'reason' };
  await act(async () => answer({ values: { reason: '   ' }, refusal, done: null }));
  expect(screen.getByLabelText<HTMLInputElement>('Reason').value).toBe('They never got it.');
  await press('Send again');
  expect(sent[1]).toMatchObject({ reason: 'They never got it.' });
  await act(async () => answer({ values: {}, refusal: null, done: 'Sent.' }));
  expect(screen.getByLabelText<HTMLInputElement>('Reason').value).toBe('');
});

test('being sent elsewhere is no lost answer: the router takes it', async () => {
  const elsewhere = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;replace;/login;307;' });
  const leaving: FormAction = async () => Promise.reject(elsewhere);
  await expect(answered(leaving)({ values: {}, refusal: null, done: null }, new FormData())).rejects.toBe(elsewhere);
});

test('a lost answer says what a second sending does, by what the form carries; a password never travels back', async () => {
  const told = async (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return answered(lost)({ values: {}, refusal: null, done: null }, form);
  };
  expect((await told({ request_key: 'k' })).refusal?.message).toMatch(/Asking again asks once/);
  expect((await told({ version: '3' })).refusal?.message).toMatch(/refused and changes nothing/);
  expect((await told({ email: 'a@b.c', password: 'x' })).refusal?.message).toMatch(/look before you send it once more/);
  expect((await told({ email: 'a@b.c', password: 'x' })).values).toEqual({ email: 'a@b.c' });
});
