// What a scan tells of a pair that is alike: the signal with its parts, and every match as a row of the events log.
import type { Book, Column } from '@/lib/abuse/book';
import { crowdAt } from '@/lib/abuse/chance';
import type { Alike } from '@/lib/abuse/copy-trading';
import { wanderOf, type Match } from '@/lib/abuse/pair-evidence';
import { summaryOf, type Part } from '@/lib/abuse/score';

const ROLLING = 'rolling-30d';
const SIDES = ['buy', 'sell'] as const;

export interface MatchRow {
  trade_a: string;
  trade_b: string;
  symbol: string;
  side_a: string;
  side_b: string;
  opened_a: string;
  opened_b: string;
  ms_apart: number;
  close_ms_apart: number;
  lots_a: number;
  lots_b: number;
  volume_ratio: number;
  crowd: number;
}
interface Signal {
  kind: 'copy_trade' | 'hedge';
  account_a: string;
  account_b: string;
  window: string;
  score: number;
  parts: Part[];
  summary: string;
  evidence_count: number;
  first_at: string;
  last_at: string;
  matched: MatchRow[];
}
/** Names by number, and the trade that stands for an opening; null where it is gone meanwhile. */
export interface Names {
  accounts: readonly string[];
  codes: readonly string[];
  tradeOf: (account: number, symbol: number, side: number, at: number) => string | null;
}

const instant = (ms: number): string => new Date(ms).toISOString();
const opened = (book: Book, { symbol, rowA, rowB }: Match): number => {
  const { at } = book.columns[symbol] as Column;
  return Math.max(at[rowA] as number, at[rowB] as number);
};

export function signalOf(book: Book, found: Alike, names: Names): Signal {
  const { evidence, direction, a, b } = found;
  const byTime = [...evidence.matches].sort((x, y) => opened(book, x) - opened(book, y) || x.symbol - y.symbol || x.rowA - y.rowA);
  const [first, last] = [byTime[0] as Match, byTime.at(-1) as Match];
  return {
    kind: direction === 'same' ? 'copy_trade' : 'hedge',
    ...{ account_a: names.accounts[a] as string, account_b: names.accounts[b] as string, window: ROLLING },
    ...{ score: found.score, parts: found.parts, summary: summaryOf(evidence, found.expected, direction) },
    ...{ evidence_count: byTime.length, first_at: instant(opened(book, first)), last_at: instant(opened(book, last)) },
    matched: byTime.flatMap((one) => matchRow(book, found, one, names) ?? []),
  };
}

function matchRow(book: Book, { a, b, evidence }: Alike, { symbol, rowA, rowB }: Match, names: Names): MatchRow | null {
  const column = book.columns[symbol] as Column;
  const [atA, atB] = [column.at[rowA] as number, column.at[rowB] as number];
  const [sideA, sideB] = [column.side[rowA] as 0 | 1, column.side[rowB] as 0 | 1];
  const [lotsA, lotsB] = [column.lots[rowA] as number, column.lots[rowB] as number];
  const [tradeA, tradeB] = [names.tradeOf(a, symbol, sideA, atA), names.tradeOf(b, symbol, sideB, atB)];
  if (tradeA === null || tradeB === null) return null;
  const wander = wanderOf(evidence.delay);
  return {
    ...{ trade_a: tradeA, trade_b: tradeB, symbol: names.codes[symbol] as string, side_a: SIDES[sideA], side_b: SIDES[sideB] },
    ...{ opened_a: instant(atA), opened_b: instant(atB), ms_apart: Math.round(atB - atA) },
    close_ms_apart: Math.round((column.closed[rowB] as number) - (column.closed[rowA] as number)),
    ...{ lots_a: lotsA, lots_b: lotsB, volume_ratio: lotsA > 0 ? Math.round((lotsB / lotsA) * 10_000) / 10_000 : 0 },
    crowd: crowdAt(book, { symbol, side: sideB, near: rowB, from: atB - wander, to: atB + wander }, a, b),
  };
}
