// Where accounts stand: how many in each phase, and how many in each status of the lifecycle.
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
          rows={accounts.by_phase.map(({ name, count }) => ({ name, count, href: proof.phase(name) }))}
        />
        <Counted
          caption="All accounts by status"
          rows={Object.entries(accounts.by_status).map(([status, count]) => ({ name: status, count, href: proof.status(status) }))}
        />
      </div>
    </Panel>
  );
}

type Row = { name: string; count: number; href: string };

function Counted({ caption, rows }: { caption: string; rows: Row[] }) {
  return (
    <table className="w-full">
      <caption className="pb-1 text-left text-label text-ink-3">{caption}</caption>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} className="border-t border-line">
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
