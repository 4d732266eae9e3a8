'use client';
// What is chosen on the list of payouts: how many, what they come to in each currency and who would have to let them go. The dry run is next.
import { LinkButton } from '@/components/ui/button';
import { OffButton } from '@/components/ui/off-button';
import { moneyText } from '@/components/ui/money-text';
import type { PayoutRow } from '@/lib/payouts/list';
import { sumsByCurrency } from '@/lib/payouts/sums';

type Props = { ids: string[]; rows: PayoutRow[]; most: number; refusedBecause: string | null; clear: () => void };

export function ChosenBar({ ids, rows, most, refusedBecause, clear }: Props) {
  if (ids.length === 0) return null;
  const here = rows.filter(({ id }) => ids.includes(id));
  const tiers: [string, number][] = [
    ['by the policy', here.filter(({ route }) => route === 'policy').length],
    ['by one person', here.filter(({ route, approvals_required: names }) => route === 'person' && names === 1).length],
    ['by two people', here.filter(({ route, approvals_required: names }) => route === 'person' && names > 1).length],
  ];
  const told = tiers.flatMap(([words, count]) => (count > 0 ? [`${count} ${words}`] : []));
  return (
    <div
      role="group"
      aria-label="Chosen payouts"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-accent bg-accent-soft px-3 py-1.5"
    >
      <span role="status" className="font-medium">
        {ids.length} chosen
        {here.length > 0 && (
          <span className="num">
            :{' '}
            {sumsByCurrency(here)
              .map(({ cents, currency }) => moneyText(cents, currency))
              .join(' and ')}
          </span>
        )}
      </span>
      <span className="text-label text-ink-2">
        {told.join(', ')}
        {here.length < ids.length && `, ${ids.length - here.length} on other pages`}
      </span>
      <button type="button" onClick={clear} className="h-6 text-accent underline">
        Choose none
      </button>
      <span className="sm:ml-auto">
        {refusedBecause !== null ? (
          <OffButton why={refusedBecause}>See what can be approved…</OffButton>
        ) : ids.length > most ? (
          <span className="text-label text-caution">At most {most} at once.</span>
        ) : (
          <LinkButton href={`/payouts/several?ids=${ids.join(',')}`} variant="primary" prefetch={false}>
            See what can be approved…
          </LinkButton>
        )}
      </span>
    </div>
  );
}
