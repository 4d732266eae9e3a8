// What happened to an order, the newest first: who or what did it, when and why.
import { kindText } from '@/components/accounts/timeline';
import { ErrorState } from '@/components/ui/error-state';
import { When } from '@/components/ui/when';
import type { OrderEvent } from '@/lib/orders/read';
import { PROBLEM_WORDS } from '@/lib/orders/states';

export function OrderEvents({ events }: { events: OrderEvent[] | null }) {
  if (events === null) return <ErrorState code="events-not-read" title="What happened could not be read" />;
  if (events.length === 0) return <p className="p-4 text-ink-2">Nothing that you may read.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line px-4">
      {events.map((event) => (
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
  );
}
