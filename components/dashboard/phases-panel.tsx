// Where accounts stand: how many in each phase, and how many in each status of the lifecycle.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import type { Dashboard } from '@/lib/stats/read';

export function PhasesPanel({ accounts }: { accounts: Dashboard['accounts'] }) {
  return (
    <Panel title="Phases and statuses">
      <div className="grid items-start gap-6 sm:grid-cols-2">
        <Counted
          caption="Living accounts by phase"
          rows={accounts.by_phase.map((phase) => ({
            name: phase.name,
            count: phase.count,
            href: `/accounts?phase=${encodeURIComponent(phase.name)}`,
          }))}
        />
        <Counted
          caption="Accounts by status"
          rows={Object.entries(accounts.by_status).map(([status, count]) => ({ name: status, count, href: `/accounts?status=${status}` }))}
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
            <th scope="row" className="py-1 text-left font-normal">
              <Link href={row.href} className="text-accent capitalize hover:underline">
                {row.name}
              </Link>
            </th>
            <td className="num py-1 text-right">{row.count.toLocaleString('en-US')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
