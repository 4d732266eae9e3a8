// Whole histories of an account as a broker would tell them: opened and closed positions, partial slices, costs, deposits, withdrawals,
// reports with their extremes, cancellations, corrections, and what the office books itself. Equal instants and switch days included.
import fc from 'fast-check';
import type { StoredEvent } from '@/lib/accounts/loaded';
import { compareKeys, EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { PlacedDraft } from '@/lib/trades/admit';
import { eventKey } from '@/lib/trades/event-key';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { batch, bytes, type WireEvent } from '../trades/wire-samples';
import { books, type Book } from './rule-books';
import { eventName } from './office';
import { Teller } from './teller';

export interface Life {
  book: Book;
  activated_at: string;
  /** What the broker says, each event once, in the order it happened. */
  told: PlacedDraft[];
  /** What the office books itself. */
  booked: StoredEvent[];
}

/** A day or two before the clocks change somewhere, or before a plain weekend. */
const STARTS = [
  '2026-03-06',
  '2026-03-27',
  '2026-04-03',
  '2026-04-22',
  '2026-10-03',
  '2026-10-23',
  '2026-10-29',
  '2026-06-17',
  '2026-12-30',
];
const SECOND = 1_000;
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.constantFrom(1, 500, SECOND, 30 * SECOND) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 120 }).map((minutes) => minutes * 60 * SECOND) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }).map((hours) => hours * 3600 * SECOND) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }).map((days) => days * 86_400 * SECOND) },
);
/** Names as platforms give them: plain numbers mostly, sometimes text, sometimes beyond what one UTF-16 unit holds. */
const naming = fc.constantFrom('counted', 'counted', 'backwards', 'text', 'mixed', 'far');
const KINDS = [
  ...['close', 'close', 'close', 'close', 'open', 'open', 'slice', 'slice', 'finish', 'change', 'report', 'report', 'list'],
  ...['deposit', 'withdrawal', 'credit', 'fee', 'correction', 'cancel', 'correct', 'payout', 'paid-out', 'unblock'],
] as const;
export type HappeningKind = (typeof KINDS)[number];
export interface Happening {
  gap: number;
  kind: HappeningKind;
  /** Ten-thousandths of the initial balance. */
  size: number;
  low: number;
  high: number;
  lots: string;
  symbol: string;
  which: number;
  flag: boolean;
  micros: number;
}
const happening: fc.Arbitrary<Happening> = fc.record({
  gap,
  kind: fc.constantFrom(...KINDS),
  size: fc.integer({ min: -420, max: 400 }),
  low: fc.integer({ min: 0, max: 200 }),
  high: fc.integer({ min: 0, max: 200 }),
  lots: fc.constantFrom('0.10', '0.50', '1.00', '2.50'),
  symbol: fc.constantFrom('EURUSD', 'XAUUSD', 'BTCUSD'),
  which: fc.nat(20),
  flag: fc.boolean(),
  micros: fc.constantFrom(0, 0, 0, 1, 999),
});

/** `sharesNames`: one name may stand for events of several kinds. */
export const lives = (most = 24, rules = 6, sharesNames = true): fc.Arbitrary<Life> =>
  fc
    .tuple(books(rules), fc.constantFrom(...STARTS), fc.nat(47), naming, fc.array(happening, { minLength: 2, maxLength: most }))
    .map(([book, day, half, names, steps]) =>
      lifeOf(book, Date.parse(`${day}T00:00:00Z`) + half * 1_800_000, (index) => nameOf(names, index), steps, sharesNames),
    );

function lifeOf(book: Book, start: number, name: (index: number) => string, steps: Happening[], sharesNames: boolean): Life {
  const teller = new Teller(book, start, name, sharesNames);
  for (const step of steps) teller.tell(step);
  return spelled({ book, activated_at: new Date(start).toISOString(), told: read(teller.wires), booked: teller.booked.map(stored) });
}

/** The same life without what the office books itself. */
export const toldOnly = (life: Life): Life => spelled({ ...life, booked: [] });

function spelled(life: Life): Life {
  return named(
    life,
    () =>
      `${JSON.stringify(life.book.document)}\n${[...life.told.map(lineOf), ...life.booked.map((one) => `${one.occurred_at} ${one.kind} ${JSON.stringify(one.data)}`)].join('\n')}\n`,
  );
}

/** How a counterexample is told. */
function named<T extends object>(value: T, text: () => string): T {
  return Object.defineProperty(value, fc.toStringMethod, { value: text, enumerable: false });
}

function lineOf({ draft }: PlacedDraft): string {
  const { account, symbol, volume_unit, open_price, close_price, side, currency, ...rest } = draft.data as Record<string, unknown>;
  return `${draft.occurred_at} ${draft.kind} ${JSON.stringify(rest)}`;
}

