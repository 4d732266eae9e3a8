// One source at a glance: whether it speaks, how quickly, and what of it is kept back.
import Link from 'next/link';
import { Definition } from '@/components/ui/definition';
import { StateShape, StatusChip } from '@/components/ui/state-chip';
import { When } from '@/components/ui/when';
import { KIND_WORDS, reportsTrades, type ConnectionKind } from '@/lib/connections/kinds';
import type { Source } from '@/lib/connections/read';
import { errorText, gapText, lagText, STALE_WORDS } from './source-words';

export function SourceCard({ source }: { source: Source }) {
  const { figures } = source;
  const bad = source.bad_signatures + source.reused_ids;
  return (
    <article className="flex min-w-0 flex-col gap-2 rounded-md border border-line bg-surface p-4" aria-labelledby={`source-${source.id}`}>
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 id={`source-${source.id}`} className="min-w-0">
          <Link href={`/integrations/${source.id}`} className="font-mono text-form font-semibold break-all text-accent underline">
            {source.slug}
          </Link>
        </h2>
        <StatusChip status={source.status} />
      </header>
      <p className="text-label text-ink-2">
        {KIND_WORDS[source.kind as ConnectionKind] ?? source.kind}, {source.platform}
        {reportsTrades(source.kind) && `, ${source.accounts} ${source.accounts === 1 ? 'account' : 'accounts'}`}
      </p>
      {source.stale_since && (
        <p className="flex items-center gap-1.5 rounded-sm bg-caution-soft px-2 py-1 text-caution">
          <StateShape state="caution" />
          <span>
            It {STALE_WORDS[source.stale_cause ?? 'silent']} since <When at={source.stale_since} mode="minute" />
          </span>
        </p>
      )}
      <Definition
        rows={[
          { term: 'Last event', value: <When at={source.last_event_at} /> },
          ...(source.settings.resync_url ? [{ term: 'Whole until', value: <When at={source.complete_through} /> }] : []),
          {
            term: 'Lag',
            value: `${lagText(figures.lag_p50_ms)} · ${lagText(figures.lag_p95_ms)}`,
            hint: 'From signed by the sender to judged here, p50 and p95 of the last day',
          },
          {
            term: 'Errors',
            value: errorText(source),
            hint: 'Messages of the last day that were not, or not wholly, taken; one that waits for its account is none',
          },
          {
            term: 'Gaps, retries',
            value: `${gapText(figures)}; ${figures.retried}`,
            hint: 'Silences of the last day, and messages that took more than one try',
          },
          { term: 'Bad signatures', value: bad === 0 ? 'none today' : `${source.bad_signatures}, reused ids ${source.reused_ids}` },
          {
            term: 'Kept back',
            value:
              source.held === 0 ? (
                'nothing'
              ) : (
                <Link href={`/integrations/${source.id}#held`} className="text-accent underline">
                  {source.held === 1 ? '1 waits for a person' : `${source.held} wait for a person`}
                </Link>
              ),
          },
        ]}
      />
    </article>
  );
}
