// The reasons people gave, by how often, and the overrides themselves, newest first.
import Link from 'next/link';
import { ShareFigure } from '@/components/risk/share-figure';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { auditHref } from '@/lib/events/audit';
import { overrideName } from '@/lib/staff/overrides';
import { shareOf } from '@/lib/stats/wilson';
import type { OverrideFigures, OverrideRow } from '@/lib/staff/overrides-read';
import type { Days } from './override-people';

export function OverrideReasons({ figures: { reasons: rows, decisions } }: { figures: OverrideFigures }) {
  return (
    <Panel title="By reason" aside={<span>Shares of all decisions, with 95 % interval</span>} flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={`${row.kind} ${row.reason}`} className="flex flex-wrap items-baseline gap-x-3 px-4 py-1.5">
            <span className="num w-10 text-right">{row.count}</span>
            <span className="num">
              <ShareFigure share={shareOf(row.count, decisions)} />
            </span>
            <span className="font-medium">{row.reason || 'no reason was kept'}</span>
            <span className="text-ink-2">{overrideName(row.kind)}</span>
            <span className="text-label text-ink-3">by {row.staff === 1 ? '1 person' : `${row.staff} people`}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type Props = { rows: OverrideRow[]; total: number; names: Record<string, string>; span: Days };

export function OverrideRows({ rows, total, names, span }: Props) {
  const eventOf = (row: OverrideRow) =>
    auditHref({
      actor: row.staff_id,
      action: row.kind,
      entity: row.account_id ?? row.stream,
      from: span.firstDay,
      to: span.lastDay,
      request: '',
      before: null,
    });
  return (
    <Panel title="The overrides" aside={rows.length < total && `the newest ${rows.length} of ${total}`} flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-1.5">
            <When at={row.at} mode="minute" />
            <Link href={eventOf(row)} className="text-accent underline">
              {overrideName(row.override)}
            </Link>
            {row.account_id && (
              <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
                {loginText(row.login ?? '')}
              </Link>
            )}
            <span className="text-ink-2">{names[row.staff_id] ?? 'former staff'}</span>
            <span className="w-full text-ink-2">{row.reason}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
