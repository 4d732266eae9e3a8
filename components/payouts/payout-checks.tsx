// Each thing a payout asks for: kept, not kept, or not known, with the number measured and the number asked for. What is not known is
// never drawn as kept.
import { cn } from '@/components/ui/cn';
import { Money } from '@/components/ui/money';
import type { CheckFigure } from '@/lib/payouts/check-figures';
import type { ToldCheck } from '@/lib/payouts/told';

const LOOKS = {
  passed: { word: 'Kept', shape: '●', style: 'text-safe' },
  failed: { word: 'Not kept', shape: '▲', style: 'text-critical' },
  unknown: { word: 'Not known', shape: '○', style: 'text-ink-2' },
} as const;

export function PayoutChecks({ checks, currency }: { checks: ToldCheck[]; currency: string }) {
  return (
    <ul className="divide-y divide-line">
      {checks.map((told) => (
        <li
          key={told.check}
          data-check={told.check}
          data-state={told.state}
          className={cn(
            'grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 py-1.5',
            told.state === 'unknown' && '-mx-2 rounded-sm border border-dashed border-line-strong px-2',
          )}
        >
          <span className={cn('font-medium whitespace-nowrap', LOOKS[told.state].style)}>
            <span aria-hidden="true">{LOOKS[told.state].shape}</span> {LOOKS[told.state].word}
          </span>
          <span className="min-w-0">
            {told.words}
            {(told.state !== 'passed' || /\d/.test(`${told.measured}`)) && (
              <span className="block text-label break-words text-ink-2">
                <PayoutCheckFigures told={told} currency={currency} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What was measured, and what it is held to. */
export function PayoutCheckFigures({ told, currency }: { told: ToldCheck; currency: string }) {
  const { lead, measured, holds, required } = told;
  return (
    <span className="num">
      {lead && `${lead} `}
      {measured === null ? 'not known' : <Figure figure={measured} currency={currency} />}
      {required !== null && (
        <>
          {`, ${holds} `}
          <Figure figure={required} currency={currency} />
        </>
      )}
    </span>
  );
}

const Figure = ({ figure, currency }: { figure: CheckFigure; currency: string }) =>
  typeof figure === 'number' ? <Money cents={figure} currency={currency} /> : figure;
