// The line a message leaves on an account's timeline: one per message and account, with counts, because the rows themselves tell the rest.
import { addCents, ZERO } from '@/lib/money';
import type { ConflictRow, FreshEvent, Told } from '@/lib/trades/admit';

export interface SpineEvent {
  kind: string;
  data: Record<string, unknown>;
  reason: string | null;
  occurred_at: string;
}

export function spineEvents(told: Told, fresh: FreshEvent[], conflicts: ConflictRow[], late: boolean): SpineEvent[] {
  const events: SpineEvent[] = [];
  if (fresh.length > 0) {
    const counts: Record<string, number> = {};
    let net = ZERO;
    for (const { event } of fresh) {
      counts[event.kind] = (counts[event.kind] ?? 0) + 1;
      if (event.kind === 'trade') net = addCents(net, event.net_cents);
    }
    const kind = counts.trade ? 'trade.recorded' : 'account.reported';
    const occurred_at = fresh.at(-1)?.event.occurred_at ?? told.received_at;
    const data = { message_id: told.message_id, inbox_id: told.inbox_id, counts, net_cents: net, late };
    events.push({ kind, data, reason: null, occurred_at });
  }
  for (const { external_id, kind } of conflicts) {
    const data = { message_id: told.message_id, external_id, event_kind: kind };
    events.push({ kind: 'trade.conflicted', data, reason: 'content-conflict', occurred_at: told.received_at });
  }
  return events;
}
