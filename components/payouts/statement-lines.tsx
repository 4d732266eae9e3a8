// The statement as it was read, line by line, so that a person can lay the paper beside it.
import { FigureTable } from '@/components/ui/figure-table';
import { Money } from '@/components/ui/money';
import { Panel } from '@/components/ui/panel';
import { LINE_STATES } from '@/lib/payouts/difference-words';
import type { StatementLineRow } from '@/lib/payouts/statement-read';

export function StatementLines({ lines, total }: { lines: StatementLineRow[]; total: number }) {
  return (
    <Panel
      title="The statement as it was read"
      flush
      aside={total > lines.length ? `the first ${lines.length} of ${total} lines` : `${total} lines`}
    >
      <FigureTable
        caption="Lines of the statement"
        columns={[
          { name: 'Line' },
          { name: 'Day', words: true },
          { name: 'Reference', words: true },
          { name: 'Sum' },
          { name: 'Fee' },
          { name: 'It', words: true },
          { name: 'Text', words: true },
        ]}
        rows={lines.map((one) => ({
          key: `${one.line}`,
          cells: [
            one.line,
            <span key="d" className="num whitespace-nowrap">
              {one.occurred_at?.slice(0, 10) ?? ''}
            </span>,
            <span key="r" className="font-mono text-label break-all">
              {one.reference}
            </span>,
            one.currency === null ? '' : <Money key="a" cents={one.amount_cents} currency={one.currency} />,
            one.currency === null || one.fee_cents === 0 ? '' : <Money key="f" cents={one.fee_cents} currency={one.currency} />,
            LINE_STATES[one.state] ?? one.state,
            <span key="w" className="text-label text-ink-2">
              {one.words}
            </span>,
          ],
        }))}
      />
    </Panel>
  );
}
