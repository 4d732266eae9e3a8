// What was paid: in all and lately, by product, by provider, and day by day. Each currency by itself: sums of different money mean nothing.
import { FigureTable } from '@/components/ui/figure-table';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import type { PayoutFigures } from '@/lib/payouts/office-read';
import { methodName } from '@/lib/payouts/pay-methods';

export function InAll({ paid, className }: Pick<PayoutFigures, 'paid'> & { className?: string }) {
  return (
    <Panel title="Paid" flush className={className}>
      <FigureTable
        caption="Paid by currency"
        columns={[
          { name: 'Currency', words: true },
          { name: 'Payouts' },
          { name: 'Total', means: 'what traders received' },
          { name: 'Average' },
          { name: 'Last 30 days' },
          { name: 'Half arrive within', means: 'from the request to the provider’s word that it arrived' },
          { name: 'Nine of ten within' },
          { name: 'Ledger', words: true, means: 'whether the ledger says the same sum was paid out' },
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
            spanText(one.p90_seconds),
            one.ledger_cents === one.total_cents ? (
              <span key="s" className="whitespace-nowrap text-safe">
                ● says the same
              </span>
            ) : (
              <span key="s" className="whitespace-nowrap text-critical">
                ▲ says <Money cents={one.ledger_cents} currency={one.currency} />
              </span>
            ),
          ],
        }))}
      />
    </Panel>
  );
}

export function ByProduct({ products }: { products: PayoutFigures['by_product'] }) {
  return (
    <Panel title="By product" flush>
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

export function ByProvider({ providers }: { providers: PayoutFigures['by_provider'] }) {
  return (
    <Panel title="By provider" flush>
      <FigureTable
        caption="Paid by provider"
        columns={[{ name: 'Provider', words: true }, { name: 'Payouts' }, { name: 'Total' }, { name: 'Half arrive within' }]}
        rows={providers.map((one) => ({
          key: `${one.provider} ${one.currency}`,
          cells: [
            methodName(one.provider),
            one.payouts,
            <Money key="t" cents={one.total_cents} currency={one.currency} />,
            spanText(one.median_seconds),
          ],
        }))}
      />
    </Panel>
  );
}

/** "3 d 4 h", "12 min": two units at most. */
function spanText(seconds: number): string {
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3600), Math.floor((seconds % 3600) / 60)];
  if (days > 0) return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
