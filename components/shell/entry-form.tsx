'use client';
// The one form of a page for strangers: fields that keep what was typed, the refusal in words beside them, and one deed.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Field, type FieldProps } from '@/components/ui/field';
import type { Refusal } from '@/lib/refusal';
import type { FormAction } from '@/lib/staff/form';

type EntryFormProps = {
  action: FormAction;
  fields: Pick<FieldProps, 'label' | 'name' | 'type' | 'autoComplete' | 'hint' | 'minLength' | 'maxLength'>[];
  /** What travels along unseen, such as the token of a link. */
  hidden?: Record<string, string>;
  deed: string;
  links?: { href: string; label: string }[];
  children?: ReactNode;
};

export function EntryForm({ action, fields, hidden = {}, deed, links = [], children }: EntryFormProps) {
  const [state, send, pending] = useFormAction(action);
  const { refusal } = state;
  const named = fields.some((field) => field.name === refusal?.path);
  if (state.done) {
    return (
      <div className="flex flex-col gap-4">
        <p role="status" className="rounded-sm border border-line bg-safe-soft px-3 py-2 text-form text-ink">
          {state.done}
        </p>
        <Links links={links} />
      </div>
    );
  }
  return (
    <form action={send} className="flex flex-col gap-4" noValidate>
      {refusal && !named && <Refused refusal={refusal} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fields.map((field) => (
        <Field
          key={field.name}
          {...field}
          required
          defaultValue={state.values[field.name] ?? ''}
          error={refusal?.path === field.name ? refusal.message : null}
        />
      ))}
      {children}
      <Button type="submit" variant="primary" size="large" disabled={pending}>
        {pending ? 'One moment' : deed}
      </Button>
      <Links links={links} />
    </form>
  );
}

function Refused({ refusal }: { refusal: Refusal }) {
  return (
    <div role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
      <p className="text-form text-ink">{refusal.message}</p>
      <p className="font-mono text-meta text-ink-2">{refusal.code}</p>
    </div>
  );
}

function Links({ links }: { links: { href: string; label: string }[] }) {
  if (links.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-label">
      {links.map((link) => (
        <li key={link.href}>
          <Link href={link.href} className="inline-block py-1 text-accent underline underline-offset-2">
            {link.label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
