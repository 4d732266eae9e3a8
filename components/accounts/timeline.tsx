// Everything that happened to an account, newest first: who or what did it, when, why, and with which figures.
import Link from 'next/link';
import { Empty } from '@/components/ui/empty';
import { When } from '@/components/ui/when';
import type { TimelineRow } from '@/lib/events/read';
import { EventKinds } from './event-kinds';

export type TimelineProps = {
  rows: TimelineRow[];
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
          <li key={row.id} className="grid gap-x-4 py-2 sm:grid-cols-[170px_1fr]">
            <When at={row.occurred_at} className="text-label text-ink-3" />
            <div className="min-w-0">
              <p>
                <span className="font-medium">{kindText(row.kind)}</span>
                <span className="text-ink-2"> by {row.actor_name ?? row.actor_kind}</span>
              </p>
              {row.reason && <p className="text-ink-2">{row.reason}</p>}
              <Figures data={row.data} />
            </div>
          </li>
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

/** "rule.violation-detected" is "Violation detected". */
export function kindText(kind: string): string {
  const [domain = '', deed = ''] = kind.split('.');
  const words = deed.replaceAll(/[-_]/g, ' ');
  const text = deed === '' ? domain : words.includes(domain) || domain === 'rule' ? words : `${domain} ${words}`;
  return text.replace(/^./, (first) => first.toUpperCase());
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
