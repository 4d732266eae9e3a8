// The groups in use, by name.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { GROUP_WORDS, type GroupKind } from '@/lib/accounts/group';

type Row = {
  id: string;
  name: string;
  kind: GroupKind;
  note: string;
  made_by: string;
  is_shared: boolean;
  members: number;
  living: number;
};

export function GroupsTable({ rows, names }: { rows: Row[]; names: Record<string, string> }) {
  return (
    <Panel title={rows.length === 1 ? '1 group' : `${rows.length} groups`} flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2">
            <Link href={`/accounts/groups/${row.id}`} className="inline-flex min-h-6 items-center font-medium text-accent hover:underline">
              {row.name}
            </Link>
            <span className="text-ink-2">{GROUP_WORDS[row.kind]}</span>
            <span className="num">
              {row.members === 1 ? '1 account' : `${row.members} accounts`}, {row.living} living
            </span>
            <span className="text-label text-ink-3">
              {row.is_shared ? `shared by ${names[row.made_by] ?? 'former staff'}` : 'seen by you alone'}
            </span>
            {row.note && <span className="w-full text-ink-2">{row.note}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
