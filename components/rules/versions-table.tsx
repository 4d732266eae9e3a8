// The versions of every phase, phase by phase in one table so that its columns line up: which is in force, who wrote and signed each, and how many accounts still live under it.
import Link from 'next/link';
import { When } from '@/components/ui/when';
import type { RuleSetRow } from '@/lib/challenges/read';
import { VersionChip } from './version-chip';

const HEAD = 'h-8 border-b border-line px-2.5 text-left text-label font-medium whitespace-nowrap text-ink-2';
const CELL = 'h-8 border-b border-line px-2.5 whitespace-nowrap';

const CAPTION = 'Versions, phase by phase';

type VersionsTableProps = {
  rows: RuleSetRow[];
  readAt: string;
  /** Numbers read more than 90 days ago, by version id. */
  stale: Record<string, number>;
};

export function VersionsTable({ rows, readAt, stale }: VersionsTableProps) {
  const phases = [...new Set(rows.map((row) => row.phase_id))].map((phase) => rows.filter((row) => row.phase_id === phase));
  return (
    <div role="region" aria-label={CAPTION} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-body">
        <caption className="sr-only">{CAPTION}</caption>
        <thead>
          <tr>
            {['Version', 'State', 'Rule set', 'Written by', 'Signed by', 'Effective'].map((name) => (
              <th key={name} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
            <th scope="col" className={`${HEAD} text-right`}>
              Running accounts
            </th>
            <th scope="col" className={`${HEAD} text-right`}>
              All accounts
            </th>
          </tr>
        </thead>
        {phases.map((versions) => (
          <tbody key={versions[0]?.phase_id}>
            <PhaseHead versions={versions} />
            {versions.map((row) => (
              <VersionRow key={row.id} row={row} readAt={readAt} stale={stale[row.id] ?? 0} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function PhaseHead({ versions }: { versions: RuleSetRow[] }) {
  const [first] = versions;
  const running = versions.reduce((sum, row) => sum + row.accounts_running, 0);
  return (
    <tr>
      <th scope="rowgroup" colSpan={8} className="h-9 border-b border-line bg-sunken px-2.5 text-left font-semibold whitespace-nowrap">
        {first?.challenge_title}: {first?.phase_name}
        <span className="ml-2 text-label font-normal text-ink-2">{running.toLocaleString('en-US')} running</span>
      </th>
    </tr>
  );
}

function VersionRow({ row, readAt, stale }: { row: RuleSetRow; readAt: string; stale: number }) {
  return (
    <tr className="hover:bg-sunken">
      <td className={CELL}>
        <Link href={`/rules/${row.id}`} prefetch={false} className="font-medium text-accent underline">
          Version {row.version}
        </Link>
      </td>
      <td className={CELL}>
        <VersionChip version={row} readAt={readAt} />
      </td>
      <td className={CELL}>
        <code className="text-label">{row.code}</code>
        {stale > 0 && <span className="ml-2 text-label text-caution">{stale} numbers read over 90 days ago</span>}
      </td>
      <td className={CELL}>
        {row.published_via === 'sql' && row.state !== 'draft' ? 'database owner' : (row.created_by_name ?? 'not known')}
      </td>
      <td className={CELL}>{row.second_person_name ?? (row.state === 'draft' ? 'nobody yet' : '\u2014')}</td>
      <td className={CELL}>{row.effective_from ? <When at={row.effective_from} /> : <span className="text-ink-3">when published</span>}</td>
      <td className={`${CELL} num text-right`}>{row.accounts_running.toLocaleString('en-US')}</td>
      <td className={`${CELL} num text-right`}>{row.accounts_total.toLocaleString('en-US')}</td>
    </tr>
  );
}
