// How a relay delivers a story: mostly in batches, now and then one by one, some messages twice, some events late or once more in the
// next message. All of it drawn from the seed, so that a second run delivers the very same bytes under the very same ids.
import { randomFrom } from './random';
import type { StoryDay } from './story';
import { iso, type StoryEvent } from './wire';

export interface StoryMessage {
  webhook_id: string;
  body: string;
  /** When the relay had all of it, milliseconds UTC. */
  at: number;
  events: number;
  /** True where the same bytes have been sent before. */
  again: boolean;
}
export interface DeliveryOptions {
  seed: string;
  login: string;
  /** Trading days gathered in one message: 1 is a broker's day, more is quicker. */
  days_per_message: number;
}

const MAX_EVENTS = 300;

/** How often an event comes only with the next message. A late close is rare: until it is there, the broker's balance contradicts its deals. */
const LATE: Record<StoryEvent['type'], number> = {
  'trade.closed': 0.0015,
  'account.snapshot': 0.01,
  'position.changed': 0.02,
  'position.opened': 0,
  'balance.changed': 0,
};

export function deliveries(days: StoryDay[], options: DeliveryOptions): StoryMessage[] {
  const messages: StoryMessage[] = [];
  let late: StoryEvent[] = [];
  for (let at = 0; at < days.length; at += options.days_per_message) {
    const group = days.slice(at, at + options.days_per_message);
    const [first, last] = [group[0]?.day ?? '', group.at(-1)?.day ?? ''];
    const dice = randomFrom('relay', options.seed, options.login, first, last);
    const events = group.flatMap((day) => day.events);
    const held = events.filter((event) => dice.chance(LATE[event.type]));
    const repeated = messages.length > 0 && dice.chance(0.06) ? events.slice(0, 1) : [];
    const now = [...late, ...events.filter((event) => !held.includes(event)), ...repeated];
    late = held;
    const id = `sim_${options.login}_${compact(first)}_${compact(last)}`;
    messages.push(...split(now, id, dice.chance(0.12)));
    const newest = messages.at(-1);
    if (newest && dice.chance(0.05)) messages.push({ ...newest, again: true });
  }
  const end = compact(days.at(-1)?.day ?? '');
  messages.push(...split(late, `sim_${options.login}_${end}_late`, false));
  return messages;
}

/** One batch, or with one closed trade on its own in the middle, as platforms send what just happened. */
function split(events: StoryEvent[], id: string, single: boolean): StoryMessage[] {
  const alone = single ? events.findIndex((event) => event.type === 'trade.closed') : -1;
  const parts = alone < 0 ? [events] : [events.slice(0, alone), events.slice(alone, alone + 1), events.slice(alone + 1)];
  const bounded = parts.flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / MAX_EVENTS) }, (_, n) => part.slice(n * MAX_EVENTS, (n + 1) * MAX_EVENTS)),
  );
  return bounded.map((part, index) => {
    const at = Math.max(...part.map((event) => event.at)) + 900;
    return { webhook_id: `${id}_${index + 1}`, body: bodyOf(part, at), at, events: part.length, again: false };
  });
}

function bodyOf(events: StoryEvent[], at: number): string {
  const timestamp = iso(at);
  const wire = events.map(({ type, data }) => ({ type, data }));
  const only = wire.length === 1 ? wire[0] : undefined;
  return JSON.stringify(only ? { type: only.type, timestamp, data: only.data } : { type: 'batch', timestamp, events: wire });
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}
