// The queue by due time. Each line says what is asked, about whom, how long there is, and who has it.
import Link from 'next/link';
import { loginText } from '@/lib/accounts/login-text';
import { cn } from '@/components/ui/cn';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { queueHref, type QueueAddress } from '@/lib/reviews/address';
import { reviewWords } from '@/lib/reviews/kinds';
import type { ReviewRow } from '@/lib/reviews/read';
import { othersText } from './nothing-waits';
import { RowGoing } from './going';

type Props = {
  rows: ReviewRow[];
  matching: number;
  open: string | null;
  address: QueueAddress;
  actorId: string;
  /** How many wait for somebody else, where only the reader's own are shown. */
  others?: number;
};

export function QueueList({ rows, matching, open, address, actorId, others = 0 }: Props) {
  return (
    <Panel title={matching === 1 ? 'One waits' : `${matching} wait`} flush>
      <ol className="divide-y divide-line" aria-label="Queue by due time">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={queueHref({ ...address, review: row.id })}
              aria-current={row.id === open ? 'true' : undefined}
              scroll={false}
              className={cn(
                'flex flex-col gap-0.5 border-l-2 px-4 py-2 hover:bg-sunken has-[[data-going]]:border-accent has-[[data-going]]:bg-accent-soft',
                row.id === open ? 'border-accent bg-sunken' : 'border-transparent',
              )}
            >
              <span className="flex items-baseline justify-between gap-2">
                <span className="font-medium">
                  {reviewWords(row.kind, row.rule).name}
                  <RowGoing />
                </span>
                <Due row={row} />
              </span>
              <span className="flex items-baseline justify-between gap-2 text-label text-ink-2">
                <span className="truncate">{aboutWhom(row)}</span>
                <Holder row={row} actorId={actorId} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {others > 0 && (
        <p className="border-t border-line px-4 py-2 text-label text-ink-3">
          <Link href="/reviews?scope=all" className="text-accent underline">
            {othersText(others)}
          </Link>
        </p>
      )}
      {matching > rows.length && (
        <p className="border-t border-line px-4 py-2 text-label text-ink-3">
          The first {rows.length} of {matching}; the rest follow as these are decided.
        </p>
      )}
    </Panel>
  );
}

function aboutWhom(row: ReviewRow): string {
  const parts = [row.login && loginText(row.login), row.trader_name, row.login ? null : row.rule.replaceAll('-', ' ')].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : (row.reason ?? 'No account');
}

function Due({ row }: { row: ReviewRow }) {
  if (!row.due_at) return <span className="text-label text-ink-3">no due time</span>;
  return (
    <span className={cn('text-label', row.is_overdue ? 'font-medium text-critical' : 'text-ink-3')}>
      {row.is_overdue ? 'overdue since ' : 'due '}
      <When at={row.due_at} mode="minute" />
    </span>
  );
}

function Holder({ row, actorId }: { row: ReviewRow; actorId: string }) {
  if (row.requested_by === actorId) return <span className="whitespace-nowrap">needs another person</span>;
  if (row.claimed_by === actorId) return <span className="whitespace-nowrap text-accent">yours</span>;
  if (row.claimed_by) return <span className="whitespace-nowrap">{row.claimed_by_name}</span>;
  return null;
}
