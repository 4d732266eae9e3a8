// Every opening of a stretch of time, in columns: one set of typed arrays per symbol, sorted by time. Numbers only, because two million
// objects would be slower to read than to compare. Lots are no money and are compared by ratio, so they are floats.
export const BUY = 0;
export const SELL = 1;
export type Side = typeof BUY | typeof SELL;

/** Openings of one symbol in the order they happened; a position closed in parts is one opening. */
export interface Column {
  /** Milliseconds since the epoch. */
  at: Float64Array;
  who: Int32Array;
  side: Uint8Array;
  lots: Float64Array;
  closed: Float64Array;
  /** How many of the openings before each place are sells; one longer than the column. */
  sells: Int32Array;
}
export interface Book {
  columns: Column[];
  accounts: number;
  openings: number;
  from: number;
  to: number;
  /** Openings of each account by symbol and time: `row[k]` of `columns[symbol[k]]` for k from `start[account]` to `start[account + 1]`. */
  start: Int32Array;
  symbol: Int32Array;
  row: Int32Array;
  /** When each of them was and on which side, a second time: to compare two accounts no column need be looked into. */
  at: Float64Array;
  side: Uint8Array;
  /** Openings of each symbol over the whole time, also where the book holds only a part of them. */
  totals: Float64Array;
}

const FIRST = 1024;
type Bare = Omit<Column, 'sells'>;
type Growing = Bare & { length: number };
const column = (size: number): Bare => ({
  at: new Float64Array(size),
  who: new Int32Array(size),
  side: new Uint8Array(size),
  lots: new Float64Array(size),
  closed: new Float64Array(size),
});

function grown(old: Growing): Growing {
  const next: Growing = { ...column(old.at.length * 2), length: old.length };
  next.at.set(old.at);
  next.who.set(old.who);
  next.side.set(old.side);
  next.lots.set(old.lots);
  next.closed.set(old.closed);
  return next;
}

/** Takes openings in any order, a slice of a position at a time. */
export class BookBuilder {
  private readonly growing: Growing[] = [];

  add(account: number, symbol: number, at: number, side: Side, lots: number, closed: number): void {
    while (this.growing.length <= symbol) this.growing.push({ ...column(FIRST), length: 0 });
    let into = this.growing[symbol] as Growing;
    if (into.length === into.at.length) this.growing[symbol] = into = grown(into);
    const k = into.length++;
    into.at[k] = at;
    into.who[k] = account;
    into.side[k] = side;
    into.lots[k] = lots;
    into.closed[k] = closed;
  }

  /** `totals`: where the book is a part of a larger one, how many openings of each symbol that one holds. */
  build(accounts: number, from: number, to: number, totals?: readonly number[]): Book {
    const columns = this.growing.map(sorted);
    const openings = columns.reduce((sum, one) => sum + one.at.length, 0);
    return {
      ...{ columns, accounts, openings, from, to },
      ...byAccount(columns, accounts, openings),
      totals: Float64Array.from(columns, (one, symbol) => Math.max(totals?.[symbol] ?? 0, one.at.length)),
    };
  }
}

/** By time, then account and side; slices of one opening are put together, their last close standing for the whole. */
function sorted(from: Growing): Column {
  const order = timeOrder(from);
  const into = column(from.length);
  let n = 0;
  for (const k of order) {
    const at = from.at[k] as number;
    const who = from.who[k] as number;
    let same = n - 1;
    while (same >= 0 && into.at[same] === at && (into.who[same] !== who || into.side[same] !== from.side[k])) same--;
    if (same >= 0 && into.at[same] === at) {
      // No platform trades in less than a millionth of a lot: 0.22 is not 0.22000000000000003.
      into.lots[same] = Math.round(((into.lots[same] as number) + (from.lots[k] as number)) * 1e6) / 1e6;
      into.closed[same] = Math.max(into.closed[same] as number, from.closed[k] as number);
      continue;
    }
    into.at[n] = at;
    into.who[n] = who;
    into.side[n] = from.side[k] as number;
    into.lots[n] = from.lots[k] as number;
    into.closed[n] = from.closed[k] as number;
    n++;
  }
  const sells = new Int32Array(n + 1);
  for (let k = 0; k < n; k++) sells[k + 1] = (sells[k] as number) + (into.side[k] as number);
  return {
    sells,
    ...{ at: into.at.slice(0, n), who: into.who.slice(0, n), side: into.side.slice(0, n) },
    ...{ lots: into.lots.slice(0, n), closed: into.closed.slice(0, n) },
  };
}

/** Time and place in one number sort without a comparison function, which is ten times quicker. */
function timeOrder({ at, length }: Growing): Uint32Array {
  let first = Infinity;
  let last = -Infinity;
  for (let k = 0; k < length; k++) {
    first = Math.min(first, at[k] as number);
    last = Math.max(last, at[k] as number);
  }
  const places = 2 ** Math.ceil(Math.log2(length + 1));
  const order = Uint32Array.from({ length }, (_, k) => k);
  if ((last - first + 1) * places >= Number.MAX_SAFE_INTEGER) {
    return order.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  }
  const keys = Float64Array.from(order, (k) => ((at[k] as number) - first) * places + k).sort();
  for (let k = 0; k < length; k++) order[k] = (keys[k] as number) % places;
  return order;
}

function byAccount(columns: readonly Column[], accounts: number, openings: number): Pick<Book, 'start' | 'symbol' | 'row' | 'at' | 'side'> {
  const start = new Int32Array(accounts + 1);
  for (const { who } of columns) for (const account of who) start[account + 1] = (start[account + 1] as number) + 1;
  for (let k = 0; k < accounts; k++) start[k + 1] = (start[k + 1] as number) + (start[k] as number);
  const next = start.slice();
  const symbol = new Int32Array(openings);
  const row = new Int32Array(openings);
  const at = new Float64Array(openings);
  const side = new Uint8Array(openings);
  columns.forEach((column, index) => {
    for (let k = 0; k < column.who.length; k++) {
      const account = column.who[k] as number;
      const place = next[account] as number;
      next[account] = place + 1;
      symbol[place] = index;
      row[place] = k;
      at[place] = column.at[k] as number;
      side[place] = column.side[k] as number;
    }
  });
  return { start, symbol, row, at, side };
}

/** The first place in `at` whose instant is not before `instant`, looked for outwards from a place thought to be near it. */
export function firstFrom(at: Float64Array, instant: number, near: number): number {
  let low = near;
  let high = near;
  for (let step = 1; low > 0 && (at[low - 1] as number) >= instant; step *= 2) {
    high = low;
    low = Math.max(0, low - step);
  }
  for (let step = 1; high < at.length && (at[high] as number) < instant; step *= 2) {
    low = high + 1;
    high = Math.min(at.length, high + step);
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The places of `symbol`, `row`, `at` and `side` that are one account's. */
export interface Span {
  start: number;
  end: number;
}
export const spanOf = (book: Book, account: number): Span => ({
  start: book.start[account] as number,
  end: book.start[account + 1] as number,
});

/** When an account opened, symbol by symbol. */
export function instantsOf(book: Book, account: number): Float64Array {
  const { start, end } = spanOf(book, account);
  return book.at.subarray(start, end);
}
