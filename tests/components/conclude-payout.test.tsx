// @vitest-environment jsdom
// A payout that nobody can tell of: what each finding does is read before it is chosen, and nobody carries out their own.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ConcludePayout } from '@/components/payouts/conclude-payout';
import { StopPayout } from '@/components/payouts/stop-payout';
import type { PayoutDeeds } from '@/lib/payouts/deeds-read';
import { formFields, type ActionState } from '@/lib/staff/form';

afterEach(cleanup);

const AT = '2026-11-20T09:00:00.000Z';
const NOTHING: PayoutDeeds = {
  is_automatic: true,
  absent_since: null,
  may_stop: true,
  may_not_conclude: null,
  stop: null,
  conclusion: null,
};
const sent: Record<string, string>[] = [];
const action = async (_before: ActionState, form: FormData): Promise<ActionState> => {
  sent.push(formFields(form));
  return { values: {}, refusal: null, done: null };
};
const show = (state: string, deeds: Partial<PayoutDeeds>) =>
  render(<ConcludePayout payout={{ id: 'p', state }} deeds={{ ...NOTHING, ...deeds }} propose={action} conclude={action} />);
const conclusion = { id: 'c', outcome: 'failed' as const, evidence: 'Case 4711.', by: 'Ada', at: AT, is_own: false };

test('each finding says what it does before anybody chooses, and nothing is chosen beforehand', async () => {
  show('unknown', {});
  const choices = screen.getAllByRole('radio');
  expect(choices.map((one) => [(one as HTMLInputElement).value, (one as HTMLInputElement).checked])).toEqual([
    ['paid', false],
    ['failed', false],
    ['returned', false],
  ]);
  expect(screen.getByText(/make sure that the provider cannot still pay it/)).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: /It never left/ }));
  fireEvent.change(screen.getByLabelText('Evidence'), { target: { value: 'Their support, case 4711.' } });
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Say what became of it' })));
  expect(sent).toEqual([{ id: 'p', state: 'unknown', outcome: 'failed', evidence: 'Their support, case 4711.' }]);
});

test('what was paid can only have come back; what people carry is marked with its file', () => {
  show('paid', {});
  expect(screen.getAllByRole('radio').map((one) => (one as HTMLInputElement).value)).toEqual(['returned']);
  cleanup();
  expect(show('sent', { is_automatic: false }).container.textContent).toBe('');
});

test('whoever said so sees that another person carries it out', () => {
  show('unknown', { conclusion });
  expect(screen.getByRole('button', { name: /Carry it out/ })).toHaveProperty('disabled', false);
  cleanup();
  show('unknown', { conclusion: { ...conclusion, is_own: true } });
  expect(screen.getByRole('button', { name: 'Carry it out' })).toHaveProperty('disabled', true);
  expect(screen.getByRole('button', { name: 'Drop it' })).toHaveProperty('disabled', false);
});

test('whoever stopped it does not let it go on, and what has left is not stopped', () => {
  const stop = { reason: 'A call.', by: 'Ada', at: AT, is_own: true };
  const seen = (state: string, deeds: Partial<PayoutDeeds>) =>
    render(<StopPayout payout={{ id: 'p', state }} version={3} deeds={{ ...NOTHING, ...deeds }} hold={action} release={action} />)
      .container;
  seen('held', { stop });
  expect(screen.getByRole('button', { name: 'Let it go on' })).toHaveProperty('disabled', true);
  cleanup();
  seen('held', { stop: { ...stop, is_own: false } });
  expect(screen.getByRole('button', { name: 'Let it go on' })).toHaveProperty('disabled', false);
  cleanup();
  expect(seen('sent', {}).textContent).toBe('');
});
