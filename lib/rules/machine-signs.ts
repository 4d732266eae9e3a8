// Signs that a machine trades: what the platform declares, what comments say, and openings no hand makes at such a pace.
// Counted over the openings of one trading day in the order they were made, in whatever order they become known: a position that nobody
// saw open is told with its close. Memory is bounded. Only the declared sign proves anything; the others go to a person.
import { matchesGlob } from '@/lib/rules/news-windows';
import type { Instant, Signature } from '@/lib/rules/types';

export const POINTS = { declared: 100, comment: 60, burst: 40, regular: 40, instant: 30 } as const;
export type Sign = keyof typeof POINTS;

const BURST = { openings: 10, within_ms: 60_000 };
const REGULAR_OPENINGS = 20;
const REPLIES = { count: 5, within_ms: 1000 };
/** Openings, and closes, remembered of what was told last. */
const KEPT = 240;

/** What a trading day has shown so far. */
export interface DaySigns {
  signs: Sign[];
  openings: number;
  /** The latest openings of the day, in the order they were made. */
  latest: Instant[];
  /** Spacing of neighbouring openings in milliseconds: how many, their sum, and the sum of their squares as text. */
  gaps: number;
  gap_sum: string;
  gap_squares: string;
  replies: number;
}

export function noSigns(): DaySigns {
  return { signs: [], openings: 0, latest: [], gaps: 0, gap_sum: '0', gap_squares: '0', replies: 0 };
}

/** The platform says a program acted, unless its number is an approved tool's. */
export function isDeclared({ reason, magic }: Signature, allowed: readonly string[]): boolean {
  const number = magic ?? '0';
  if (allowed.includes(number)) return false;
  return reason === 'expert' || !/^0*$/.test(number);
}

export function seeSignature(
  day: DaySigns,
  signature: Signature,
  terms: { allow_magic: readonly string[]; comments: readonly string[] },
): void {
  if (isDeclared(signature, terms.allow_magic)) add(day, 'declared');
  const isApproved = terms.allow_magic.includes(signature.magic ?? '0');
  const comment = signature.comment;
  if (comment !== undefined && !isApproved && terms.comments.some((glob) => matchesGlob(glob, comment))) add(day, 'comment');
}

export interface Closing {
  at: Instant;
  symbol: string;
  side: string;
}

/** `reply` says whether it opened within a second of a close in another symbol or direction. */
export function seeOpening(day: DaySigns, at: Instant, reply: boolean): void {
  const { latest } = day;
  const isForgotten = day.openings > latest.length;
  let place = latest.length;
  while (place > 0 && (latest[place - 1] ?? at) > at) place -= 1;
  day.openings += 1;
  // Before all that is remembered nobody knows its neighbour any more, so it is counted and tells nothing of the pace.
  if (place > 0 || !isForgotten) {
    const [before, after] = [latest[place - 1], latest[place]];
    if (before !== undefined && after !== undefined) space(day, after - before, -1n);
    if (before !== undefined) space(day, at - before, 1n);
    if (after !== undefined) space(day, after - at, 1n);
    latest.splice(place, 0, at);
    if (isBurst(latest, place)) add(day, 'burst');
    if (latest.length > KEPT) latest.shift();
  }
  if (day.openings >= REGULAR_OPENINGS && isRegular(day)) add(day, 'regular');
  if (!reply) return;
  day.replies += 1;
  if (day.replies >= REPLIES.count) add(day, 'instant');
}

function space(day: DaySigns, between: number, times: 1n | -1n): void {
  const gap = BigInt(between);
  day.gaps += times === 1n ? 1 : -1;
  day.gap_sum = (BigInt(day.gap_sum) + times * gap).toString();
  day.gap_squares = (BigInt(day.gap_squares) + times * gap * gap).toString();
}

/** Whether any ten openings in a row with the one at `place` among them lie close together. */
function isBurst(latest: readonly Instant[], place: number): boolean {
  for (let first = Math.max(0, place - BURST.openings + 1); first <= place; first += 1) {
    const [from, to] = [latest[first], latest[first + BURST.openings - 1]];
    if (from !== undefined && to !== undefined && to - from <= BURST.within_ms) return true;
  }
  return false;
}

export function seeClosing(closes: Closing[], closing: Closing): void {
  closes.push(closing);
  if (closes.length > KEPT) closes.shift();
}

/** `closes` in the order they happened. */
export function isReply(at: Instant, opened: { symbol: string; side: string }, closes: readonly Closing[]): boolean {
  for (let i = closes.length - 1; i >= 0; i -= 1) {
    const close = closes[i];
    if (close === undefined || at - close.at > REPLIES.within_ms) return false;
    if (close.at <= at && (opened.symbol !== close.symbol || opened.side !== close.side)) return true;
  }
  return false;
}

export function pointsOf(signs: readonly Sign[]): number {
  return signs.reduce((sum, sign) => sum + POINTS[sign], 0);
}

/** Standard deviation at most five percent of the mean, compared squared so that nothing is rounded. */
function isRegular({ gaps, gap_sum: sum, gap_squares: squares }: DaySigns): boolean {
  const [n, total] = [BigInt(gaps), BigInt(sum)];
  return 400n * (n * BigInt(squares) - total * total) <= total * total;
}

function add(day: DaySigns, sign: Sign): void {
  if (!day.signs.includes(sign)) day.signs.push(sign);
}
