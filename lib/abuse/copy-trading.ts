// Who trades as one: from all openings of a stretch of time to the pairs that are alike, each with its evidence. No pair is a verdict;
// what it means a person says.
import type { Book } from '@/lib/abuse/book';
import { byCrowd, byRhythm } from '@/lib/abuse/chance';
import { weighPair, type Evidence } from '@/lib/abuse/pair-evidence';
import { likenessOf, mostExplained, type Likeness } from '@/lib/abuse/score';
import { candidates, type Candidate, type Direction } from '@/lib/abuse/sweep';

export interface Alike extends Likeness {
  a: number;
  b: number;
  direction: Direction;
  evidence: Evidence;
  /** Matches these two would have by chance. */
  expected: number;
}
export interface Search {
  alike: Alike[];
  weighed: number;
}

/** `accounts` is how many the whole search compares: a pair found among many had more chances to look alike. */
export function weigh(book: Book, one: Pick<Candidate, 'a' | 'b' | 'direction'>, accounts: number): Alike | null {
  const { a, b, direction } = one;
  const evidence = weighPair(book, a, b, direction);
  const most = mostExplained(evidence, accounts, direction);
  if (most === null) return null;
  // Either way of telling chance ends the pair as soon as it explains too much, so most end early.
  const crowd = byCrowd(book, a, b, direction, evidence.delay, most);
  if (crowd > most) return null;
  const expected = Math.max(crowd, byRhythm(book, a, b, direction, evidence.delay));
  const likeness = likenessOf(evidence, expected, accounts, direction);
  return likeness.isAlike ? { a, b, direction, evidence, expected, ...likeness } : null;
}

const AT_A_TIME = 200;

/** Pauses now and then; whoever has nothing else to do drains it. */
export function* findAlike(book: Book): Generator<void, Search> {
  const pairs = yield* candidates(book);
  const alike: Alike[] = [];
  for (const [k, one] of pairs.entries()) {
    if (k % AT_A_TIME === 0) yield;
    const found = weigh(book, one, book.accounts);
    if (found) alike.push(found);
  }
  return { alike: alike.sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b), weighed: pairs.length };
}
