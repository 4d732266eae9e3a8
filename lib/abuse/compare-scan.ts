// Any two accounts laid side by side, whether or not a search told of them: every opening of both in the order they happened, which go together, and
// the score with what chance explains. Nothing is written; what was not matched is shown as well, since leaving it out would flatter the likeness.
import { instantsOf, spanOf, type Book, type Column } from '@/lib/abuse/book';
import { byCrowd, byRhythm } from '@/lib/abuse/chance';
import { readAccountsBook, readFirm, readNear, readTotals, windowUntil, type Firm, type Time } from '@/lib/abuse/copy-openings-read';
import { weighPair, type Evidence } from '@/lib/abuse/pair-evidence';
import { likenessOf, summaryOf, type Part } from '@/lib/abuse/score';
import { REACH_MS, type Direction } from '@/lib/abuse/sweep';
import { pool } from '@/lib/db/pool';
import { inSnapshot } from '@/lib/db/snapshot';

export interface Opening {
  /** Milliseconds since the epoch. */
  at: number;
  symbol: string;
  side: 'buy' | 'sell';
  lots: number;
}
/** One line of the comparison: two openings that go together, or one that stands alone. */
export interface Line {
  a: Opening | null;
  b: Opening | null;
}
export interface Comparison {
  direction: Direction;
  score: number;
  parts: Part[];
  summary: string;
  isAlike: boolean;
  /** Newest first. */
  lines: Line[];
  matched: number;
  from: Date;
  to: Date;
}

/** Null where one of them is not an account the firm knows. Reads for whoever the caller has let through: past their row rights. */
export function compareAccounts(first: string, second: string, now: Date): Promise<Comparison | null> {
  return inSnapshot(pool(), async (client) => {
    const firm = await readFirm(client);
    const [a, b] = [firm.numberOf.get(first), firm.numberOf.get(second)];
    return a === undefined || b === undefined ? null : compare(client, firm, windowUntil(now), a, b);
  });
}

type Client = Parameters<typeof readFirm>[0];

async function compare(client: Client, firm: Firm, time: Time, a: number, b: number): Promise<Comparison> {
  const own = await readAccountsBook(client, firm, time, [a, b]);
  const instants = [a, b].flatMap((account) => [...instantsOf(own, account)]);
  // Beside everybody who opened at those moments: a match in a crowd says little.
  const book = await readNear(client, firm, time, instants, REACH_MS, await readTotals(client, firm, time));
  const [same, opposite] = (['same', 'opposite'] as const).map((direction) => weighed(book, a, b, direction, firm.accounts.length));
  const best = (same?.score ?? 0) >= (opposite?.score ?? 0) ? same : opposite;
  if (!best) throw new Error('A pair has two directions.');
  const { evidence, ...told } = best;
  const range = { from: new Date(time.from), to: new Date(time.to - 1) };
  return { ...told, ...range, matched: evidence.matches.length, lines: linesOf(book, firm, evidence, a, b) };
}

function weighed(book: Book, a: number, b: number, direction: Direction, accounts: number) {
  const evidence = weighPair(book, a, b, direction);
  const expected = Math.max(byCrowd(book, a, b, direction, evidence.delay), byRhythm(book, a, b, direction, evidence.delay));
  return { direction, evidence, summary: summaryOf(evidence, expected, direction), ...likenessOf(evidence, expected, accounts, direction) };
}

function openingsOf(book: Book, firm: Firm, account: number): (Opening & { key: string })[] {
  const { start, end } = spanOf(book, account);
  return Array.from({ length: end - start }, (_, n) => {
    const number = book.symbol[start + n] as number;
    const row = book.row[start + n] as number;
    const column = book.columns[number] as Column;
    return {
      ...{ key: `${number}:${row}`, at: column.at[row] as number, symbol: firm.codes[number] ?? `${number}` },
      ...{ side: column.side[row] === 1 ? ('sell' as const) : ('buy' as const), lots: column.lots[row] as number },
    };
  });
}

function linesOf(book: Book, firm: Firm, { matches }: Evidence, a: number, b: number): Line[] {
  const theirs = new Map(openingsOf(book, firm, b).map(({ key, ...opening }) => [key, opening]));
  const partner = new Map(matches.map(({ symbol, rowA, rowB }) => [`${symbol}:${rowA}`, `${symbol}:${rowB}`]));
  const mine = openingsOf(book, firm, a).map(({ key, ...opening }): Line => {
    const other = partner.get(key);
    const matched = other === undefined ? null : (theirs.get(other) ?? null);
    if (other !== undefined) theirs.delete(other);
    return { a: opening, b: matched };
  });
  const alone = [...theirs.values()].map((opening): Line => ({ a: null, b: opening }));
  const instant = ({ a: one, b: other }: Line): number => one?.at ?? other?.at ?? 0;
  return [...mine, ...alone].sort((x, y) => instant(y) - instant(x));
}
