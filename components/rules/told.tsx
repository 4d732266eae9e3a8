'use client';
// What became of a form: the refusal in words beside it, and a toast when it was done.
import { useActionState } from 'react';
import { announce } from '@/components/ui/toaster';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';

type Action = (before: ActionState, form: FormData) => Promise<ActionState>;

/** Said as soon as the answer is there: a deed that is done often takes its own form away, and an effect of that form would never run. */
const saidAloud =
  (action: Action): Action =>
  async (before, form) => {
    const told = await action(before, form);
    if (told.done) announce(told.done);
    return told;
  };

/** What became of the form, what sends it, and whether it is under way. What was done is announced. */
export const useSaidAction = (action: Action) => useActionState(saidAloud(action), UNTOUCHED);
export type SaidAction = ReturnType<typeof useSaidAction>;

export function Refused({ told }: { told: ActionState }) {
  if (!told.refusal) return null;
  const { code, message, path } = told.refusal;
  return (
    <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
      {message}{' '}
      <span className="font-mono text-label text-ink-2">
        {code}
        {path ? ` · ${path}` : ''}
      </span>
    </p>
  );
}
