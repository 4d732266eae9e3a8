'use client';
// The answers of a kind as one choice, with what follows from each, and the reason beside it. Often-given reasons are one press away and
// can be changed before they are sent.
import { useId, type ReactNode, type RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { AreaField } from '@/components/ui/field';
import { HeldChoice } from '@/components/ui/held-choice';
import type { Answer, KindWords } from '@/lib/reviews/kinds';
import { REASON } from '@/lib/staff/form';

export const answerValue = ({ decision, choice }: Answer): string => (choice ? `${decision}:${choice}` : decision);

type Props = {
  words: KindWords;
  chosen: string;
  onChoose: (value: string) => void;
  disabled: boolean;
  reason: string;
  error: ReactNode;
  area: RefObject<HTMLDivElement | null>;
};

export function AnswerField({ words, chosen, onChoose, disabled, reason, error, area }: Props) {
  const { answers, reasons } = words;
  // The page may show the same question twice: for one review and for all of its kind.
  const id = useId();
  const fill = (text: string) => {
    const field = area.current?.querySelector('textarea');
    if (!field) return;
    field.value = text;
    field.focus();
  };
  return (
    <div ref={area} className="flex flex-col gap-3">
      <fieldset disabled={disabled} className="flex flex-col gap-2">
        <legend className="pb-1 text-form font-semibold">Decide</legend>
        {answers.map((answer) => {
          const value = answerValue(answer);
          return (
            <label key={value} className="flex items-start gap-2">
              <HeldChoice
                type="radio"
                name="answer"
                value={value}
                checked={chosen === value}
                onChange={() => onChoose(value)}
                className="mt-1 accent-accent"
              />
              <span>
                <span className="font-medium">{answer.label}</span>
                <span className="block text-ink-2">{answer.effect}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <AreaField label="Reason" name="reason" id={id} {...REASON} required disabled={disabled} defaultValue={reason} error={error} />
      <div className="flex flex-wrap gap-1" role="group" aria-label="Reasons often given">
        {reasons.map((text) => (
          <Button
            key={text}
            size="small"
            disabled={disabled}
            onClick={() => fill(text)}
            className="h-auto max-w-full py-0.5 text-left whitespace-normal"
          >
            {text}
          </Button>
        ))}
      </div>
    </div>
  );
}
