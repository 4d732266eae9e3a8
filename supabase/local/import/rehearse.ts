// Reads every message as the door will, before the first is sent: an event the door would not take is found while nothing of the file
// is in yet.
import { scaleEvent } from '@/lib/trades/scale-event';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import type { WireMessage } from '@/lib/trades/sources/mt5-wire';
import type { KnownAccount } from '../simulate/target';

/** What the door would say against any event of these messages; empty where it would take them all. */
export function rehearse(messages: WireMessage[], account: KnownAccount): string[] {
  return messages.flatMap((message) => {
    const parsed = parseNeutral(Buffer.from(message.body, 'utf8'));
    if (!parsed.ok) return [`the message ${message.webhook_id} would be answered ${parsed.status} ${parsed.code}`];
    return parsed.events.flatMap((event) => {
      if (event.outcome === 'access') return [];
      if (event.outcome !== 'read') return [words(event.external_id, event.outcome, event.code, event.path)];
      const { currency, minor_digits: digits } = account;
      const received_at = new Date().toISOString();
      const scaled = scaleEvent(event.draft, { digits, currency, source: 'csv', message_id: message.webhook_id, received_at });
      return 'doubt' in scaled ? [words(event.draft.data.external_id, scaled.doubt.outcome, scaled.doubt.code, scaled.doubt.path)] : [];
    });
  });
}

function words(id: string | null, outcome: string, code: string, path: string | undefined): string {
  return `deal ${id ?? '?'} would be ${outcome}: ${code}${path ? ` at ${path}` : ''}`;
}
