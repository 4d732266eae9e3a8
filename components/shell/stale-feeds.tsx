// Said on every page while nothing is known of a feed: what is shown may be old, and no machine confirms a breach on it.
import Link from 'next/link';
import { Since } from '@/components/ui/since';
import { StateShape } from '@/components/ui/state-chip';
import type { StaleFeed } from '@/lib/events/alerts-read';

const WHAT = { silent: 'is silent', 'not-complete': 'cannot be asked for what it missed' } as const;

export function StaleFeeds({ feeds }: { feeds: StaleFeed[] }) {
  if (feeds.length === 0) return null;
  return (
    <ul aria-label="Stale feeds" className="border-b border-caution bg-caution-soft">
      {feeds.slice(0, 3).map((feed) => (
        <li key={feed.id} className="flex items-center justify-center gap-2 px-4 py-1 text-label">
          <StateShape state="caution" className="text-caution" />
          <span>
            <Link href={`/integrations/${feed.id}`} className="font-mono font-medium underline">
              {feed.slug}
            </Link>{' '}
            {WHAT[feed.cause]} since <Since at={feed.since} />: its accounts count as unknown, and breaches on them stay provisional.
          </span>
        </li>
      ))}
      {feeds.length > 3 && (
        <li className="px-4 py-1 text-center text-label">
          And {feeds.length - 3} more:{' '}
          <Link href="/integrations" className="underline">
            all sources
          </Link>
        </li>
      )}
    </ul>
  );
}

/** On the page of an account that lives on such a feed: its room is the last known, never shown as current. */
export function StaleAccount({ feed }: { feed: StaleFeed }) {
  return (
    <p
      role="status"
      data-stale-feed={feed.slug}
      className="flex items-center gap-2 rounded-md border border-caution bg-caution-soft px-4 py-3"
    >
      <StateShape state="caution" className="text-caution" />
      <span>
        Its feed {feed.slug} {WHAT[feed.cause]} since <Since at={feed.since} />. Floors and room are as of then; a breach found now stays
        provisional until the feed is heard whole.
      </span>
    </p>
  );
}
