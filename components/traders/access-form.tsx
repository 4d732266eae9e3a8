'use client';
// Stop or restore a trader's access: first what it does, then a reason, then the deed. The reason survives a refusal.
import { useState } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { HeldChoice } from '@/components/ui/held-choice';
import { refusalOf } from '@/components/ui/told';
import type { FormAction } from '@/lib/staff/form';
import { choicesFrom, consequences, DEED_NAMES, type Access, type Stake } from '@/lib/traders/access';

type Props = {
  traderId: string;
  access: Access;
  stake: Stake;
  /** Null when this person may decide; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

export function AccessForm({ traderId, access, stake, refusedBecause, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  const choices = choicesFrom(access);
  const [picked, pick] = useState<Access | null>(null);
  const chosen = picked !== null && choices.includes(picked) ? picked : null;
  return (
    <form action={send} className="flex flex-col gap-3">
      <input type="hidden" name="trader" value={traderId} />
      <fieldset disabled={refusedBecause !== null} className="flex flex-wrap gap-2">
        <legend className="mb-1 text-label font-medium text-ink-2">What shall happen</legend>
        {choices.map((choice) => (
          <label key={choice} className="flex h-7 items-center gap-1.5 rounded-sm border border-line-strong px-2.5">
            <HeldChoice
              type="radio"
              name="access"
              value={choice}
              checked={chosen === choice}
              onChange={() => pick(choice)}
              className="accent-(--accent)"
            />
            {DEED_NAMES[choice]}
          </label>
        ))}
      </fieldset>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      {chosen && (
        <>
          <ul aria-label="What it does" className="list-disc pl-5 text-ink-2">
            {consequences(chosen, stake).map((sentence) => (
              <li key={sentence}>{sentence}.</li>
            ))}
          </ul>
          <ReasonField id="access-reason" label="Reason (the trader reads it)" told={told} error={refusalOf(told)} rows={3} />
          <Button type="submit" variant={chosen === 'active' ? 'primary' : 'danger'} disabled={isPending} className="self-start">
            {DEED_NAMES[chosen]}
          </Button>
        </>
      )}
      {told.done && (
        <p role="status" className="text-label text-ink-2">
          {told.done}
        </p>
      )}
    </form>
  );
}
