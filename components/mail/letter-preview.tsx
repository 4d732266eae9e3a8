'use client';
// The finished letter in a frame of its own that may run nothing: by day and at night, wide and on a phone, and as plain text.
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { atNight, byDay } from '@/lib/mail/letter';
import type { Letter } from '@/lib/mail/render';

const LOOKS = ['Day', 'Night', 'Text'] as const;
const WIDTHS = ['Wide', 'Phone'] as const;

export function LetterPreview({ letter }: { letter: Letter }) {
  const [look, setLook] = useState<(typeof LOOKS)[number]>('Day');
  const [width, setWidth] = useState<(typeof WIDTHS)[number]>('Wide');
  const isPhone = width === 'Phone';
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-4">
        <Choice label="Look" choices={LOOKS} chosen={look} onChoose={setLook} />
        <Choice label="Width" choices={WIDTHS} chosen={width} onChoose={setWidth} />
      </div>
      <p className="break-words">
        <span className="text-label text-ink-3">Subject</span> <span className="font-medium">{letter.subject}</span>
      </p>
      {look === 'Text' ? (
        <pre
          className={cn(
            'max-h-[640px] overflow-auto rounded-sm border border-line bg-sunken p-3 text-label whitespace-pre-wrap',
            isPhone && 'max-w-[375px]',
          )}
        >
          {letter.text}
        </pre>
      ) : (
        <iframe
          title="The letter"
          sandbox=""
          srcDoc={look === 'Night' ? atNight(letter.html) : byDay(letter.html)}
          className={cn('h-[640px] w-full rounded-sm border border-line', isPhone && 'max-w-[375px]')}
        />
      )}
    </div>
  );
}

type ChoiceProps<T extends string> = { label: string; choices: readonly T[]; chosen: T; onChoose: (choice: T) => void };

function Choice<T extends string>({ label, choices, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <div role="group" aria-label={label} className="inline-flex overflow-hidden rounded-sm border border-line-strong">
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          aria-pressed={choice === chosen}
          onClick={() => onChoose(choice)}
          className={cn('h-6 px-2 text-label', choice === chosen ? 'bg-sunken font-medium text-ink' : 'text-ink-2 hover:bg-sunken')}
        >
          {choice}
        </button>
      ))}
    </div>
  );
}
