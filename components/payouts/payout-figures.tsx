// What was paid: in all and lately, by product, and day by day. Each currency by itself: sums of different money mean nothing.
import { FigureTable } from '@/components/risk/figure-table';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import type { PayoutFigures } from '@/lib/payouts/office-read';

export function PayoutFiguresPanel({ figures }: { figures: PayoutFigures }) {
  if (figures.paid.length === 0) return null;
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <InAll paid={figures.paid} />
      <ByProduct products={figures.by_product} />
      <ByDay days={figures.days} />
    </div>
  );
}

function InAll({ paid }: Pick<PayoutFigures, 'paid'>) {
  return (
    <Panel title="Paid" flush className="lg:col-span-2">
      <FigureTable
        caption="Paid by currency"
        columns={[
          { name: 'Currency', words: true },
          { name: 'Payouts' },
          { name: 'Total', means: 'what traders received' },
          { name: 'Average' },
          { name: 'Last 30 days' },
          { name: 'Request to money', means: 'the median time from the request to the provider’s word that it arrived' },
        ]}
        rows={paid.map((one) => ({
          key: one.currency,
          cells: [
            one.currency,
            one.payouts,
            <Money key="t" cents={one.total_cents} currency={one.currency} />,
            <Money key="a" cents={one.average_cents} currency={one.currency} />,
            <span key="l">
              <Money cents={one.lately_cents} currency={one.currency} /> in {one.lately}
            </span>,
            spanText(one.median_seconds),
          ],
        }))}
      />
    </Panel>
  );
}

function ByProduct({ products }: { products: PayoutFigures['by_product'] }) {
  return (
    <Panel title="Paid by product" flush>
      <FigureTable
        caption="Paid by product"
        columns={[{ name: 'Product', words: true }, { name: 'Payouts' }, { name: 'Total' }, { name: 'Average' }]}
        rows={products.map((one) => ({
          key: `${one.title} ${one.currency}`,
          cells: [
            one.title,
            one.payouts,
            <Money key="t" cents={one.total_cents} currency={one.currency} />,
            <Money key="a" cents={one.average_cents} currency={one.currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

function ByDay({ days }: Pick<PayoutFigures, 'days'>) {
  return (
    <Panel title="Paid by day" flush aside="the last 31 days with a payout, UTC">
      <FigureTable
        caption="Paid by day"
        columns={[
          { name: 'Day', words: true },
          { name: 'Payouts' },
          { name: 'Traders received' },
          { name: 'Firm kept' },
          { name: 'Gross' },
        ]}
        rows={days.map((one) => ({
          key: `${one.day} ${one.currency}`,
          cells: [
            one.day,
            one.payouts,
            <Money key="p" cents={one.paid_cents} currency={one.currency} />,
            <Money key="f" cents={one.firm_cents} currency={one.currency} />,
            <Money key="g" cents={one.gross_cents} currency={one.currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

/** "3 days 4 h", "12 min": two units at most. */
function spanText(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
