// Where accounts stand: how many in each phase, and how many in each status of the lifecycle.
import { Meanings } from '@/components/ui/meanings';
import { Panel } from '@/components/ui/panel';
import { proof } from '@/lib/stats/figures';
import type { Figures } from '@/lib/stats/read';
import { Rows } from './figure-tile';

export function PhasesPanel({ accounts }: { accounts: Figures<'accounts'> }) {
  return (
    <Panel title="Phases and statuses">
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <Counted
          caption="Living accounts by name of their phase"
          definition="Pending, active, blocked and live accounts; phases of one name are counted together across products."
          rows={accounts.by_phase.map(({ name, count }) => ({ name, count, href: proof.phase(name) }))}
        />
        <Counted
          caption="All accounts by status"
          definition="Every account there is, by where it stands in the lifecycle now."
          rows={Object.entries(accounts.by_status).map(([status, count]) => ({
            name: status,
            count,
            href: proof.status(status),
            means: STATUS_MEANS[status],
          }))}
        />
      </div>
      <Meanings of={STATUSES} className="mt-2" />
    </Panel>
  );
}

const STATUS_MEANS: Record<string, string> = {
  pending: 'Sold or opened, not yet told of by the platform.',
  active: 'An evaluation that is being traded.',
  blocked: 'Stopped by staff or a rule; it goes back to where it was, or ends.',
  live: 'Funded: its profit may be paid out.',
  passed: 'Reached the target of its phase and kept every rule.',
  failed: 'Ended by a broken rule or a decision.',
  closed: 'Ended by a decision, or a funded one by a broken rule.',
};

const STATUSES = Object.entries(STATUS_MEANS).map(([status, means]) => ({
  name: status.charAt(0).toUpperCase() + status.slice(1),
  means,
}));

type Row = { name: string; count: number; href: string; means?: string };

function Counted({ caption, definition, rows }: { caption: string; definition: string; rows: Row[] }) {
  return (
    <table className="w-full">
      <caption className="pb-1 text-left text-label text-ink-3">
        {caption}
        <span className="block text-meta">{definition}</span>
      </caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} title={row.means} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal first-letter:uppercase">
              <Rows count={row.count} href={row.href}>
                <span className="inline-block first-letter:uppercase">{row.name}</span>
              </Rows>
            </th>
            <td className="num py-1 text-right">{row.count.toLocaleString('en-US')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
