// First in, first out: how platforms without position ids (futures) say which fill closed which. A position is a contract from flat to
// flat; each pair of an opening and a closing fill is one slice. What a fill was charged is cut over its parts so that they add up exactly.
import { centsFromBigint, type Cents } from '@/lib/money';
import type { Side } from '@/lib/trades/event';

/** One execution. Volumes are units of 1e-8 so that shares are cut exactly; a cost is negative. */
export interface Fill {
  id: string;
  /** How a person finds it in the file. */
  where: string;
  at: number;
  /** As the file writes it, where it writes no zone. */
  wall: string | null;
  side: Side;
  symbol: string;
  volume: bigint;
  price: string;
  order_id: string | null;
  commission_cents: Cents;
  fee_cents: Cents;
  session_date: string | null;
  /** What the platform itself says of it; null where it does not say. */
  opens: boolean | null;
}

/** A part of a fill: which stretch of its volume, so that its share of the costs can be cut. */
export interface Part {
  fill: Fill;
  from: bigint;
  volume: bigint;
}
export interface Pair {
  kind: 'pair';
  open: Part;
  close: Part;
  position_id: string;
  is_final: boolean;
}
export interface Entry {
  kind: 'entry';
  part: Part;
  position_id: string;
  is_first: boolean;
  /** What is open after it, oldest first. */
  open: { price: string; volume: bigint }[];
}
export type Paired = Pair | Entry;

interface Book {
  position_id: string;
  side: Side;
  parts: Part[];
}

/** Fills in the order they happened; each symbol is its own book. */
export function pairFills(fills: readonly Fill[]): Paired[] {
  const books = new Map<string, Book>();
  return fills.flatMap((fill) => takeFill(books, fill));
}

function takeFill(books: Map<string, Book>, fill: Fill): Paired[] {
  const made: Paired[] = [];
  let rest: Part = { fill, from: 0n, volume: fill.volume };
  const book = books.get(fill.symbol);
  while (book && book.side !== fill.side && rest.volume > 0n) {
    const oldest = book.parts[0];
    if (!oldest) break;
    const volume = oldest.volume < rest.volume ? oldest.volume : rest.volume;
    if (volume === oldest.volume) book.parts.shift();
    else book.parts[0] = after(oldest, volume);
    const is_final = book.parts.length === 0;
    made.push({ kind: 'pair', open: { ...oldest, volume }, close: { ...rest, volume }, position_id: book.position_id, is_final });
    rest = after(rest, volume);
  }
  if (rest.volume === 0n) return made;
  return [...made, enter(books, rest)];
}

function enter(books: Map<string, Book>, part: Part): Entry {
  const { fill } = part;
  const held = books.get(fill.symbol);
  const is_first = !held || held.parts.length === 0;
  const book = is_first ? { position_id: fill.id, side: fill.side, parts: [] } : held;
  book.parts.push(part);
  books.set(fill.symbol, book);
  const open = book.parts.map(({ fill: { price }, volume }) => ({ price, volume }));
  return { kind: 'entry', part, position_id: book.position_id, is_first, open };
}

function after(part: Part, volume: bigint): Part {
  return { fill: part.fill, from: part.from + volume, volume: part.volume - volume };
}

/** The share of an amount that belongs to a part of its fill: cut toward zero, the last part takes what is left. */
export function shareOfFill(amount: Cents, { fill, from, volume }: Part): Cents {
  const upTo = (end: bigint): bigint => (BigInt(amount) * end) / fill.volume;
  return centsFromBigint(upTo(from + volume) - upTo(from));
}
