// Everything that happened to an account, newest first: who or what did it, when, why, and with which figures.
import Link from 'next/link';
import { EventKinds } from '@/components/history/event-kinds';
import { HistoryEntry } from '@/components/history/history-entry';
import { Empty } from '@/components/ui/empty';
import type { HistoryLine } from '@/lib/events/line';

type TimelineProps = {
  rows: HistoryLine[];
  kind: string;
  kindLinks: Record<string, string>;
  olderHref: string | null;
};

const KINDS = [
  ['', 'All'],
  ['account', 'Account'],
  ['trade', 'Trades'],
  ['rule', 'Verdicts'],
  ['review', 'Reviews'],
  ['mail', 'Mail'],
] as const;

export function Timeline({ rows, kind, kindLinks, olderHref }: TimelineProps) {
  return (
    <div className="flex flex-col gap-3">
      <EventKinds kinds={KINDS.map(([key, label]) => ({ key, label, href: kindLinks[key] ?? '' }))} current={kind} />
      {rows.length === 0 && (
        <Empty title="No event of this kind" body="The timeline holds everything that was ever done to this account." />
      )}
      <ol className="flex flex-col divide-y divide-line">
        {rows.map((row) => (
          <HistoryEntry key={row.id} line={row}>
            <Figures data={row.data} />
          </HistoryEntry>
        ))}
      </ol>
      {olderHref && (
        <Link href={olderHref} scroll={false} className="text-accent underline">
          Older events
        </Link>
      )}
    </div>
  );
}

function Figures({ data }: { data: Record<string, unknown> | null }) {
  const told = Object.entries(data ?? {}).filter(([, value]) => value !== null && value !== '');
  if (told.length === 0) return null;
  return (
    <details className="text-label text-ink-3">
      <summary className="w-fit cursor-pointer">Details</summary>
      <dl className="mt-1 grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 font-mono text-meta">
        {told.map(([key, value]) => (
          <div key={key} className="contents">
            <dt>{key}</dt>
            <dd className="min-w-0 break-all text-ink-2">{typeof value === 'object' ? JSON.stringify(value) : String(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
