// Statements, the newest first, and the ledger by provider: how far each was heard, and what nobody has decided yet.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Chip } from '@/components/ui/chip';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { methodName } from '@/lib/payouts/pay-methods';
import type { ProviderBalance, StatementRow } from '@/lib/payouts/statement-read';

export function StatementList({ statements }: { statements: StatementRow[] }) {
  return (
    <Panel title="Statements" flush aside="the last 100">
      <FigureTable
        caption="Statements"
        columns={[
          { name: 'Statement', words: true },
          { name: 'Differences', words: true },
          { name: 'Lines' },
          { name: 'Apart', means: 'what left by their word, with fees, less what left by ours' },
          { name: 'Days', words: true },
          { name: 'Taken in', words: true },
        ]}
        rows={statements.map((one) => ({
          key: one.id,
          cells: [
            <Link
              key="n"
              href={`/payouts/reconciliation/${one.id}`}
              title={one.file_name}
              className="block max-w-56 truncate text-accent hover:underline"
            >
              {methodName(one.provider)}: {one.file_name}
            </Link>,
            <OpenChip key="d" open={one.open_differences} decided={one.decided_differences} />,
            one.lines,
            one.totals.map((total) => (
              <Money key={total.currency} cents={total.apart_cents} currency={total.currency} signed className="block" />
            )),
            <span key="c" className="num whitespace-nowrap">
              {one.covers_from.slice(0, 10)} to {lastDay(one.covers_until)}
            </span>,
            <span key="i" className="whitespace-nowrap">
              <When at={one.imported_at} mode="minute" /> by {one.imported_by_name ?? 'former staff'}
            </span>,
          ],
        }))}
      />
    </Panel>
  );
}

/** A statement covers up to the midnight after its last day. */
export const lastDay = (until: string): string => new Date(Date.parse(until) - 1).toISOString().slice(0, 10);

/** Shape, word and colour together. */
export function OpenChip({ open, decided }: { open: number; decided: number }) {
  const [shape, words, style] =
    open > 0
      ? ['▲', `${open} open`, 'border-transparent bg-critical-soft text-critical']
      : decided > 0
        ? ['●', `All ${decided} decided`, 'border-transparent bg-safe-soft text-safe']
        : ['●', 'All agree', 'border-transparent bg-safe-soft text-safe'];
  return (
    <Chip className={style}>
      <span aria-hidden="true">{shape}</span>
      {words}
    </Chip>
  );
}

export function ProviderBalances({ balances }: { balances: ProviderBalance[] }) {
  return (
    <Panel title="The ledger by provider" flush>
      <FigureTable
        caption="The ledger by provider and currency"
        columns={[
          { name: 'Provider', words: true },
          { name: 'Paid out', means: 'what providers said has arrived' },
          { name: 'On its way', means: 'handed over and not yet arrived' },
          { name: 'Moved besides', means: 'booked after a difference, under two names' },
          { name: 'Heard until', words: true },
          { name: 'Open', means: 'differences that nobody has decided' },
        ]}
        rows={balances.map((one) => ({
          key: `${one.provider} ${one.currency}`,
          cells: [
            methodName(one.provider),
            <Money key="p" cents={one.paid_out_cents} currency={one.currency} />,
            <Money key="t" cents={one.in_transit_cents} currency={one.currency} />,
            <Money key="m" cents={one.moved_cents} currency={one.currency} signed={one.moved_cents !== 0} />,
            one.heard_until === null ? (
              <span className="text-caution">never</span>
            ) : (
              <span className="num">{lastDay(one.heard_until)}</span>
            ),
            one.open_differences,
          ],
        }))}
      />
    </Panel>
  );
}
