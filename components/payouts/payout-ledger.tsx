// What was booked for a payout, oldest first: each transaction with the entries that balance it. Nothing is ever changed; what was taken
// back is a transaction of its own.
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import type { PayoutSeen } from '@/lib/payouts/office-read';

export function PayoutLedger({ ledger }: { ledger: PayoutSeen['ledger'] }) {
  if (ledger.length === 0) return <p className="p-4 text-ink-2">Nothing was booked.</p>;
  return (
    <ol className="divide-y divide-line px-4">
      {ledger.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 py-2">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="font-medium first-letter:uppercase">{one.kind}</span>
            <When at={one.booked_at} className="text-label text-ink-3" />
          </div>
          {one.reason && <p className="text-ink-2">{one.reason}</p>}
          <dl className="grid max-w-prose grid-cols-[1fr_max-content] gap-x-4 text-label">
            {one.entries.map((entry) => (
              <div key={entry.ledger_account} className="contents">
                <dt className="text-ink-2">{entry.ledger_account.replaceAll('-', ' ')}</dt>
                <dd className="text-right">
                  <Money cents={entry.amount_cents} currency={entry.currency} signed />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}
