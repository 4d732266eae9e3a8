'use client';
// Mends how a trader is reached. What they sign in with is theirs alone, so it is shown and not changed here.
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/lib/staff/form';
import type { TraderRow } from '@/lib/traders/office-read';

type Props = {
  trader: Pick<TraderRow, 'id' | 'full_name' | 'email' | 'country' | 'has_signed_up'>;
  /** Null where this person may; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

export function ContactForm({ trader, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const field = (name: 'full_name' | 'email' | 'country') => ({
    id: `contact-${name}`,
    name,
    defaultValue: told.values[name] ?? trader[name] ?? '',
    error: errorAt(told, name),
  });
  return (
    <details className="mt-3 border-t border-line pt-2">
      <summary className="w-fit cursor-pointer py-1 text-accent">Change the contact</summary>
      <form action={send} className="flex flex-col gap-3 pt-2" noValidate>
        <Refused told={told} beside={['full_name', 'email', 'country']} />
        <input type="hidden" name="trader" value={trader.id} />
        <input type="hidden" name="was_full_name" value={trader.full_name} />
        <input type="hidden" name="was_country" value={trader.country ?? ''} />
        <Field label="Name" {...field('full_name')} maxLength={200} disabled={off} />
        {!trader.has_signed_up && <input type="hidden" name="was_email" value={trader.email} />}
        <Field
          label="E-mail"
          {...field('email')}
          type="email"
          maxLength={254}
          disabled={off || trader.has_signed_up}
          hint={
            trader.has_signed_up ? 'They sign in with it: only they can prove another.' : 'An invitation under way ends with the old one.'
          }
        />
        <Field label="Country" {...field('country')} maxLength={2} disabled={off} hint="Two letters, or nothing" />
        {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
        <Button type="submit" variant="primary" disabled={off || isPending} className="self-start">
          Change the contact
        </Button>
      </form>
    </details>
  );
}
