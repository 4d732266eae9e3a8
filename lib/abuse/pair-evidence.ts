// Two accounts laid side by side: which openings of one go with which of the other. Who copies does so after a steady delay, so the delay
// that explains most openings is found first, and only what keeps to it counts as matched.
import { spanOf, type Book, type Column, type Span } from '@/lib/abuse/book';
import { REACH_MS, type Direction } from '@/lib/abuse/sweep';

/** Delays wander by this much, and by a share of themselves. */
const WANDER_MS = 2_000;
const WANDER_SHARE = 0.12;
const MOST_OFFSETS = 8_192;

export const wanderOf = (delay: number): number => WANDER_MS + WANDER_SHARE * Math.abs(delay);

export interface Match {
  symbol: number;
  /** Places in the symbol's column. */
  rowA: number;
  rowB: number;
}
export interface Evidence {
  matches: Match[];
  /** Median delay of the second account behind the first, and how far half of the matches stray from it. */
  delay: number;
  stray: number;
  /** Median of the second's lots over the first's, and the share of matches that keep to it. */
  ratio: number;
  steadyRatio: number;
  /** Share of matches whose closings lie as near each other as their openings. */
  together: number;
  openingsA: number;
  openingsB: number;
}

type Near = (kA: number, kB: number, offset: number) => void;

/** Every opening of `b`, moved by `moved` milliseconds, that lies within `reach` of one of `a` on the same symbol, sides as asked. */
export function eachNear(book: Book, a: Span, b: Span, direction: Direction, moved: number, reach: number, near: Near): void {
  const { symbol, at, side } = book;
  const unlike = direction === 'same' ? 0 : 1;
  let j = b.start;
  for (let i = a.start; i < a.end; i++) {
    const mine = symbol[i] as number;
    const instant = (at[i] as number) - moved;
    while (j < b.end && isBefore(book, j, mine, instant - reach)) j++;
    if (j === b.end) return;
    for (let k = j; k < b.end && symbol[k] === mine; k++) {
      const offset = (at[k] as number) - instant;
      if (offset > reach) break;
      if (((side[k] as number) ^ (side[i] as number)) === unlike) near(i, k, offset);
    }
  }
}

function isBefore({ symbol, at }: Book, k: number, wanted: number, instant: number): boolean {
  const mine = symbol[k] as number;
  return mine < wanted || (mine === wanted && (at[k] as number) < instant);
}

export function weighPair(book: Book, a: number, b: number, direction: Direction): Evidence {
  const [mine, theirs] = [spanOf(book, a), spanOf(book, b)];
  const near: { i: number; k: number; offset: number }[] = [];
  eachNear(book, mine, theirs, direction, 0, REACH_MS, (i, k, offset) => {
    if (near.length < MOST_OFFSETS) near.push({ i, k, offset });
  });
  const delay = commonDelay(near.map(({ offset }) => offset));
  const wander = wanderOf(delay);
  // The nearest to the common delay go together first, and each opening goes with one other at most.
  const kept = near
    .filter(({ offset }) => Math.abs(offset - delay) <= wander)
    .sort((x, y) => Math.abs(x.offset - delay) - Math.abs(y.offset - delay) || x.i - y.i || x.k - y.k);
  const taken = new Set<number>();
  const pairs: { i: number; k: number; offset: number }[] = [];
  for (const one of kept) {
    if (taken.has(one.i) || taken.has(-1 - one.k)) continue;
    taken.add(one.i).add(-1 - one.k);
    pairs.push(one);
  }
  const matches = pairs.map(({ i, k }) => ({
    symbol: book.symbol[i] as number,
    rowA: book.row[i] as number,
    rowB: book.row[k] as number,
  }));
  return {
    ...{ matches, delay, stray: median(pairs.map(({ offset }) => Math.abs(offset - delay))) },
    ...{ openingsA: mine.end - mine.start, openingsB: theirs.end - theirs.start },
    ...likeness(book, matches, delay),
  };
}

/** The middle of the densest stretch of offsets. */
function commonDelay(offsets: readonly number[]): number {
  const sorted = Float64Array.from(offsets).sort();
  let best = 0;
  let from = 0;
  let to = 0;
  let start = 0;
  for (let end = 0; end < sorted.length; end++) {
    while (
      2 * wanderOf(Math.min(Math.abs(sorted[start] as number), Math.abs(sorted[end] as number))) <
      (sorted[end] as number) - (sorted[start] as number)
    )
      start++;
    if (end - start + 1 > best) {
      best = end - start + 1;
      [from, to] = [start, end];
    }
  }
  return best === 0 ? 0 : (sorted[(from + to) >>> 1] as number);
}

function likeness(book: Book, matches: readonly Match[], delay: number): Pick<Evidence, 'ratio' | 'steadyRatio' | 'together'> {
  if (matches.length === 0) return { ratio: 1, steadyRatio: 0, together: 0 };
  const lots = matches.map(({ symbol, rowA, rowB }) => {
    const column = book.columns[symbol] as Column;
    return { a: column.lots[rowA] as number, b: column.lots[rowB] as number };
  });
  const ratio = median(lots.map(({ a, b }) => (a > 0 ? b / a : 0)));
  // Platforms round volumes to a hundredth, so small ones may miss the ratio by that much.
  const steady = lots.filter(({ a, b }) => Math.abs(b - ratio * a) <= Math.max(0.05 * ratio * a, 0.011)).length;
  const wander = 2 * wanderOf(delay);
  const together = matches.filter(({ symbol, rowA, rowB }) => {
    const column = book.columns[symbol] as Column;
    return Math.abs((column.closed[rowB] as number) - (column.closed[rowA] as number) - delay) <= wander;
  }).length;
  return { ratio, steadyRatio: steady / matches.length, together: together / matches.length };
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
