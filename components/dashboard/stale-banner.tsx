// Sources of which nothing is known: named with their age at the top, because everything below rests on what they said last.
import Link from 'next/link';
import { Since } from '@/components/ui/since';
import { StateShape } from '@/components/ui/state-chip';
import type { Figures } from '@/lib/stats/read';

export function StaleBanner({ feeds }: { feeds: Figures<'feeds'> }) {
  const stale = feeds.flatMap((feed) => (feed.stale_since === null ? [] : [{ ...feed, since: feed.stale_since }]));
  if (stale.length === 0) return null;
  return (
    <section
      aria-label="Stale sources"
      data-kind="stale"
      className="flex flex-col gap-1 rounded-md border border-caution bg-caution-soft px-4 py-2 text-ink"
    >
      <ul>
        {stale.map(({ id, slug, since }) => (
          <li key={id} className="flex flex-wrap items-center gap-1.5">
            <StateShape state="caution" className="text-caution" />
            <Link href={`/integrations/${id}`} prefetch={false} className="font-mono text-label text-accent hover:underline">
              {slug}
            </Link>
            <span>
              is stale since <Since at={since} />.
            </span>
          </li>
        ))}
      </ul>
      <p className="text-label text-ink-2">
        Living accounts on {stale.length === 1 ? 'it' : 'them'} are counted as unknown, and no breach there is confirmed by itself.
      </p>
    </section>
  );
}
