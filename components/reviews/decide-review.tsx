'use client';
// The answer to one review. A decision opens the next one; a refusal keeps the reason and says what others did meanwhile.
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { announce } from '@/components/ui/toaster';
import { reviewWords, type ReviewKind } from '@/lib/reviews/kinds';
import type { ActionState, FormAction } from '@/lib/staff/form';
import { AnswerField, answerValue } from './answer-field';
import { useSingleKey } from '@/components/ui/keys';
import { refusalOf } from '@/components/ui/told';
import { Going } from './going';
import { showFromTop } from './queue-keys';

type Props = {
  id: string;
  version: number;
  kind: ReviewKind;
  rule?: string;
  /** Once closed it stays only for who was at it: their reason must not vanish under their hands. */
  isOpen: boolean;
  refusedBecause: string | null;
  /** Where this very review is found, whatever comes first in the queue. */
  href: string;
  nextHref: string;
  action: FormAction;
};

export function DecideReview({ id, version, kind, rule = '', isOpen, refusedBecause, href, nextHref, action }: Props) {
  const router = useRouter();
  const [isGoing, begin] = useTransition();
  // Said and gone on as soon as the answer is there: the page that comes with it has no such form any more.
  const answered = async (before: ActionState, fields: FormData): Promise<ActionState> => {
    const told = await action(before, fields);
    if (told.done) {
      announce(told.done);
      begin(() => router.push(nextHref, { scroll: false }));
      showFromTop();
    }
    return told;
  };
  const [told, send, isPending] = useFormAction(answered);
  const [chosen, choose] = useState('');
  const words = reviewWords(kind, rule);
  const [wasOpen] = useState(isOpen);
  const area = useRef<HTMLDivElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const take = (decision: 'approved' | 'rejected') => {
    const answer = words.answers.find((one) => one.decision === decision);
    if (!answer || refusedBecause !== null) return;
    choose(answerValue(answer));
    area.current?.querySelector('textarea')?.focus();
  };
  useSingleKey('a', () => take('approved'));
  useSingleKey('r', () => take('rejected'));
  useSingleKey('Enter', () => area.current?.querySelector('textarea')?.focus());
  const answer = words.answers.find((one) => answerValue(one) === chosen);
  if (!wasOpen) return null;
  return (
    <form
      ref={form}
      action={send}
      className="flex flex-col gap-3 border-t border-line pt-4"
      onFocus={() => {
        // The queue may move while somebody writes; what they write about does not.
        if (isOpen && window.location.pathname + window.location.search !== href) window.history.replaceState(null, '', href);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
      }}
    >
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="version" value={version} />
      <AnswerField
        words={words}
        chosen={chosen}
        onChoose={choose}
        disabled={refusedBecause !== null}
        reason={told.values.reason ?? ''}
        error={refusalOf(told)}
        area={area}
      />
      {refusedBecause && <p className="text-label text-ink-2">{refusedBecause}</p>}
      <Button
        type="submit"
        variant={answer?.isGrave ? 'danger' : 'primary'}
        disabled={!answer || refusedBecause !== null || isPending}
        className="self-start"
      >
        {answer ? answer.label : 'Choose an answer'}
      </Button>
      <Going isGoing={isGoing} />
    </form>
  );
}
