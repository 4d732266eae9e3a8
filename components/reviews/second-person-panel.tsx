// Changes of an account that wait for a second person; they are decided on the account's own page, where its state is seen.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { SecondPersonRequest } from '@/lib/reviews/read';

export function SecondPersonPanel({ rows, actorId }: { rows: SecondPersonRequest[]; actorId: string }) {
  return (
    <Panel
      title={rows.length === 1 ? 'One change waits for a second person' : `${rows.length} changes wait for a second person`}
      className="mb-4"
      flush
    >
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
            <Link href={`/accounts/${row.account_id}`} className="text-accent underline">
              {row.from_status} to {row.to_status}
            </Link>
            <span className="min-w-0 flex-1 truncate text-ink-2">{row.reason}</span>
            {row.requested_by === actorId && <span className="text-label text-ink-2">yours: needs another person</span>}
            <When at={row.requested_at} mode="minute" className="text-label text-ink-3" />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
