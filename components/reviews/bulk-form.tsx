'use client';
// All open reviews of one kind with one answer: first a rehearsal that says what would happen, then the deed. The server counts again and does
// nothing when the list is not what was seen.
import { useActionState, useRef, useState } from 'react';
import { answered } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { announce } from '@/components/ui/toaster';
import { refusalOf } from '@/components/ui/told';
import { REVIEWS, type ReviewKind } from '@/lib/reviews/kinds';
import { UNTOUCHED, type ActionState, type FormAction } from '@/lib/staff/form';
import { AnswerField } from './answer-field';

type Props = { kind: ReviewKind; matching: number; action: FormAction };
type Turn = { told: ActionState; reason: string; rehearsed: { answer: string; text: string } | null };

export function BulkForm({ kind, matching, action }: Props) {
  // The rehearsal empties no field: its reason is the one the deed will carry.
  const turn = async (_before: Turn, form: FormData): Promise<Turn> => {
    const told = await answered(action)(UNTOUCHED, form);
    const [step, answer, reason] = ['step', 'answer', 'reason'].map((name) => String(form.get(name) ?? ''));
    const isRehearsal = step === 'rehearse' && told.done !== null;
    if (told.done && !isRehearsal) announce(told.done);
    return {
      told,
      reason: told.done && !isRehearsal ? '' : (reason ?? ''),
      rehearsed: isRehearsal ? { answer: answer ?? '', text: told.done ?? '' } : null,
    };
  };
  const [{ told, reason, rehearsed }, send, isPending] = useActionState(turn, { told: UNTOUCHED, reason: '', rehearsed: null });
  const [chosen, choose] = useState('');
  const area = useRef<HTMLDivElement>(null);
  const isRehearsed = rehearsed !== null && rehearsed.answer === chosen;
  return (
    <details className="mt-4 rounded-md border border-line bg-surface">
      <summary className="px-4 py-2 font-medium">
        Decide all {matching} of {REVIEWS[kind].name.toLowerCase()} at once
      </summary>
      <form action={send} className="flex flex-col gap-3 border-t border-line p-4">
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="expected" value={matching} />
        <AnswerField
          words={REVIEWS[kind]}
          chosen={chosen}
          onChoose={choose}
          disabled={isPending}
          reason={reason}
          error={refusalOf(told)}
          area={area}
        />
        {isRehearsed && <p role="status">{rehearsed.text}</p>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="step" value="rehearse" disabled={!chosen || isPending}>
            Rehearse
          </Button>
          <Button type="submit" name="step" value="decide" variant="danger" disabled={!chosen || !isRehearsed || isPending}>
            Decide {matching}
          </Button>
        </div>
      </form>
    </details>
  );
}
