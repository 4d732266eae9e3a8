// Each thing a payout asks for: kept, not kept, or not known, with the number measured and the number asked for. What is not known is
// never drawn as kept.
import { cn } from '@/components/ui/cn';
import type { ToldCheck } from '@/lib/payouts/told';

const LOOKS = {
  passed: { word: 'Kept', shape: '●', style: 'text-safe' },
  failed: { word: 'Not kept', shape: '▲', style: 'text-critical' },
  unknown: { word: 'Not known', shape: '○', style: 'text-ink-2' },
} as const;

export function PayoutChecks({ checks }: { checks: ToldCheck[] }) {
  return (
    <ul className="divide-y divide-line">
      {checks.map(({ check, words, state, measured, required }) => (
        <li
          key={check}
          data-check={check}
          data-state={state}
          className={cn(
            'grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 py-1.5',
            state === 'unknown' && '-mx-2 rounded-sm border border-dashed border-line-strong px-2',
          )}
        >
          <span className={cn('font-medium whitespace-nowrap', LOOKS[state].style)}>
            <span aria-hidden="true">{LOOKS[state].shape}</span> {LOOKS[state].word}
          </span>
          <span className="min-w-0">
            {words}
            {(state !== 'passed' || /\d/.test(measured ?? '')) && (
              <span className="num block text-label break-words text-ink-2">
                {measured ?? 'not known'}
                {required !== null && `, asked for ${required}`}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
