// @vitest-environment jsdom
// The queue by keyboard: walking, claiming, answering, sending; keys that can be switched off; and a refusal that keeps what was typed.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BulkForm } from '@/components/reviews/bulk-form';
import { ClaimForm } from '@/components/reviews/claim-form';
import { DecideReview } from '@/components/reviews/decide-review';
import { QueueKeys } from '@/components/reviews/queue-keys';
import { NothingWaits } from '@/components/reviews/nothing-waits';
import { QueueList } from '@/components/reviews/queue-list';
import { queueHref, readQueueAddress, refusedOfQueue, scopeOf } from '@/lib/reviews/address';
import type { ReviewRow } from '@/lib/reviews/read';
import type { ActionState, FormAction } from '@/lib/staff/form';

const push = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ push }) }));
let isPending = false;
vi.mock('next/link', async (actual) => ({ ...(await actual<object>()), useLinkStatus: () => ({ pending: isPending }) }));

const done = (words: string): ActionState => ({ values: {}, refusal: null, done: words });
let sent: Record<string, string>[] = [];
const answering =
  (state: ActionState | ((fields: Record<string, string>) => ActionState)): FormAction =>
  async (_before, form) => {
    const fields = Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)]));
    sent.push(fields);
    return typeof state === 'function' ? state(fields) : state;
  };
const ID = '00000000-0000-4000-8000-000000000001';
const press = async (key: string, target: Element | Window = document.body, more: object = {}) =>
  act(async () => void fireEvent.keyDown(target, { key, ...more }));
const reason = () => screen.getByLabelText<HTMLTextAreaElement>('Reason');

const decision = (action: FormAction, refusedBecause: string | null, isOpen = true) => (
  <DecideReview
    id={ID}
    version={3}
    kind="phase_pass"
    isOpen={isOpen}
    refusedBecause={refusedBecause}
    href={`/reviews?review=${ID}`}
    nextHref="/reviews?review=next"
    action={action}
  />
);

function open(action: FormAction, refusedBecause: string | null = null) {
  render(
    <>
      <QueueKeys nextHref="/reviews?review=next" previousHref="/reviews?review=previous" />
      <ClaimForm
        id={ID}
        href={`/reviews?review=${ID}`}
        isMine={false}
        claimedUntil={null}
        claim={answering(done('Yours'))}
        release={answering(done('Free'))}
      />
      {decision(action, refusedBecause)}
    </>,
  );
}
beforeEach(() => {
  sent = [];
  isPending = false;
  push.mockClear();
  localStorage.clear();
  HTMLFormElement.prototype.requestSubmit ??= function submit(this: HTMLFormElement) {
    this.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  };
});
afterEach(cleanup);

test('what is claimed stays open, whatever comes to the head of the queue meanwhile', async () => {
  window.history.replaceState(null, '', '/reviews');
  open(answering(done('Approved')));
  await press('c');
  expect(window.location.pathname + window.location.search).toBe(`/reviews?review=${ID}`);
});

test('j, k, c, a and Ctrl+Enter take an operator from one decision to the next', async () => {
  open(answering(done('Approved')));
  await press('j');
  await press('k');
  expect(push.mock.calls.map(([href]) => href as string)).toEqual(['/reviews?review=next', '/reviews?review=previous']);
  await press('c');
  expect(sent).toEqual([{ id: ID }]);
  await press('a');
  expect(document.activeElement).toBe(reason());
  fireEvent.change(reason(), { target: { value: 'Days checked.' } });
  await press('Enter', reason(), { ctrlKey: true });
  expect(sent[1]).toEqual({ id: ID, version: '3', answer: 'approved', reason: 'Days checked.' });
  expect(push).toHaveBeenLastCalledWith('/reviews?review=next', { scroll: false });
});

test('letters typed into the reason are letters, and keys switched off do nothing', async () => {
  open(answering(done('Approved')));
  await press('j', reason());
  expect(push).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('checkbox'));
  await press('j');
  await press('a');
  expect(push).not.toHaveBeenCalled();
  expect(document.activeElement).not.toBe(reason());
});

test('an answer that differs in its end is another answer', async () => {
  open(answering(done('Rejected')));
  fireEvent.click(screen.getByLabelText(/Fail the account/));
  fireEvent.change(reason(), { target: { value: 'Two people.' } });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Fail the account' })));
  expect(sent[0]).toMatchObject({ answer: 'rejected:fail' });
});

test('a stale answer says what others did and keeps the reason', async () => {
  const stale = { code: 'stale', message: 'A. Osei rejected it.' };
  open(answering((fields) => ({ values: { reason: fields.reason ?? '' }, refusal: stale, done: null })));
  await press('a');
  fireEvent.change(reason(), { target: { value: 'Days checked.' } });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Pass the phase' })));
  expect(reason().value).toBe('Days checked.');
  expect(screen.getByText('A. Osei rejected it.').textContent).toBe('A. Osei rejected it. (stale)');
  expect(push).not.toHaveBeenCalled();
});

