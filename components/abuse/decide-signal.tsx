'use client';
// Clear, watch or make a case, of one pair or of a whole cluster, with a reason that survives a refusal. The keys r, w and a choose; Ctrl and
// Enter send.
import { useId, useRef, useState } from 'react';
import { useSingleKey } from '@/components/ui/keys';
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { HeldChoice } from '@/components/ui/held-choice';
import type { FormAction } from '@/lib/staff/form';
import { CHOICES, type Choice } from './copy-words';

type Props = {
  pairs: { id: string; version: number }[];
  /** Null when this person may decide; otherwise why not. */
  refusedBecause: string | null;
  /** Where there are several forms on a page, none takes keys. */
  hasKeys: boolean;
  action: FormAction;
};

function Keys({ choose }: { choose: (choice: Choice) => void }) {
  useSingleKey('r', () => choose(CHOICES[0] as Choice));
  useSingleKey('w', () => choose(CHOICES[1] as Choice));
  useSingleKey('a', () => choose(CHOICES[2] as Choice));
  return null;
}

export function DecideSignal({ pairs, refusedBecause, hasKeys, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const [chosen, setChosen] = useState<Choice | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const choose = (choice: Choice) => {
    if (refusedBecause !== null) return;
    setChosen(choice);
    form.current?.querySelector('textarea')?.focus();
  };
  return (
    <form
      ref={form}
      action={send}
      className="flex flex-col gap-3"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
      }}
    >
      {hasKeys && <Keys choose={choose} />}
      <input type="hidden" name="pairs" value={pairs.map(({ id, version }) => `${id}:${version}`).join(',')} />
      <fieldset disabled={refusedBecause !== null} className="flex flex-col gap-2">
        <legend className="sr-only">Decide</legend>
        {CHOICES.map((choice) => (
          <label key={choice.state} className="flex items-start gap-2">
            <HeldChoice
              type="radio"
              name="state"
              value={choice.state}
              checked={chosen?.state === choice.state}
              onChange={() => setChosen(choice)}
              className="mt-1 accent-accent"
            />
            <span>
              <span className="font-medium">{choice.label}</span>
              {hasKeys && <kbd className="ml-1.5 font-mono text-label text-ink-3 max-lg:hidden">{choice.key}</kbd>}
              <span className="block text-ink-2">{choice.effect}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <ReasonField id={id} disabled={refusedBecause !== null} told={told} error={refusalOf(told)} rows={3} />
      {refusedBecause && <p className="text-label text-ink-2">{refusedBecause}</p>}
      <Button
        type="submit"
        variant={chosen?.state === 'confirmed' ? 'danger' : 'primary'}
        disabled={chosen === null || refusedBecause !== null || isPending}
        className="self-start"
      >
        {chosen ? `${chosen.label}${pairs.length > 1 ? `: ${pairs.length} pairs` : ''}` : 'Choose an answer'}
      </Button>
    </form>
  );
}
