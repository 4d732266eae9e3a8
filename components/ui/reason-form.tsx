'use client';
// A deed that needs a reason and perhaps a figure: the fields survive a refusal, the answer is said aloud.
import type { ReactNode } from 'react';
import { errorAt, Refused, useSaidAction } from './told';
import { Button } from './button';
import { Field } from './field';
import { ReasonField } from './reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  /** Sent along unseen. */
  hidden: Record<string, string>;
  fields?: { name: string; label: string; hint?: string; type?: string; defaultValue?: string; placeholder?: string }[];
  /** Keeps ids apart where a page holds several. */
  id: string;
  deed: string;
  reasonHint?: string;
  refusedBecause: string | null;
  action: FormAction;
  children?: ReactNode;
};

export function ReasonForm({ hidden, fields = [], id, deed, reasonHint, refusedBecause, action, children }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} beside={['reason', ...fields.map(({ name }) => name)]} />
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map(({ name, defaultValue, ...field }) => (
        <Field
          key={name}
          {...field}
          id={`${id}-${name}`}
          name={name}
          required
          disabled={off}
          defaultValue={told.values[name] ?? defaultValue}
          error={errorAt(told, name)}
        />
      ))}
      {children}
      <ReasonField id={`${id}-reason`} disabled={off} hint={reasonHint} told={told} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <Button type="submit" variant="primary" disabled={off || isPending} className="self-start">
        {deed}
      </Button>
      {told.done && (
        <p role="status" className="font-medium">
          {told.done}
        </p>
      )}
    </form>
  );
}
