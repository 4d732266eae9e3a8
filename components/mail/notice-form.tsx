'use client';
// A notice as its readers will get it: what it is about, the notice itself, from when it holds, and whom it touches.
import { ChoiceField, type Choice } from '@/components/ui/choice-field';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { AreaField, Field } from '@/components/ui/field';
import type { FormAction } from '@/lib/staff/form';

export const AUDIENCE_CHOICES: Choice[] = [
  { value: 'everybody', label: 'Every trader' },
  { value: 'trading', label: 'Traders with a living account' },
  { value: 'challenge', label: 'Traders with a living account of one product' },
];

type Props = {
  challenges: Choice[];
  refusedBecause: string | null;
  action: FormAction;
};

export function NoticeForm({ challenges, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const isOff = refusedBecause !== null;
  const { values } = told;
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      <Field
        label="About"
        name="title"
        required
        minLength={3}
        maxLength={150}
        disabled={isOff}
        defaultValue={values.title ?? ''}
        hint="The subject of the letter."
      />
      <AreaField
        label="Notice"
        name="statement"
        rows={8}
        required
        minLength={10}
        maxLength={6000}
        disabled={isOff}
        defaultValue={values.statement ?? ''}
      />
      <Field label="Holds from" name="holds_from" type="date" required disabled={isOff} defaultValue={values.holds_from ?? ''} />
      <ChoiceField label="To" name="audience" choices={AUDIENCE_CHOICES} disabled={isOff} defaultValue={values.audience ?? 'everybody'} />
      <ChoiceField
        label="Product"
        name="challenge_type_id"
        blank="Only for the last choice"
        choices={challenges}
        disabled={isOff}
        defaultValue={values.challenge_type_id ?? ''}
      />
      {isOff && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="primary" disabled={isOff || isPending}>
          Hand it to another person
        </Button>
      </div>
    </form>
  );
}
