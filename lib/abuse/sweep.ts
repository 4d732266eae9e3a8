// Which pairs are worth weighing: one pass along each symbol's openings, each compared with the few that came next and with nothing else,
// so the work grows with the openings and not with the accounts. Memory is bounded however many accounts there are: pairs are counted
// roughly first, and only what was met often enough is counted exactly.
import type { Book, Column } from '@/lib/abuse/book';

/** What counts as close: no later than this, and among so many next openings. In a crowd the reach shrinks, since nearness means little there. */
export const REACH_MS = 60_000;
const NEXT = 24;
/** Met less often than this is not worth weighing. */
const FEWEST = 5;
const MOST_ROUGH_BITS = 25;
const MOST_PAIRS = 1 << 22;

export type Direction = 'same' | 'opposite';
export interface Candidate {
  a: number;
  b: number;
  direction: Direction;
  met: number;
  /** How often two such accounts meet by their activity alone. */
  usual: number;
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

function hash(a: number, b: number, opposite: number, bits: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b + 0x7f4a7c15, 0x85ebca6b) ^ (opposite * 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> (32 - bits);
}

/** Exact counts by pair and direction, in open addressing; full, it takes no further pairs. */
class PairCounts {
  readonly keys: Float64Array;
  readonly counts: Uint32Array;
  private readonly bits: number;
  size = 0;

  constructor(expected: number) {
    this.bits = Math.min(Math.ceil(Math.log2(Math.max(expected, 512) * 2)), Math.log2(MOST_PAIRS * 2));
    this.keys = new Float64Array(2 ** this.bits).fill(-1);
    this.counts = new Uint32Array(2 ** this.bits);
  }

  add(key: number, place: number): void {
    const mask = this.keys.length - 1;
    let k = place >>> (32 - this.bits);
    while (this.keys[k] !== key) {
      if (this.keys[k] === -1) {
        if (this.size >= this.keys.length * 0.75) return;
        this.keys[k] = key;
        this.size++;
        break;
      }
      k = (k + 1) & mask;
    }
    this.counts[k] = (this.counts[k] as number) + 1;
  }
}

/**
 * Pairs that met more often than their activity explains, most surprising first, and at most so many that weighing them grows with the
 * accounts. Pauses after every symbol, so that a worker stays answerable.
 */
export function* candidates(book: Book, most = 20_000 + 4 * book.accounts): Generator<void, Candidate[]> {
  const bits = Math.min(MOST_ROUGH_BITS, Math.ceil(Math.log2(book.openings * NEXT + 256)));
  const rough = new Uint8Array(1 << bits);
  const meetings: number[][] = [];
  for (const column of book.columns) {
    const met: [number, number] = [0, 0];
    sweepColumn(column, (a, b, opposite) => {
      const place = hash(a, b, opposite, bits);
      const count = rough[place] as number;
      if (count < 255) rough[place] = count + 1;
      met[opposite as 0 | 1]++;
    });
    meetings.push(met);
    yield;
  }
  const fewest = fewestWorthCounting(rough);
  const counts = new PairCounts(Math.min(MOST_PAIRS, rough.reduce((sum, count) => sum + (count >= fewest ? 1 : 0), 0) * 2));
  for (const column of book.columns) {
    sweepColumn(column, (a, b, opposite) => {
      if ((rough[hash(a, b, opposite, bits)] as number) < fewest) return;
      counts.add((a * book.accounts + b) * 2 + opposite, hash(a, b, opposite, 31) << 1);
    });
    yield;
  }
  return surprising(book, counts, meetings).slice(0, most);
}

/** The lowest count whose pairs still fit in memory. */
function fewestWorthCounting(rough: Uint8Array): number {
  const having = new Uint32Array(257);
  for (const count of rough) having[count] = (having[count] as number) + 1;
  let fewest = 256;
  let pairs = 0;
  while (fewest > FEWEST && pairs + (having[fewest - 1] as number) <= MOST_PAIRS) pairs += having[--fewest] as number;
  return fewest;
}

function surprising(book: Book, counts: PairCounts, meetings: readonly number[][]): Candidate[] {
  const shares = activity(book);
  const found: Candidate[] = [];
  counts.keys.forEach((key, k) => {
    const met = counts.counts[k] as number;
    if (key < 0 || met < FEWEST) return;
    const opposite = key % 2;
    const pair = (key - opposite) / 2;
    const b = pair % book.accounts;
    const a = (pair - b) / book.accounts;
    const usual = usualMeetings(shares[a] as Share[], shares[b] as Share[], meetings, opposite);
    if (met < usual + 2.5 * Math.sqrt(usual) + 2) return;
    found.push({ a, b, direction: opposite === 0 ? 'same' : 'opposite', met, usual });
  });
  const surprise = ({ met, usual }: Candidate): number => (met - usual) / Math.sqrt(usual + 1);
  return found.sort((x, y) => surprise(y) - surprise(x) || x.a - y.a || x.b - y.b);
}

type Share = [symbol: number, share: number];

/** Each account's share of the openings of each symbol it trades. */
function activity({ accounts, start, symbol, columns }: Book): Share[][] {
  return Array.from({ length: accounts }, (_, account) => {
    const shares: Share[] = [];
    let k = start[account] as number;
    const end = start[account + 1] as number;
    while (k < end) {
      const one = symbol[k] as number;
      const first = k;
      while (k < end && symbol[k] === one) k++;
      shares.push([one, (k - first) / (columns[one] as Column).at.length]);
    }
    return shares;
  });
}

function usualMeetings(a: readonly Share[], b: readonly Share[], meetings: readonly number[][], opposite: number): number {
  let usual = 0;
  let j = 0;
  for (const [symbol, share] of a) {
    while (j < b.length && (b[j] as Share)[0] < symbol) j++;
    const other = b[j];
    if (other?.[0] === symbol) usual += 2 * ((meetings[symbol] as number[])[opposite] as number) * share * other[1];
  }
  return usual;
}