test('a reason stays where it was written when the review is closed meanwhile, and the address holds on to it', () => {
  const { rerender } = render(decision(answering(done('x')), null));
  act(() => reason().focus());
  fireEvent.change(reason(), { target: { value: 'Days checked.' } });
  expect(window.location.search).toBe(`?review=${ID}`);
  rerender(decision(answering(done('x')), 'It is approved already.', false));
  expect(reason().value).toBe('Days checked.');
  expect(screen.getByText('It is approved already.')).toBeTruthy();
  cleanup();
  render(decision(answering(done('x')), 'It is approved already.', false));
  expect(screen.queryByLabelText('Reason')).toBeNull();
});

test('one\u2019s own request shows why it cannot be decided', () => {
  open(answering(done('x')), 'You asked for this yourself: it needs another person.');
  expect(screen.getByText(/needs another person/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Choose an answer' }).disabled).toBe(true);
});

test('many are rehearsed first, and another answer asks for another rehearsal', async () => {
  render(
    <BulkForm
      kind="job"
      matching={3}
      action={answering((fields) => done(fields.step === 'rehearse' ? '3 of 3 can be decided so.' : '3 of 3 decided.'))}
    />,
  );
  const decide = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Decide 3' });
  fireEvent.click(screen.getByLabelText(/Leave it/));
  fireEvent.change(reason(), { target: { value: 'Known outage.' } });
  expect(decide().disabled).toBe(true);
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Rehearse' })));
  expect(screen.getByRole('status').textContent).toBe('3 of 3 can be decided so.');
  expect(reason().value).toBe('Known outage.');
  // React empties a form after every answer; the choice outlives it, or the deed would go out without one.
  expect(screen.getByLabelText<HTMLInputElement>(/Leave it/).checked).toBe(true);
  fireEvent.click(screen.getByLabelText(/Try it again/));
  expect(decide().disabled).toBe(true);
  fireEvent.click(screen.getByLabelText(/Leave it/));
  await act(async () => fireEvent.click(decide()));
  expect(sent.at(-1)).toMatchObject({ step: 'decide', expected: '3', answer: 'rejected', reason: 'Known outage.' });
});

const row = (more: Partial<ReviewRow>): ReviewRow =>
  ({
    id: ID,
    kind: 'phase_pass',
    login: '5001',
    trader_name: 'Ada Flow',
    due_at: null,
    is_overdue: false,
    claimed_by: null,
    requested_by: null,
    ...more,
  }) as ReviewRow;

test('each line says who has it, whose request it is, and whether it is late', () => {
  const rows = [
    row({ id: '1', claimed_by: 'other', claimed_by_name: 'A. Osei' }),
    row({ id: '2', requested_by: 'me' }),
    row({ id: '3', due_at: '2026-02-01T00:00:00Z', is_overdue: true }),
  ];
  render(<QueueList rows={rows} matching={120} open="2" address={{ kind: null, review: null }} actorId="me" />);
  const [claimed, own, late] = screen.getAllByRole('link').map((link) => link.textContent ?? '');
  expect(claimed).toContain('A. Osei');
  expect(own).toContain('needs another person');
  expect(late).toContain('overdue since');
  expect(screen.getByText(/first 3 of 120/)).toBeTruthy();
});

test('a row that was followed is marked at once, and no key acts on the review that is about to go', async () => {
  isPending = true;
  render(<QueueList rows={[row({ id: '2' })]} matching={1} open={null} address={{ kind: null, review: null }} actorId="me" />);
  open(answering(done('Approved')));
  expect(screen.getByRole('link').textContent).toContain('opening');
  for (const key of ['a', 'c', 'j']) await press(key);
  expect([sent, push.mock.calls, document.activeElement === reason()]).toEqual([[], [], false]);
});

test('what somebody else decides is told under one\u2019s own, and where nothing else is left', () => {
  const address = { kind: null, review: null, scope: 'mine' as const };
  render(<QueueList rows={[row({})]} matching={1} open={null} address={address} actorId="me" others={9} />);
  expect(screen.getByRole('link', { name: '9 more wait for somebody else.' }).getAttribute('href')).toBe('/reviews?scope=all');
  cleanup();
  const { rerender } = render(<NothingWaits address={address} others={1} lastDecided={null} />);
  expect(screen.getByText('Nothing waits for you')).toBeTruthy();
  expect(screen.getByText('One more waits for somebody else.')).toBeTruthy();
  rerender(<NothingWaits address={address} others={0} lastDecided={null} />);
  expect(screen.getByText('Nothing waits')).toBeTruthy();
});

test('the whole queue opens with what one decides; a link that names a kind or what is late means all of it', () => {
  const of = (search: Record<string, string>, decides = true) => scopeOf(readQueueAddress(search), decides);
  expect([of({}), of({ scope: 'all' }), of({ kind: 'job' }), of({ due: 'overdue' })]).toEqual(['mine', 'all', 'all', 'all']);
  expect([of({ kind: 'job', scope: 'mine' }), of({}, false), of({ scope: 'mine' }, false)]).toEqual(['mine', 'all', 'all']);
  expect(queueHref({ kind: 'job', review: null, scope: 'mine' })).toBe('/reviews?scope=mine&kind=job');
  expect(refusedOfQueue({ scope: 'yours' })).toHaveLength(1);
});
