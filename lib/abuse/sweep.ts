// Which pairs are worth weighing: each opening is compared with the few that stand next to it in time and with nothing else, so the work grows
// with the openings and not with the pairs of accounts. One account is counted at a time against everybody, which needs one row of counts.
import type { Book, Column } from '@/lib/abuse/book';
import { surpriseOf } from '@/lib/abuse/surprise';

/** What counts as close: no later than this, and among so many next openings. In a crowd the reach shrinks, since nearness means little there. */
export const REACH_MS = 60_000;
const NEXT = 24;
/** Met less often than this is not worth weighing. */
const FEWEST = 5;
const ACCOUNTS_AT_A_TIME = 256;

export type Direction = 'same' | 'opposite';
export interface Candidate {
  a: number;
  b: number;
  direction: Direction;
  met: number;
  /** How often two such accounts meet by their activity and by how crowded the moments were in which they opened. */
  usual: number;
  /** How unlikely so many meetings are, as a power of ten. */
  surprise: number;
}

/** `gap` is how many places apart in time they stood: 1 is next to each other. */
type Meet = (a: number, b: number, opposite: number, gap: number) => void;

export function sweepColumn({ at, who, side }: Column, meet: Meet): void {
  for (let i = 0; i < at.length; i++) {
    const account = who[i] as number;
    const until = (at[i] as number) + REACH_MS;
    const last = Math.min(at.length, i + 1 + NEXT);
    for (let j = i + 1; j < last && (at[j] as number) <= until; j++) {
      const other = who[j] as number;
      if (other === account) continue;
      const opposite = side[i] === side[j] ? 0 : 1;
      if (account < other) meet(account, other, opposite, j - i);
      else meet(other, account, opposite, j - i);
    }
  }
}

/**
 * Pairs that met more often than their activity explains, most surprising first, and at most so many that weighing them grows with the
 * accounts. Pauses now and then, so that a worker stays answerable.
 */
export function* candidates(book: Book, most = 20_000 + 2 * book.accounts): Generator<void, Candidate[]> {
  const habits = habitsOf(book);
  yield;
  const found: Candidate[] = [];
  const counts = new Uint32Array(book.accounts * 2);
  const others: number[] = [];
  for (let account = 0; account < book.accounts; account++) {
    if (account % ACCOUNTS_AT_A_TIME === 0) yield;
    others.length = 0;
    countMeetings(book, account, counts, others);
    for (const place of others) {
      const met = counts[place] as number;
      counts[place] = 0;
      if (met < FEWEST) continue;
      const opposite = (place & 1) as 0 | 1;
      const usual = usualMeetings(habits, account, place >>> 1, opposite);
      if (met < usual + 2.5 * Math.sqrt(usual) + 2) continue;
      found.push({
        a: account,
        b: place >>> 1,
        direction: opposite === 0 ? 'same' : 'opposite',
        met,
        usual,
        surprise: surpriseOf(met, usual),
      });
    }
    if (found.length > 4 * most) keepBest(found, most);
  }
  return keepBest(found, most);
}

/** The most surprising of them, in that order; the rest is let go, so that memory grows with the accounts and not with their pairs. */
function keepBest(found: Candidate[], most: number): Candidate[] {
  found.sort((x, y) => y.surprise - x.surprise || x.a - y.a || x.b - y.b || y.met - x.met);
  found.length = Math.min(found.length, most);
  return found;
}

/** How often `account` met each account of a higher number, by number and side; `others` names the places that were counted. */
function countMeetings({ columns, start, symbol, row }: Book, account: number, counts: Uint32Array, others: number[]): void {
  for (let k = start[account] as number; k < (start[account + 1] as number); k++) {
    const { at, who, side } = columns[symbol[k] as number] as Column;
    const i = row[k] as number;
    const instant = at[i] as number;
    const mine = side[i] as number;
    const last = Math.min(at.length, i + 1 + NEXT);
    let from = i;
    while (from > 0 && i - from < NEXT && (at[from - 1] as number) >= instant - REACH_MS) from--;
    for (let j = from; j < last && (at[j] as number) <= instant + REACH_MS; j++) {
      const other = who[j] as number;
      if (other <= account) continue;
      const place = other * 2 + (mine ^ (side[j] as number));
      const before = counts[place] as number;
      if (before === 0) others.push(place);
      counts[place] = before + 1;
    }
  }
}

/** What one account does in one symbol: its share of the openings, and how many openings stood next to its own, by direction. */
interface Habit {
  symbol: number;
  share: number;
  near: [same: number, opposite: number];
}

function habitsOf(book: Book): Habit[][] {
  const { accounts, start, symbol, row, columns } = book;
  const crowds = columns.map(crowdOf);
  return Array.from({ length: accounts }, (_, account) => {
    const habits: Habit[] = [];
    let k = start[account] as number;
    const end = start[account + 1] as number;
    while (k < end) {
      const one = symbol[k] as number;
      const { same, opposite } = crowds[one] as Crowd;
      const habit: Habit = { symbol: one, share: 0, near: [0, 0] };
      const first = k;
      for (; k < end && symbol[k] === one; k++) {
        habit.near[0] += same[row[k] as number] as number;
        habit.near[1] += opposite[row[k] as number] as number;
      }
      habit.share = (k - first) / (columns[one] as Column).at.length;
      habits.push(habit);
    }
    return habits;
  });
}

interface Crowd {
  same: Uint8Array;
  opposite: Uint8Array;
}

/** How many openings stand next to each one, without walking over them. */
function crowdOf({ at, side, sells }: Column): Crowd {
  const same = new Uint8Array(at.length);
  const opposite = new Uint8Array(at.length);
  let from = 0;
  let to = 0;
  for (let i = 0; i < at.length; i++) {
    while ((at[from] as number) < (at[i] as number) - REACH_MS || i - from > NEXT) from++;
    while (to < at.length && (at[to] as number) <= (at[i] as number) + REACH_MS) to++;
    const end = Math.min(to, i + 1 + NEXT);
    const sold = (sells[end] as number) - (sells[from] as number);
    const alike = side[i] === 1 ? sold : end - from - sold;
    same[i] = alike - 1;
    opposite[i] = end - from - alike;
  }
  return { same, opposite };
}

/** The larger of what the one and what the other explains: who stands beside a crowd meets everybody in it. */
function usualMeetings(habits: readonly Habit[][], a: number, b: number, opposite: 0 | 1): number {
  const theirs = habits[b] as Habit[];
  let byFirst = 0;
  let bySecond = 0;
  let j = 0;
  for (const mine of habits[a] as Habit[]) {
    while (j < theirs.length && (theirs[j] as Habit).symbol < mine.symbol) j++;
    const other = theirs[j];
    if (other?.symbol !== mine.symbol) continue;
    byFirst += mine.near[opposite] * other.share;
    bySecond += other.near[opposite] * mine.share;
  }
  return Math.max(byFirst, bySecond);
}
