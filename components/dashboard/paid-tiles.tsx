// What traders were paid, each currency by itself, beside what the ledger says of the same.
import { Money } from '@/components/ui/money';
import type { PayoutFigures } from '@/lib/payouts/office-read';
import { proof } from '@/lib/stats/figures';
import { FailedTile, FigureTile } from './figure-tile';

export function PaidTiles({ figures }: { figures: PayoutFigures | null }) {
  if (figures === null) return <FailedTile name="Paid out" code="payouts-not-read" />;
  if (figures.paid.length === 0)
    return <FigureTile name="Paid out" figure="Nothing yet" definition="Payouts that a provider says have arrived." href={proof.paid()} />;
  return figures.paid.map((one) => (
    <FigureTile
      key={one.currency}
      name={`Paid out in ${one.currency}`}
      figure={<Money cents={one.ledger_cents} currency={one.currency} />}
      aside={
        <>
          {one.payouts} {one.payouts === 1 ? 'payout' : 'payouts'}, mean <Money cents={one.average_cents} currency={one.currency} />
          {one.ledger_cents !== one.total_cents && (
            <span className="text-critical">
              {' '}
              ▲ payouts say <Money cents={one.total_cents} currency={one.currency} />
            </span>
          )}
        </>
      }
      definition="What the ledger says has left, for payouts that a provider says have arrived."
      href={proof.paid(one.currency)}
    />
  ));
}
