'use client';
// A filter between two figures: two fields, either of which may stay empty. Applied with Enter or on leaving them; what is no figure says so and
// changes nothing.
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { inputStyle } from '@/components/ui/field';
import type { RangeFacet } from '@/lib/lists/definition';
import { endsOf, parseRange, rangeOf, type RangeUnit } from '@/lib/lists/range';

const UNITS: Record<RangeUnit, string> = { money: '', percent: '%', number: '', seconds: '30s, 5m, 2h, 1d' };
const NONE: Record<RangeUnit, string> = {
  money: 'no figure such as 5000',
  percent: 'no figure such as 80',
  number: 'no figure such as 2.5',
  seconds: 'no time such as 30s or 2h',
};
const SAID = { from: 'at least', to: 'at most' } as const;

type Props = { facet: RangeFacet; chosen: string | undefined; onChange: (values: string[] | null) => void };
type Typed = { chosen: string | undefined; from: string; to: string; isBad: boolean };

const inForce = (chosen: string | undefined): Typed => {
  const [from, to] = endsOf(chosen);
  return { chosen, from, to, isBad: false };
};

export function RangeFilter({ facet, chosen, onChange }: Props) {
  const id = useId();
  const [held, hold] = useState(inForce(chosen));
  // Another filter in force, by a link or by taking its chip away, is what the fields say again.
  const typed = held.chosen === chosen ? held : inForce(chosen);
  const apply = () => {
    const text = rangeOf(typed.from, typed.to);
    const isRange = text === null || parseRange(text, facet.unit) !== null;
    hold({ ...typed, isBad: !isRange });
    if (isRange && text !== (chosen ?? null)) onChange(text === null ? null : [text]);
  };
  const field = (end: 'from' | 'to') => (
    <input
      aria-label={`${facet.label}, ${SAID[end]}`}
      aria-invalid={typed.isBad || undefined}
      aria-describedby={typed.isBad ? `${id}-error` : undefined}
      value={typed[end]}
      onChange={(event) => hold({ ...typed, [end]: event.target.value, isBad: false })}
      placeholder={SAID[end]}
      autoComplete="off"
      className={cn(inputStyle, 'num h-7 min-w-0 flex-1 px-1.5 text-label')}
    />
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) apply();
      }}
      className="flex flex-col gap-1"
    >
      <span className="text-label font-medium text-ink-2">
        {facet.label} <span className="font-normal text-ink-3">{UNITS[facet.unit]}</span>
      </span>
      <span className="flex items-center gap-1">
        {field('from')}
        {field('to')}
        <Button type="submit" size="small" aria-label={`Filter by ${facet.label.toLowerCase()}`}>
          Go
        </Button>
      </span>
      {typed.isBad && (
        <span id={`${id}-error`} role="alert" className="text-label text-critical">
          This is {NONE[facet.unit]}, or ends before it begins. (not-a-range)
        </span>
      )}
    </form>
  );
}
