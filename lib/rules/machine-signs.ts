// Signs that a machine trades: what the platform declares, what comments say, and openings no hand makes at such a pace.
// Counted over one trading day in a memory of fixed size. Only the declared sign proves anything; the others go to a person.
import { matchesGlob } from '@/lib/rules/news-windows';
import type { Instant, Signature } from '@/lib/rules/types';

export const POINTS = { declared: 100, comment: 60, burst: 40, regular: 40, instant: 30 } as const;
export type Sign = keyof typeof POINTS;

const BURST = { openings: 10, within_ms: 60_000 };
const REGULAR_OPENINGS = 20;
const REPLIES = { count: 5, within_ms: 1000 };

/** What a trading day has shown so far. */
export interface DaySigns {
  signs: Sign[];
  openings: number;
  /** The latest openings, oldest first. */
  latest: Instant[];
  /** Spacing of the openings in milliseconds: how many, their sum, and the sum of their squares as text. */
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

/** `reply` says whether it opened within a second of a close in another symbol or direction. */
export function seeOpening(day: DaySigns, at: Instant, reply: boolean): void {
  const before = day.latest.at(-1);
  day.openings += 1;
  day.latest.push(at);
  if (day.latest.length > BURST.openings) day.latest.shift();
  const first = day.latest[0] ?? at;
  if (day.latest.length === BURST.openings && Math.abs(at - first) <= BURST.within_ms) add(day, 'burst');
  if (before !== undefined) {
    const gap = BigInt(at) - BigInt(before);
    day.gaps += 1;
    day.gap_sum = (BigInt(day.gap_sum) + gap).toString();
    day.gap_squares = (BigInt(day.gap_squares) + gap * gap).toString();
  }
  if (day.openings >= REGULAR_OPENINGS && isRegular(day)) add(day, 'regular');
  if (!reply) return;
  day.replies += 1;
  if (day.replies >= REPLIES.count) add(day, 'instant');
}

export function isReply(
  at: Instant,
  opened: { symbol: string; side: string },
  close: { at: Instant; symbol: string; side: string } | null,
): boolean {
  if (close === null || at < close.at || at - close.at > REPLIES.within_ms) return false;
  return opened.symbol !== close.symbol || opened.side !== close.side;
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
