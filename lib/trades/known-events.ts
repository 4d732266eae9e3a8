// What of a file the office knows already. A ticket says which deal it is; an export, another export of the same history and the broker's
// own relay tell it with different detail (a position's own id, stops, parts of a second), and that is no contradiction. What differs in
// money, volume, price or time is sent all the same, so that the door keeps it for a person to decide.
import { compareDecimals, decimalText, parseDecimal } from '@/lib/decimal';
import type { BrokerEvent } from '@/lib/trades/event';

export interface KeptEvent {
  kind: string;
  external_id: string;
  data: Record<string, unknown>;
}
interface Sifted {
  /** Not known yet, under the position ids the office already uses. */
  fresh: BrokerEvent[];
  known: number;
}

export function sift(events: BrokerEvent[], stored: KeptEvent[]): Sifted {
  const byName = new Map(stored.map((event) => [nameOf(event), event.data]));
  for (const event of stored) {
    const part = partOf(event, event.data);
    if (part !== null && !byName.has(part)) byName.set(part, event.data);
  }
  const renamed = new Map<string, string>();
  const fresh = events.filter((event) => {
    const part = partOf(event, event as unknown as Record<string, unknown>);
    const data = byName.get(nameOf(event)) ?? (part === null ? undefined : byName.get(part));
    if (!data || !agrees(event, data)) return true;
    if ('position_id' in event && event.position_id !== undefined && typeof data.position_id === 'string')
      renamed.set(event.position_id, data.position_id);
    return false;
  });
  return { fresh: fresh.map((event) => rename(event, renamed)), known: events.length - fresh.length };
}

function rename(event: BrokerEvent, renamed: Map<string, string>): BrokerEvent {
  if (!('position_id' in event) || event.position_id === undefined) return event;
  return { ...event, position_id: renamed.get(event.position_id) ?? event.position_id };
}

const WORDS = [
  'symbol',
  'side',
  'operation',
  'gross_cents',
  'commission_cents',
  'swap_cents',
  'fee_cents',
  'booked_cents',
  'amount_cents',
] as const;
const NUMBERS = ['volume', 'open_price', 'close_price'] as const;

function agrees(event: BrokerEvent, data: Record<string, unknown>): boolean {
  const own = event as unknown as Record<string, unknown>;
  const apart = Math.abs(Date.parse(event.occurred_at) - Date.parse(String(data.occurred_at)));
  return apart < 1000 && WORDS.every((key) => own[key] === data[key]) && NUMBERS.every((key) => sameNumber(own[key], data[key]));
}

function sameNumber(a: unknown, b: unknown): boolean {
  if (a === undefined && b === undefined) return true;
  const [left, right] = [parseDecimal(String(a)), parseDecimal(String(b))];
  return left !== null && right !== null && compareDecimals(left, right) === 0;
}

function nameOf(event: { kind: string; external_id: string }): string {
  return `${event.kind} ${event.external_id}`;
}

/**
 * A file of closed positions knows no ids of their parts, while the platform's interface does: such a part is the same one where position,
 * second, volume and price are.
 */
function partOf(event: { kind: string; external_id: string }, data: Record<string, unknown>): string | null {
  const position = String(data.position_id);
  const isPart = event.kind === 'trade' && [`${position}@`, `${position}:`].some((stem) => event.external_id.startsWith(stem));
  const [volume, price] = [parseDecimal(String(data.volume)), parseDecimal(String(data.close_price))];
  if (!isPart || volume === null || price === null) return null;
  return `part ${JSON.stringify([position, String(data.occurred_at).slice(0, 19), decimalText(volume), decimalText(price)])}`;
}
