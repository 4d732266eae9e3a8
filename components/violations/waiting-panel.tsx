// Verdicts that no person and no clock has settled yet, oldest first, above everything else.
import Link from 'next/link';
import { measureText } from '@/components/rules/rule-words';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ruleName } from '@/lib/rules/rule-name';
import type { ViolationRow } from '@/lib/violations/read';
import { VerdictChip } from './verdict-chip';
import { violationHref } from './violation-words';

export function WaitingPanel({ rows, total }: { rows: ViolationRow[]; total: number }) {
  const rest = total - rows.length;
  return (
    <Panel
      title={total === 1 ? 'One verdict waits' : `${total} verdicts wait`}
      aside={
        <Link href="/violations?state=provisional,contested&sort=broken" className="text-accent underline">
          {rest > 0 ? `Show all, ${rest} more` : 'Show as list'}
        </Link>
      }
      className="mb-4"
      flush
    >
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
            <VerdictChip state={row.state} />
            <Link href={violationHref(row)} className="text-accent hover:underline">
              <span className="font-mono text-label">{row.login}</span> {ruleName(row.rule, row.instance)}
            </Link>
            <span className="num text-ink-2">
              {measureText(row.measured_value, row.unit, row.currency)} against {measureText(row.threshold_value, row.unit, row.currency)}
            </span>
            <When at={row.breached_at} mode="minute" className="ml-auto text-label text-ink-3" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
