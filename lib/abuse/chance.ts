// How many matches two accounts would have by chance. Told twice and the larger counts: by their own rhythm, as when one account's openings are
// moved against the other's by some minutes, and by the crowd, since a match in a minute when everybody opened the same says little.
import { firstFrom, SELL, spanOf, type Book, type Column } from '@/lib/abuse/book';
import { eachNear, wanderOf } from '@/lib/abuse/pair-evidence';
import type { Direction } from '@/lib/abuse/sweep';

const MINUTE = 60_000;
const both = (minutes: readonly number[], and = 0): number[] => minutes.flatMap((one) => [one * MINUTE + and, -one * MINUTE - and]);
/**
 * Past the reach of any delay and near enough to stay in the same part of the day. Robots keep to the opening of bars and people to an hour
 * of the day, so moves by quarters of an hour, by hours and by days count apart.
 */
const MOVES = [both([15, 30, 45, 75]), both([60, 120, 180, 240]), both([1440, 2880, 4320]), both([3, 5, 7, 11, 13, 17, 19, 23], 7_300)];

/** May stop early, once it is past `enough`. */
export function byCrowd(book: Book, a: number, b: number, direction: Direction, delay: number, enough = Infinity): number {
  const first = crowdMatches(book, a, b, direction, delay, enough);
  return first > enough ? first : Math.max(first, crowdMatches(book, b, a, direction, -delay, enough));
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
function crowdMatches(book: Book, a: number, b: number, direction: Direction, delay: number, enough: number): number {
  const shares = sharesOf(book, b);
  const wander = wanderOf(delay);
  const turned = direction === 'same' ? 0 : 1;
  const { start, end } = spanOf(book, a);
  let expected = 0;
  for (let k = start; k < end && expected <= enough; k++) {
    const symbol = book.symbol[k] as number;
    const share = shares.get(symbol);
    if (share === undefined) continue;
    const centre = (book.at[k] as number) + delay;
    const side = (book.side[k] as number) ^ turned;
    expected += share * crowdAt(book, { symbol, side, near: book.row[k] as number, from: centre - wander, to: centre + wander }, a, b);
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

export interface Moment {
  symbol: number;
  side: number;
  /** A place in the symbol's column that is not far from it. */
  near: number;
  from: number;
  to: number;
}

/** Openings of others on one side between two instants, counted without walking over them: a crowd may be large. */
export function crowdAt(book: Book, moment: Moment, a: number, b: number): number {
  const { at, sells } = book.columns[moment.symbol] as Column;
  const first = firstFrom(at, moment.from, moment.near);
  const end = firstFrom(at, moment.to + 1, first);
  const sold = (sells[end] as number) - (sells[first] as number);
  const all = moment.side === SELL ? sold : end - first - sold;
  return all === 0 ? 0 : all - ownWithin(book, a, moment) - ownWithin(book, b, moment);
}

function ownWithin({ start, symbol, at, side }: Book, account: number, moment: Moment): number {
  const until = start[account + 1] as number;
  let low = start[account] as number;
  let high = until;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = symbol[middle] as number;
    if (other < moment.symbol || (other === moment.symbol && (at[middle] as number) < moment.from)) low = middle + 1;
    else high = middle;
  }
  let own = 0;
  for (let k = low; k < until && symbol[k] === moment.symbol && (at[k] as number) < moment.to + 1; k++) if (side[k] === moment.side) own++;
  return own;
}
