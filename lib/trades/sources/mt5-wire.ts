// Imported events as the canonical webhook writes them, so that a file takes the very path a live broker takes. A message's id is the
// digest of its account and bytes: the same events make the same messages, and the door answers "known" to them.
import { createHash } from 'node:crypto';
import { formatMoney, type Cents } from '@/lib/money';
import type { BrokerEvent } from '@/lib/trades/event';

export interface WireEvent {
  type: 'trade.closed' | 'balance.changed' | 'position.opened' | 'position.changed';
  data: Record<string, unknown>;
}
export interface WireMessage {
  webhook_id: string;
  body: string;
  events: WireEvent[];
}

/** The door takes 500 events and 512 KiB; a margin is left for long comments. */
const MAX_EVENTS = 400;
const MAX_BYTES = 450_000;

export function wireMessages(events: BrokerEvent[], digits: number): WireMessage[] {
  const parts: WireEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const wire = wireEvent(event, digits);
    const size = JSON.stringify(wire).length * 2;
    const part = parts.at(-1);
    if (!part || part.length >= MAX_EVENTS || bytes + size > MAX_BYTES) {
      parts.push([wire]);
      bytes = size;
    } else {
      part.push(wire);
      bytes += size;
    }
  }
  const timestamp = events.at(-1)?.occurred_at ?? '1970-01-01T00:00:00.000Z';
  return parts.map((part) => {
    const body = JSON.stringify({ type: 'batch', timestamp, events: part });
    return { webhook_id: `import_${createHash('sha256').update(body).digest('hex').slice(0, 40)}`, body, events: part };
  });
}

export function wireEvent(event: BrokerEvent, digits: number): WireEvent {
  const { kind, source: _source, received_at: _received, message_id: _message, occurred_at, ...rest } = event;
  const symbol = 'symbol' in event ? event.symbol : null;
  const money = (amount: Cents): string => formatMoney(amount, digits);
  const data = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, value]) => key !== 'broker_symbol' || value !== symbol)
      .map(([key, value]) => (key.endsWith('_cents') ? [key.slice(0, -'_cents'.length), money(value as Cents)] : [key, value])),
  );
  if (kind === 'trade') return { type: 'trade.closed', data };
  if (kind === 'balance') return { type: 'balance.changed', data: { ...data, occurred_at } };
  if (kind === 'position-opened') return { type: 'position.opened', data: { ...data, opened_at: occurred_at } };
  return { type: 'position.changed', data: { ...data, occurred_at } };
}