function read(wires: WireEvent[]): PlacedDraft[] {
  if (wires.length === 0) return [];
  const parsed = parseNeutral(bytes(batch(...wires)));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.events.map((event, index) => {
    if (event.outcome === 'access') throw new Error('no event of trading');
    if (event.outcome !== 'read') throw new Error(`${event.code} at ${event.path ?? ''}`);
    return { index, draft: event.draft };
  });
}

function nameOf(names: string, index: number): string {
  if (names === 'counted') return String(1_000 + index);
  if (names === 'backwards') return String(90_000 - index * 7);
  if (names === 'text') return `deal-${(index * 37) % 100}-${index}`;
  if (names === 'mixed') return index % 2 === 0 ? String(9 + index) : `x${1_000 - index}`;
  return `${['\u{1F600}', '\uff5e', 'z', '7'][index % 4] ?? ''}${index}`;
}

function stored({ kind, id, at, amount }: Teller['booked'][number]): StoredEvent {
  const eventClass = kind === 'payout' ? EVENT_CLASS.payout : EVENT_CLASS.unblock;
  const data = kind === 'payout' ? { amount_cents: Number(amount), split_bps: 8000, reference: id } : { kind, external_id: id };
  const key = orderKey(BigInt(at) * 1000n, eventClass, id);
  return { kind, external_id: id, order_key: key, occurred_at: new Date(at).toISOString(), data, booked_cents: null, net_cents: null };
}

/** Order keys of all a life holds, for what is asserted about it. */
export function keysOf(life: Life): string[] {
  const told = life.told.map(({ draft }) =>
    eventKey({ kind: draft.kind, external_id: draft.data.external_id, occurred_at: draft.occurred_at }),
  );
  return [...told, ...life.booked.map((one) => one.order_key)];
}

/** A delivery: what arrives together, in an order of its own, some of it again later. */
export type Delivery = { told: PlacedDraft[] } | { booked: StoredEvent };

/** Draws an order of arrival: cut into messages, shuffled as far as `mix` says, and repeated. */
export const deliveries = (life: Life): fc.Arbitrary<Delivery[]> => {
  const size = life.told.length + life.booked.length;
  return fc
    .record({
      ranks: fc.array(fc.nat(1_000_000), { minLength: size, maxLength: size }),
      spread: fc.constantFrom(0, 200_000, 1_000_000),
      together: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
      again: fc.array(fc.nat(Math.max(0, life.told.length - 1)), { maxLength: 4 }),
    })
    .map(({ ranks, spread, together, again }) => arrange(life, ranks, spread, together, again));
};

interface Item {
  key: string;
  delivery: Delivery;
}

/** Everything a life holds, one delivery each, in the order it happened. */
export function inOrder(life: Life): Item[] {
  const keys = keysOf(life);
  const all: Delivery[] = [...life.told.map((one) => ({ told: [one] })), ...life.booked.map((booked) => ({ booked }))];
  return all.map((delivery, index) => ({ delivery, key: keys[index] ?? '' })).sort((a, b) => compareKeys(a.key, b.key));
}

function arrange(life: Life, ranks: number[], spread: number, together: boolean[], again: number[]): Delivery[] {
  const step = 1_000_000 / Math.max(1, ranks.length);
  const ranked = inOrder(life).map((item, place) => ({ ...item, rank: place * step + ((ranks[place] ?? 0) * spread) / 1_000_000 }));
  const messages: Delivery[] = [];
  officeInTime(ranked.sort((a, b) => a.rank - b.rank)).forEach((item, index) => {
    const last = messages.at(-1);
    if (last && 'told' in last && 'told' in item && together[index]) last.told.push(...item.told);
    else messages.push('told' in item ? { told: [...item.told] } : item);
  });
  for (const place of again) {
    const one = life.told[place];
    if (one) messages.push({ told: [one] });
  }
  const words = (one: Delivery) =>
    'told' in one ? one.told.map(({ draft }) => eventName(draft.kind, draft.data.external_id)).join(' + ') : one.booked.external_id;
  return named(messages, () => messages.map(words).join(' | '));
}

/** The office books at the moment it decides: nothing that happened later can have been heard before. */
function officeInTime(arrived: Item[]): Delivery[] {
  const office = arrived.filter(({ delivery }) => 'booked' in delivery).sort((a, b) => compareKeys(a.key, b.key));
  const order: Delivery[] = [];
  for (const { key, delivery } of arrived) {
    if ('booked' in delivery) continue;
    while (office[0] && compareKeys(office[0].key, key) < 0) order.push(...office.splice(0, 1).map((one) => one.delivery));
    order.push(delivery);
  }
  return [...order, ...office.map((one) => one.delivery)];
}
