// What happened to an order or a payout, the newest first: who or what did it, when and why. Where there are several kinds of event, one
// kind may be shown alone.
import { EventKinds } from '@/components/accounts/event-kinds';
import { kindText } from '@/components/accounts/timeline';
import { ErrorState } from '@/components/ui/error-state';
import { When } from '@/components/ui/when';
import type { OrderEvent } from '@/lib/orders/read';
import { PROBLEM_WORDS } from '@/lib/orders/states';

type Props = {
  events: OrderEvent[] | null;
  /** The page they stand on and the kind its address asks for. */
  narrowed?: { path: string; kind: string };
};

export function OrderEvents({ events, narrowed }: Props) {
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
          <li key={event.id} className="grid gap-x-4 py-2 sm:grid-cols-[170px_1fr]">
            <When at={event.occurred_at} className="text-label text-ink-3" />
            <div className="min-w-0">
              <span className="font-medium">{kindText(event.kind)}</span>
              <span className="text-ink-2"> by {event.actor_name ?? event.actor_kind}</span>
              {event.reason && <p className="text-ink-2">{PROBLEM_WORDS[event.reason] ?? event.reason}</p>}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

const kindsOf = (path: string, kinds: string[]) => [
  { key: '', label: 'All', href: path },
  ...kinds.map((key) => ({ key, label: kindText(key), href: `${path}?events=${encodeURIComponent(key)}` })),
];
