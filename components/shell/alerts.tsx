// The bell: how many cases staff must hear of, and each with the way to it. A native disclosure, so that it works before anything is loaded.
import { Bell } from 'lucide-react';
import Link from 'next/link';
import { When } from '@/components/ui/when';
import type { Notices } from '@/lib/events/alerts-read';

export function Alerts({ notices }: { notices: Notices | null }) {
  if (notices === null) return <p className="px-2 text-label text-ink-3">Alerts could not be read</p>;
  const { count, alerts } = notices;
  return (
    <details className="px-2" data-alerts={count}>
      <summary className="flex min-h-6 cursor-pointer items-center gap-2 rounded-sm">
        <Bell aria-hidden="true" className="size-4" />
        <span>{count === 0 ? 'No alerts' : count === 1 ? '1 alert' : `${count} alerts`}</span>
      </summary>
      {count === 0 ? (
        <p className="pt-1 text-label text-ink-3">Nothing is overdue, failing or silent.</p>
      ) : (
        <ul aria-label="Alerts" className="flex max-h-64 flex-col gap-2 overflow-y-auto pt-2">
          {alerts.map((one) => (
            <li key={one.id} className="text-label">
              <Link href={one.address} prefetch={false} className="text-accent underline">
                {one.title}
              </Link>
              <span className="block text-ink-3">
                <When at={one.opened_at} mode="minute" />
              </span>
            </li>
          ))}
          {count > alerts.length && <li className="text-label text-ink-3">And {count - alerts.length} older ones.</li>}
        </ul>
      )}
    </details>
  );
}
