// How many matches two accounts would have by chance. Told twice and the larger counts: by their own rhythm, as when one account's openings are
// moved against the other's by some minutes, and by the crowd, since a match in a minute when everybody opened the same says little.
import { firstFrom, SELL, type Book, type Column } from '@/lib/abuse/book';
import { eachNear, spanOf, wanderOf } from '@/lib/abuse/pair-evidence';
import type { Direction } from '@/lib/abuse/sweep';

const MINUTE = 60_000;
const both = (minutes: readonly number[], and = 0): number[] => minutes.flatMap((one) => [one * MINUTE + and, -one * MINUTE - and]);
/**
 * Past the reach of any delay and near enough to stay in the same part of the day. Robots keep to the opening of bars and people to an hour
 * of the day, so moves by quarters of an hour, by hours and by days count apart.
 */
const MOVES = [both([15, 30, 45, 75]), both([60, 120, 180, 240]), both([1440, 2880, 4320]), both([3, 5, 7, 11, 13, 17, 19, 23], 7_300)];

export function byCrowd(book: Book, a: number, b: number, direction: Direction, delay: number): number {
  return Math.max(crowdMatches(book, a, b, direction, delay), crowdMatches(book, b, a, direction, -delay));
}

export function byRhythm(book: Book, a: number, b: number, direction: Direction, delay: number): number {
  return Math.max(...MOVES.map((moves) => movedMatches(book, a, b, direction, delay, moves)));
}

function movedMatches(book: Book, a: number, b: number, direction: Direction, delay: number, moves: readonly number[]): number {
  const [mine, theirs] = [spanOf(book, a), spanOf(book, b)];
  const wander = wanderOf(delay);
  let met = 0;
  for (const moved of moves) {
    let last = -1;
    eachNear(book, mine, theirs, direction, moved - delay, wander, (i) => {
      if (i !== last) met++;
      last = i;
    });
  }
  return met / moves.length;
}

/** For each opening of `a`: how many others opened where `b` would have to, times the part `b` has in that symbol's openings. */
function crowdMatches(book: Book, a: number, b: number, direction: Direction, delay: number): number {
  const shares = sharesOf(book, b);
  const wander = wanderOf(delay);
  const { start, end } = spanOf(book, a);
  let expected = 0;
  for (let k = start; k < end; k++) {
    const symbol = book.symbol[k] as number;
    const share = shares.get(symbol);
    if (share === undefined) continue;
    const column = book.columns[symbol] as Column;
    const row = book.row[k] as number;
    const centre = (column.at[row] as number) + delay;
    const side = direction === 'same' ? (column.side[row] as number) : 1 - (column.side[row] as number);
    expected += crowdAt(book, symbol, side, centre - wander, centre + wander, a, b) * share;
  }
  return expected;
}

function sharesOf(book: Book, account: number): Map<number, number> {
  const shares = new Map<number, number>();
  const { start, end } = spanOf(book, account);
  for (let k = start; k < end; k++) {
    const symbol = book.symbol[k] as number;
    shares.set(symbol, (shares.get(symbol) ?? 0) + 1 / (book.totals[symbol] as number));
  }
  return shares;
}

/** Openings of others on one side between two instants, counted without walking over them: a crowd may be large. */
export function crowdAt(book: Book, symbol: number, side: number, from: number, to: number, a: number, b: number): number {
  const { at, sells } = book.columns[symbol] as Column;
  const first = firstFrom(at, from);
  const end = firstFrom(at, to + 1);
  const sold = (sells[end] as number) - (sells[first] as number);
  const all = side === SELL ? sold : end - first - sold;
  return all === 0 ? 0 : all - ownWithin(book, a, symbol, side, first, end) - ownWithin(book, b, symbol, side, first, end);
}

function ownWithin(book: Book, account: number, symbol: number, side: number, first: number, end: number): number {
  const column = book.columns[symbol] as Column;
  const span = spanOf(book, account);
  let low = span.start;
  let high = span.end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const mine = book.symbol[middle] as number;
    if (mine < symbol || (mine === symbol && (book.row[middle] as number) < first)) low = middle + 1;
    else high = middle;
  }
  let own = 0;
  for (let k = low; k < span.end && book.symbol[k] === symbol && (book.row[k] as number) < end; k++) {
    if (column.side[book.row[k] as number] === side) own++;
  }
  return own;
}

/** How unlikely so many or more are when so few are expected, as a power of ten: 6 means once in a million. */
export function surpriseOf(count: number, expected: number): number {
  if (count <= expected) return 0;
  const mean = Math.max(expected, 1e-3);
  // The first term of Poisson's tail in logarithms, and the tail as a series that falls by at least mean / (count + 1).
  let log = -mean + count * Math.log(mean);
  for (let k = 2; k <= count; k++) log -= Math.log(k);
  return Math.max(0, -(log + Math.log(1 / (1 - mean / (count + 1)))) / Math.LN10);
}
