// First in, first out: how platforms without position ids (futures) say which fill closed which. What one fill opened is one position,
// whoever tells of it and from whichever day on; each pair of an opening and a closing fill is one slice of it. What a fill was charged is
// cut over its parts so that they add up exactly.
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
  /** Nothing of what the opening fill opened is left. */
  is_final: boolean;
}
/** What of a fill opens: all of it, or what is left when it has closed what was open. */
export interface Entry {
  kind: 'entry';
  part: Part;
}
export type Paired = Pair | Entry;

/** Fills in the order they happened; each symbol is its own book. */
export function pairFills(fills: readonly Fill[]): Paired[] {
  const books = new Map<string, Part[]>();
  return fills.flatMap((fill) => {
    const open = books.get(fill.symbol) ?? [];
    books.set(fill.symbol, open);
    return takeFill(open, fill);
  });
}

/** `open` holds parts of one side only, oldest first. */
function takeFill(open: Part[], fill: Fill): Paired[] {
  const made: Paired[] = [];
  let rest: Part = { fill, from: 0n, volume: fill.volume };
  for (let oldest = open[0]; oldest && oldest.fill.side !== fill.side && rest.volume > 0n; oldest = open[0]) {
    const volume = oldest.volume < rest.volume ? oldest.volume : rest.volume;
    const is_final = volume === oldest.volume;
    if (is_final) open.shift();
    else open[0] = after(oldest, volume);
    made.push({ kind: 'pair', open: { ...oldest, volume }, close: { ...rest, volume }, is_final });
    rest = after(rest, volume);
  }
  if (rest.volume === 0n) return made;
  open.push(rest);
  return [...made, { kind: 'entry', part: rest }];
}

function after(part: Part, volume: bigint): Part {
  return { fill: part.fill, from: part.from + volume, volume: part.volume - volume };
}

/** The share of an amount that belongs to a part of its fill: cut toward zero, the last part takes what is left. */
export function shareOfFill(amount: Cents, { fill, from, volume }: Part): Cents {
  const upTo = (end: bigint): bigint => (BigInt(amount) * end) / fill.volume;
  return centsFromBigint(upTo(from + volume) - upTo(from));
}
