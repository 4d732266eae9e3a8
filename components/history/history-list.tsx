// What happened to an order, a payout or a file of payouts, the newest first. Where there are several kinds of event, one kind may be shown
// alone.
import { ErrorState } from '@/components/ui/error-state';
import type { HistoryLine } from '@/lib/events/line';
import { PROBLEM_WORDS } from '@/lib/orders/states';
import { EventKinds } from './event-kinds';
import { HistoryEntry } from './history-entry';
import { kindText } from './kind-text';

type Props = {
  events: HistoryLine[] | null;
  /** The page they stand on and the kind its address asks for. */
  narrowed?: { path: string; kind: string };
};

export function HistoryList({ events, narrowed }: Props) {
  if (events === null) return <ErrorState code="events-not-read" title="What happened could not be read" />;
  if (events.length === 0) return <p className="p-4 text-ink-2">Nothing that you may read.</p>;
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const kind = kinds.find((one) => one === narrowed?.kind) ?? '';
  const shown = kind === '' ? events : events.filter((event) => event.kind === kind);
  return (
    <>
      {narrowed && kinds.length > 1 && (
        <div className="px-4 pt-3 pb-1">
          <EventKinds kinds={kindsOf(narrowed.path, kinds)} current={kind} />
        </div>
      )}
      <ol className="flex flex-col divide-y divide-line px-4">
        {shown.map((event) => (
          <HistoryEntry key={event.id} line={event} reason={PROBLEM_WORDS[event.reason ?? ''] ?? event.reason} />
        ))}
      </ol>
    </>
  );
}

const kindsOf = (path: string, kinds: string[]) => [
  { key: '', label: 'All', href: path },
  ...kinds.map((key) => ({ key, label: kindText(key), href: `${path}?events=${encodeURIComponent(key)}` })),
];
