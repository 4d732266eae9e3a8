// One entry of a chart's legend: the colour as a square, and what it stands for.
import { cn } from '@/components/ui/cn';

/** `className` is the colour, as a fill. */
export function LegendKey({ className, words }: { className: string; words: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg aria-hidden="true" viewBox="0 0 8 8" className={cn('size-2', className)}>
        <rect width="8" height="8" />
      </svg>
      {words}
    </span>
  );
}
