// The evidence, check by check: shape, word and colour together, and unknown never looks like passed.
import { cn } from '@/components/ui/cn';
import { StateShape } from '@/components/ui/state-chip';
import type { Check, CheckState } from '@/lib/reviews/checklist';

const LOOKS: Record<CheckState, { word: string; shape: 'safe' | 'violated' | 'unknown'; ink: string }> = {
  passed: { word: 'Passed', shape: 'safe', ink: 'text-safe' },
  failed: { word: 'Failed', shape: 'violated', ink: 'text-critical' },
  unknown: { word: 'Unknown', shape: 'unknown', ink: 'text-ink-3' },
};

export function Checklist({ checks }: { checks: Check[] }) {
  if (checks.length === 0) return null;
  return (
    <section aria-label="Evidence">
      <h3 className="pb-1 text-form font-semibold">Evidence</h3>
      <ul className="divide-y divide-line rounded-sm border border-line">
        {checks.map((check) => {
          const look = LOOKS[check.state];
          return (
            <li
              key={check.key}
              data-check={check.state}
              className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 px-3 py-1.5 sm:grid-cols-[88px_180px_minmax(0,1fr)]"
            >
              <span className={cn('inline-flex items-center gap-1.5 text-label font-medium', look.ink)}>
                <StateShape state={look.shape} />
                {look.word}
              </span>
              <span>{check.label}</span>
              <span className="text-ink-2 max-sm:col-start-2">{check.found}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
