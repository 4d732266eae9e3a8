// Which pairs a few new openings bring up: only those that stand next to them in time, nearest first.
import type { Book } from '@/lib/abuse/book';
import { sweepColumn, type Direction } from '@/lib/abuse/sweep';

export interface Neighbours {
  a: number;
  b: number;
  direction: Direction;
  /** Grows with each meeting, more where nobody stood between the two. */
  nearness: number;
}

/** Pairs of which at least one account is among `fresh`, nearest first. */
export function neighboursOf(book: Book, fresh: ReadonlySet<number>): Neighbours[] {
  const nearness = new Map<number, number>();
  for (const column of book.columns) {
    sweepColumn(column, (a, b, opposite, gap) => {
      if (!fresh.has(a) && !fresh.has(b)) return;
      const key = (a * book.accounts + b) * 2 + opposite;
      nearness.set(key, (nearness.get(key) ?? 0) + 1 / gap);
    });
  }
  const pairs = [...nearness].map(([key, near]): Neighbours => {
    const opposite = key % 2;
    const pair = (key - opposite) / 2;
    const b = pair % book.accounts;
    return { a: (pair - b) / book.accounts, b, direction: opposite === 0 ? 'same' : 'opposite', nearness: near };
  });
  return pairs.sort((x, y) => y.nearness - x.nearness || x.a - y.a || x.b - y.b);
}
