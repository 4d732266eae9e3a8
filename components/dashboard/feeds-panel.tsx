// How fresh each source is. What is judged on silence is judged on nothing, so a quiet feed is said aloud.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import type { Figures } from '@/lib/stats/read';

export function FeedsPanel({ feeds }: { feeds: Figures<'feeds'> }) {
  return (
    <Panel title="Feeds" flush>
      {feeds.length === 0 ? (
        <p className="p-4 text-ink-2">No source is connected yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {feeds.map((feed) => (
            <li key={feed.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-1.5">
              <span>
                <Link href={`/integrations/${feed.id}`} prefetch={false} className="font-mono text-label text-accent hover:underline">
                  {feed.slug}
                </Link>{' '}
                <span className="text-label text-ink-3">{feed.status}</span>
              </span>
              <FreshnessStamp at={feed.last_event_at} staleSince={feed.stale_since} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
