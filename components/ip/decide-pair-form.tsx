'use client';
// What somebody says of a pair: cleared, watched, or a case. The choice is shown with what follows from it before it is sent.
import { useState } from 'react';
import { HeldChoice } from '@/components/ui/held-choice';
import type { FormAction } from '@/lib/staff/form';
import { ReasonForm } from '@/components/ui/reason-form';

const CHOICES = [
  ['cleared', 'Innocent', 'The pair leaves the list. It comes back only when there is as much again as you see now.'],
  ['watch', 'Watch', 'The pair stays on the list; nothing else follows.'],
  ['confirmed', 'One person', 'A case is opened for each of the two. Somebody else decides there what follows; nothing follows by itself.'],
] as const;

type Props = {
  signal: { id: string; version: number; state: string };
  refusedBecause: string | null;
  action: FormAction;
};

export function DecidePairForm({ signal, refusedBecause, action }: Props) {
  const choices = CHOICES.filter(([state]) => state !== signal.state);
  const [picked, pick] = useState<string>(choices[0]?.[0] ?? 'cleared');
  const chosen = choices.find(([state]) => state === picked) ?? choices[0];
  return (
    <ReasonForm
      id="decide"
      deed="Decide"
      hidden={{ signal: signal.id, version: String(signal.version) }}
      refusedBecause={refusedBecause}
      action={action}
    >
      <fieldset disabled={refusedBecause !== null} className="flex flex-wrap gap-2">
        <legend className="mb-1 text-label font-medium text-ink-2">They are</legend>
        {choices.map(([state, label]) => (
          <label key={state} className="flex h-7 items-center gap-1.5 rounded-sm border border-line-strong px-2.5">
            <HeldChoice
              type="radio"
              name="state"
              value={state}
              checked={chosen?.[0] === state}
              onChange={() => pick(state)}
              className="accent-(--accent)"
            />
            {label}
          </label>
        ))}
      </fieldset>
      {chosen && <p className="text-label text-ink-2">{chosen[2]}</p>}
    </ReasonForm>
  );
}
