// Days done of days asked for, each as a bar of its own days and a sentence that says what waits for them.
import { cn } from '@/components/ui/cn';
import { dayCountName, dayCountText, type DayCount } from '@/lib/payouts/day-counts';

export function DayCounts({ counts }: { counts: DayCount[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {counts.map((count) => (
        <li key={`${count.kind}${count.gates.join()}`} className="flex flex-col gap-1">
          <div className="flex items-baseline justify-between gap-3">
            <h3 className="font-medium">{dayCountName(count)}</h3>
            <span className="num text-form">
              {count.done ?? 'not known'} of {count.of}
            </span>
          </div>
          <Bar done={count.done} of={count.of} />
          <p className="text-ink-2">{dayCountText(count)}</p>
        </li>
      ))}
    </ul>
  );
}

/** The words beside it say the same: a bar for the eye alone. */
function Bar({ done, of }: { done: number | null; of: number }) {
  const width = done === null ? 0 : Math.min(100, Math.floor((done * 100) / of));
  return (
    <div aria-hidden="true" className={cn('h-1.5 rounded-sm bg-sunken', done === null && 'border border-dashed border-line-strong')}>
      <div className="h-full rounded-sm bg-accent" style={{ width: `${width}%` }} />
    </div>
  );
}
