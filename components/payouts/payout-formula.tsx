// How a sum comes about, line by line, and the same as one formula.
import { Money } from '@/components/ui/money';
import type { Formula } from '@/lib/payouts/told';

export function PayoutFormula({ formula, currency }: { formula: Formula; currency: string }) {
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid max-w-prose grid-cols-[1fr_max-content] gap-x-4 gap-y-1">
        {formula.lines.map(({ words, cents }) => (
          <div key={words} className="contents">
            <dt className="text-ink-2">{words}</dt>
            <dd className="text-right">
              <Money cents={cents} currency={currency} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="num text-label break-words text-ink-3">{formula.text}</p>
    </div>
  );
}
