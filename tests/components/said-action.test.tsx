// @vitest-environment jsdom
// What was done is said even where the deed takes its own form away, and a refusal is still read where somebody else was quicker.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { MarkPayout } from '@/components/payouts/mark-payout';
import { DifferenceCard } from '@/components/payouts/difference-card';
import { MigrateForm } from '@/components/rules/migrate-form';
import { Field } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Toaster } from '@/components/ui/toaster';
import type { DifferenceRow } from '@/lib/payouts/statement-read';
import { readForm, UNTOUCHED, type ActionState, type FormAction } from '@/lib/staff/form';

window.matchMedia ??= () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
afterEach(cleanup);

const press = (name: string | RegExp) => act(async () => fireEvent.click(screen.getByRole('button', { name })));
const refusal: ActionState = { values: {}, refusal: { code: 'stale', message: 'Somebody else was quicker.' }, done: null };

function Deed({ action }: { action: FormAction }) {
  const [, send] = useSaidAction(action);
  return (
    <form action={send}>
      <button type="submit">Do it</button>
    </form>
  );
}

function Page() {
  const [isThere, setThere] = useState(true);
  const done = async (): Promise<ActionState> => {
    setThere(false);
    return { values: {}, refusal: null, done: 'It was done.' };
  };
  return (
    <>
      <Toaster />
      {isThere && <Deed action={done} />}
    </>
  );
}

test('a form that goes away with its deed still says that it was done', async () => {
  render(<Page />);
  await press('Do it');
  expect(screen.queryByRole('button', { name: 'Do it' })).toBeNull();
  expect(await screen.findByText('It was done.')).toBeTruthy();
});

test('a refused deed says nothing in a toast', async () => {
  render(
    <>
      <Toaster />
      <Deed action={async () => refusal} />
    </>,
  );
  await press('Do it');
  expect(screen.queryByText('Somebody else was quicker.')).toBeNull();
});

test('whoever marks a payout too late reads why, and the form as it is now stands where it was', async () => {
  const payout = { id: 'p1', version: 3, state: 'sent', may_not: null };
  const card = (now: typeof payout) => <MarkPayout payout={now} sum="10.00 USD" action={async () => refusal} />;
  const { rerender } = render(card(payout));
  fireEvent.change(screen.getByLabelText(/Reference/), { target: { value: 'wire 17' } });
  await press(/Mark 10.00 USD/);
  rerender(card({ ...payout, version: 4, state: 'failed' }));
  expect(screen.getByRole('alert').textContent).toContain('Somebody else was quicker.');
  expect(screen.queryByRole('button')).toBeNull();
});

test('a payout that was just marked as paid does not ask at once why it came back', async () => {
  const payout = { id: 'p1', version: 3, state: 'sent', may_not: null };
  const done = async (): Promise<ActionState> => ({ values: {}, refusal: null, done: 'Marked.' });
  const { rerender } = render(<MarkPayout payout={payout} sum="10.00 USD" action={done} />);
  fireEvent.change(screen.getByLabelText(/Reference/), { target: { value: 'wire 17' } });
  await press(/Mark 10.00 USD/);
  rerender(<MarkPayout payout={{ ...payout, version: 4, state: 'paid' }} sum="10.00 USD" action={done} />);
  expect(screen.getByRole('button', { name: 'It came back…' })).toBeTruthy();
});

test('whoever decides a difference too late reads why beside what was decided', async () => {
  const difference = {
    ...{ id: 'd1', version: 1, kind: 'fee-taken', state: 'open', payout_id: null, trader_name: null, reference: 'r1', theirs: null },
    ...{ ours: null, effect: [], adjustments: [], decision: null, note: null, decided_by_name: null, decided_at: null },
  } as unknown as DifferenceRow;
  const actions = { decide: async () => refusal, propose: async () => refusal, book: async () => refusal };
  const card = (now: DifferenceRow) => <DifferenceCard difference={now} me="m" off={null} actions={actions} />;
  const { rerender } = render(card(difference));
  fireEvent.change(screen.getByLabelText('Note'), { target: { value: 'explained' } });
  await press('Decide');
  expect(screen.getAllByRole('alert')).toHaveLength(1);
  rerender(card({ ...difference, version: 2, state: 'decided', decision: 'explained', note: 'By another.' } as DifferenceRow));
  expect(screen.getByRole('alert').textContent).toContain('Somebody else was quicker.');
});

test('a reason that comes near its end says what still fits, and nothing before; the next answer begins anew', () => {
  const { rerender } = render(<ReasonField told={UNTOUCHED} />);
  const type = (length: number) => fireEvent.input(screen.getByLabelText('Reason'), { target: { value: 'x'.repeat(length) } });
  const said = () => document.querySelector('[aria-live="polite"]')?.textContent;
  expect(said()).toBe('');
  type(449);
  expect(said()).toBe('');
  type(450);
  expect(said()).toBe('50 characters left.');
  type(499);
  expect(said()).toBe('1 character left.');
  type(500);
  expect(said()).toBe('500 characters: nothing beyond is taken up.');
  rerender(<ReasonField told={{ ...UNTOUCHED, done: 'It was done.' }} />);
  expect(said()).toBe('');
});

test('where nobody could be moved, no move is offered', () => {
  const move = { phaseId: 'p', versionId: 'v', version: 3, refusedBecause: null, action: async () => UNTOUCHED };
  const { rerender } = render(<MigrateForm {...move} count={1} />);
  expect(screen.getByRole('button').textContent).toBe('Move 1 running account to version 3');
  rerender(<MigrateForm {...move} count={0} />);
  expect(screen.queryByRole('button')).toBeNull();
  expect(screen.getByText('No running account of this phase is on another version.')).toBeTruthy();
});

const product = z.strictObject({ title: z.string().min(1, 'Give it a title.'), share: z.string().regex(/^\d+$/, 'Write a percentage.') });

function TwoFields() {
  const [told, send] = useSaidAction(async (_before, form) => {
    const read = readForm(product, Object.fromEntries(form) as Record<string, string>);
    return { values: {}, refusal: read.ok ? null : read.refusal, done: null };
  });
  return (
    <form action={send}>
      <Refused told={told} beside={['title', 'share']} />
      <Field label="Title" name="title" error={errorAt(told, 'title')} />
      <Field label="Share" name="share" error={errorAt(told, 'share')} />
      <button type="submit">Keep it</button>
    </form>
  );
}

test('every field that is wrong says so at once, with its code small beside the words', async () => {
  render(<TwoFields />);
  await press('Keep it');
  const said = (label: string) => document.getElementById(screen.getByLabelText(label).getAttribute('aria-describedby') ?? '');
  expect([said('Title')?.textContent, said('Share')?.textContent]).toEqual([
    'Give it a title. (invalid-input)',
    'Write a percentage. (invalid-input)',
  ]);
  expect(said('Share')?.querySelector('.font-mono')?.textContent).toBe('(invalid-input)');
  expect(screen.queryByRole('alert')).toBeNull();
});
