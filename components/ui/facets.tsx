'use client';
// One facet of a list: check boxes with counts. A facet's counts ignore its own filter, so a reader sees what a further tick adds.
import { cn } from './cn';

/** A firm has a dozen products and a hundred symbols: what is longer scrolls, so that the next facet stays within reach. */
const LONG = 12;

type FacetOption = { value: string; label: string; count: number };

type FacetGroupProps = {
  legend: string;
  options: FacetOption[];
  selected: string[];
  /** Not every row was counted: there are at least as many. */
  isLeast?: boolean;
  /** What a choice here does besides narrowing the list. */
  hint?: string;
  onToggle: (value: string, on: boolean) => void;
  className?: string;
};

export function FacetGroup({ legend, options, selected, isLeast = false, hint, onToggle, className }: FacetGroupProps) {
  return (
    <fieldset className={cn('flex min-w-0 flex-col', className)}>
      <legend className="mb-1 text-label font-medium text-ink-2">{legend}</legend>
      {hint && <p className="mb-1 text-label text-ink-3">{hint}</p>}
      {options.length === 0 && <p className="text-label text-ink-3">Nothing to choose</p>}
      <div className={cn('flex flex-col', options.length > LONG && 'max-h-72 overflow-y-auto rounded-sm border border-line')}>
        {options.map((option) => {
          const on = selected.includes(option.value);
          return (
            <label
              key={option.value}
              className={cn(
                'flex min-h-6 cursor-pointer items-center gap-2 rounded-sm px-1 hover:bg-sunken',
                option.count === 0 && !on && 'text-ink-3',
              )}
            >
              <input
                type="checkbox"
                checked={on}
                onChange={(event) => onToggle(option.value, event.target.checked)}
                className="size-3.5 accent-(--accent)"
              />
              <span title={option.label} className="min-w-0 flex-1 truncate">
                {option.label}
              </span>
              <span className="num text-label text-ink-3" title={isLeast ? 'At least' : undefined}>
                {option.count.toLocaleString('en-US')}
                {isLeast && '+'}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
