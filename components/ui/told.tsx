'use client';
// What became of a form: the refusal in words beside it, and a toast when it was done.
import type { ReactNode } from 'react';
import { useFormAction } from './form-action';
import { announce } from './toaster';
import type { ActionState, FormAction } from '@/lib/staff/form';

/** Said as soon as the answer is there: a deed that is done often takes its own form away, and an effect of that form would never run. */
const saidAloud =
  (action: FormAction): FormAction =>
  async (before, form) => {
    const told = await action(before, form);
    if (told.done) announce(told.done);
    return told;
  };

/** What became of the form, what sends it, and whether it is under way. What was done is announced. */
export const useSaidAction = (action: FormAction) => useFormAction(saidAloud(action));
export type SaidAction = ReturnType<typeof useSaidAction>;

/** A code is for whoever is asked about it, so it stands small beside the words. */
const CODE = 'font-mono text-label text-ink-2';

const inWords = (message: string, code: string): ReactNode => (
  <>
    {message} <span className={CODE}>({code})</span>
  </>
);

/** Whatever was refused: for a form that has one place to say it. */
export const refusalOf = ({ refusal }: Pick<ActionState, 'refusal'>): ReactNode => refusal && inWords(refusal.message, refusal.code);

/** What is wrong with one field, in words alone. Every field that is wrong says so at once. */
export function messageAt({ refusal }: ActionState, field: string): string | null {
  if (refusal?.path === field) return refusal.message;
  return refusal?.also?.find(({ path }) => path === field)?.message ?? null;
}

/** What is wrong with one field: said at that field and nowhere else. */
export function errorAt(told: ActionState, field: string): ReactNode {
  const message = messageAt(told, field);
  return message === null || told.refusal === null ? null : inWords(message, told.refusal.code);
}

/** A refusal of the form as a whole. What names one of the fields `beside` is said at that field, by `errorAt`. */
export function Refused({ told, beside = [] }: { told: ActionState; beside?: string[] }) {
  if (!told.refusal || beside.includes(told.refusal.path ?? '')) return null;
  const { code, message, path } = told.refusal;
  return (
    <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
      {message}{' '}
      <span className={CODE}>
        {code}
        {path ? ` · ${path}` : ''}
      </span>
    </p>
  );
}
