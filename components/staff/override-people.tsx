// Who decided how often, and how often against the system. Every figure leads to its events in the audit.
import Link from 'next/link';
import { ShareFigure } from '@/components/risk/share-figure';
import { Panel } from '@/components/ui/panel';
import { auditHref } from '@/lib/events/audit';
import { OVERRIDES, overrideName } from '@/lib/staff/overrides';
import { shareOf } from '@/lib/stats/wilson';
import type { OverrideFigures, OverridePerson } from '@/lib/staff/overrides-read';

export type Days = { firstDay: string; lastDay: string };
/** The audit for one person and kind of event over these days. */
const auditOf = (span: Days, actor: string, action = ''): string =>
  auditHref({ actor, action, entity: '', from: span.firstDay, to: span.lastDay, request: '', before: null });

type Props = { figures: OverrideFigures; span: Days };
const HEAD = 'px-4 py-1.5 text-label font-medium text-ink-2';

export function OverridePeople({ figures: { decisions, overrides, staff }, span }: Props) {
  return (
    <Panel title={`${overrides} of ${decisions} decisions went against the system`} flush>
      <div className="overflow-x-auto" role="region" aria-label="Overrides by person" tabIndex={0}>
        <table className="w-full text-body">
          <caption className="sr-only">Overrides by person, most first</caption>
          <thead>
            <tr className="border-b border-line text-left">
              <th scope="col" className={HEAD}>
                Who
              </th>
              <th scope="col" className={`${HEAD} text-right`}>
                Decisions
              </th>
              <th scope="col" className={`${HEAD} text-right`}>
                Overrides
              </th>
              <th
                scope="col"
                className={`${HEAD} text-right`}
                title="Overrides of all their decisions, with the 95 % interval; grey under 30 decisions"
              >
                Rate
              </th>
              <th scope="col" className={HEAD}>
                Which
              </th>
            </tr>
          </thead>
          <tbody>
            {staff.map((one) => (
              <Person key={one.id} one={one} span={span} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Person({ one, span }: { one: OverridePerson; span: Days }) {
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="px-4 py-1.5 text-left font-medium">
        {one.name}
        <span className="block text-label font-normal text-ink-3">{one.role ?? 'former staff'}</span>
      </th>
      <td className="num px-4 py-1.5 text-right">
        <Link href={auditOf(span, one.id)} className="text-accent underline">
          {one.decisions}
        </Link>
      </td>
      <td className="num px-4 py-1.5 text-right">{one.overrides}</td>
      <td className="num px-4 py-1.5 text-right">
        <ShareFigure share={shareOf(one.overrides, one.decisions)} />
      </td>
      <td className="px-4 py-1.5">
        <ul>
          {Object.entries(one.kinds).map(([kind, count]) => (
            <li key={kind}>
              <Link href={auditOf(span, one.id, OVERRIDES[kind]?.action)} className="text-accent underline">
                {overrideName(kind)}
              </Link>{' '}
              <span className="num">{count}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
