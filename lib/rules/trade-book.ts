// Positions as the conduct rules see them: each one once when it is opened and once when its final slice closes it.
// Only open positions are kept, so the memory of a rule does not grow with the history of an account.
import { addDecimals, compareDecimals, decimalText, parseDecimal } from '@/lib/decimal';
import type { Cents } from '@/lib/money';
import type { Change, DealEvent, FoldEvent, Instant, OpenPosition } from '@/lib/rules/types';

interface HeldTrade {
  symbol: string;
  side: 'buy' | 'sell';
  /** The largest size known: of the opening, or of the slices together. */
  lots: string;
  price: string | null;
  /** Null where nobody said when it was opened. */
  opened_at: Instant | null;
  /** The first event that showed it: it was open then, at the latest. */
  seen_at: Instant;
  /** Lots closed so far. */
  closed: string;
  /** False while only its closing slices showed it. */
  is_seen: boolean;
  /** Whether the rule has told of this trade; it tells once. */
  told: boolean;
}
export type TradeBook = Record<string, HeldTrade>;

export interface BookedTrade extends HeldTrade {
  id: string;
}
export interface Turn {
  /** Openings learned with this event; those of positions that nobody saw open come with their final slice. */
  opened: BookedTrade[];
  /** The trade that this event closed for good. */
  closed: (BookedTrade & { net_cents: Cents }) | null;
}

const UNTOUCHED = { closed: '0', is_seen: false, told: false };
const NOTHING: Turn = { opened: [], closed: null };

/** Takes the event into the book and says what it opened and closed. */
export function turnBook(book: TradeBook, event: FoldEvent, change: Change): Turn {
  switch (event.kind) {
    case 'opened':
      return { opened: list(book, event.position, event.position.opened_at ?? event.at, event.at), closed: null };
    case 'mark':
      return event.positions === undefined ? closeAll(book, event.open_position_count) : takeList(book, event.positions, event.at);
    case 'changed':
      enlarge(book, event.position_id, event.volume);
      return NOTHING;
    case 'deal':
      return closeSlice(book, event, change);
    default:
      return NOTHING;
  }
}

/** Open trades by id, in order, so that what is told first does not depend on how a memory was stored. */
export function heldTrades(book: TradeBook): BookedTrade[] {
  return Object.keys(book)
    .sort()
    .flatMap((id) => (book[id] === undefined ? [] : [{ id, ...book[id] }]));
}

function list(book: TradeBook, position: OpenPosition, openedAt: Instant | null, seenAt: Instant): BookedTrade[] {
  const { position_id: id, symbol, side, volume, open_price: price } = position;
  const known = book[id];
  const held: HeldTrade = known ?? { symbol, side, lots: volume, price, opened_at: openedAt, seen_at: seenAt, ...UNTOUCHED };
  const wasSeen = held.is_seen;
  held.opened_at ??= openedAt;
  held.is_seen = true;
  book[id] = held;
  enlarge(book, id, volume);
  return wasSeen ? [] : [{ id, ...held }];
}

/** A complete list: what is not in it is closed, though its deal was never told. */
function takeList(book: TradeBook, positions: readonly OpenPosition[], at: Instant): Turn {
  const present = new Set(positions.map(({ position_id: id }) => id));
  for (const id of Object.keys(book)) if (!present.has(id)) delete book[id];
  return { opened: positions.flatMap((position) => list(book, position, position.opened_at, at)), closed: null };
}

function closeAll(book: TradeBook, count: number | undefined): Turn {
  if (count === 0) for (const id of Object.keys(book)) delete book[id];
  return NOTHING;
}

function closeSlice(book: TradeBook, event: DealEvent, change: Change): Turn {
  const { position_id: id, symbol, side, volume } = event;
  const known = book[id];
  const price = event.open_price ?? null;
  const held: HeldTrade = known ?? { symbol, side, lots: '0', price, opened_at: null, seen_at: event.at, ...UNTOUCHED };
  held.opened_at ??= event.opened_at;
  held.closed = sum(held.closed, volume);
  held.lots = largest(held.lots, held.closed);
  if (change.closed === null) {
    // A position that only its slices show is kept apart from those that somebody saw open.
    book[id] = held;
    return NOTHING;
  }
  delete book[id];
  const trade = { id, ...held };
  return { opened: held.is_seen ? [] : [trade], closed: { ...trade, net_cents: change.closed.net_cents } };
}

function enlarge(book: TradeBook, id: string, volume: string | undefined): void {
  const known = book[id];
  if (known !== undefined && volume !== undefined) known.lots = largest(known.lots, volume);
}

function sum(a: string, b: string): string {
  return decimalText(addDecimals(decimalOf(a), decimalOf(b)));
}

function largest(a: string, b: string): string {
  return compareDecimals(decimalOf(a), decimalOf(b)) >= 0 ? a : b;
}

function decimalOf(text: string) {
  return parseDecimal(text) ?? { units: 0n, scale: 0 };
}
