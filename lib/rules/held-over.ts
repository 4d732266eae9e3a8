// What weekend and overnight holding share: which positions were open at a deadline, by the class of their symbol.
// A position open at the very deadline violates, one closed at it does not; a class nobody knows is unknown, not exempt.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { symbolOf, type MarketData } from '@/lib/rules/market';
import { wallTime } from '@/lib/rules/params';
import type { Standing, Tested } from '@/lib/rules/rule';
import { heldTrades, type BookedTrade, type TradeBook, type Turn } from '@/lib/rules/trade-book';
import type { Facts, Instant } from '@/lib/rules/types';

/** A class with a deadline of its own, or none at all. */
export type Exceptions = Record<string, 'exempt' | { time: string; dow?: number | undefined }>;
export interface HeldMemory {
  book: TradeBook;
  /** What the last event opened and closed. */
  turn: Turn;
}
/** The last deadline strictly before an instant, for a symbol and what its class may have of its own. */
export type LastDeadline = (before: Instant, own: { time: string; dow?: number | undefined } | null, symbol: string) => Instant;

export const exceptionsSchema = z
  .record(z.string(), z.union([z.literal('exempt'), z.strictObject({ time: wallTime, dow: z.int().min(1).max(7).optional() })]))
  .default({ crypto: 'exempt' });

/** Breaches of the trades held over a deadline, told once each; one answer of doubt where a class or an opening is unknown. */
export function judgeHeld(
  memory: HeldMemory,
  terms: { at: Instant; market: MarketData | undefined; exceptions: Exceptions; last: LastDeadline; wantsClosed: boolean },
): Tested[] {
  const found: Tested[] = [];
  let doubt: Tested | null = null;
  const judge = (trade: BookedTrade, until: Instant): void => {
    const answer = heldAnswer(trade, until, terms);
    if (answer === null || trade.told) return;
    if (answer.outcome === 'unknown') doubt ??= answer;
    else {
      found.push(answer);
      const held = memory.book[trade.id];
      if (held !== undefined) held.told = true;
    }
  };
  const { closed } = memory.turn;
  if (terms.wantsClosed && closed !== null) judge(closed, terms.at);
  for (const trade of heldTrades(memory.book)) if (trade.is_seen) judge(trade, terms.at);
  return found.length === 0 && doubt !== null ? [doubt] : found;
}

function heldAnswer(
  trade: BookedTrade,
  until: Instant,
  { market, exceptions, last }: { market: MarketData | undefined; exceptions: Exceptions; last: LastDeadline },
): Tested | null {
  const known = symbolOf(market, trade.symbol)?.class ?? null;
  const exception = known === null ? undefined : exceptions[known];
  if (exception === 'exempt') return null;
  const deadline = last(until, exception ?? null, trade.symbol);
  const since = trade.opened_at ?? trade.seen_at;
  if (deadline < since) {
    // Closed without anybody telling when it was opened: it may have been held over any deadline before.
    if (trade.opened_at === null && !trade.is_seen) return unknownOf('count', `Nobody told when position ${trade.id} was opened.`);
    return null;
  }
  if (known === null) return unknownOf('count', `The class of ${trade.symbol} is unknown, so nobody can say whether it may be held.`);
  const message = `Position ${trade.id} in ${trade.symbol} was open at ${instantText(deadline)}, when the account had to be flat.`;
  const evidence = [
    { label: 'Open since', value: instantText(since) },
    { label: 'Deadline', value: instantText(deadline) },
    { label: `Class of ${trade.symbol}`, value: known },
  ];
  return breachOf({ subject: trade.id, unit: 'count', measured: 1, limit: 0, message, evidence });
}

/** Where an account stands between deadlines: nothing is broken yet, or `needs` says what has to be known first. */
export function standHeld(
  memory: HeldMemory,
  facts: Facts,
  terms: {
    market: MarketData | undefined;
    time: string;
    tz: string;
    last: Instant;
    needs: string;
    isKnown: (symbol: string) => boolean;
  },
): Standing {
  const base = { unit: 'count' as const, measured: 0, limit: 0, headroom: null, allowance: null, evidence: [], broken: false };
  if (isUntold(memory, facts, terms.market, terms.isKnown)) {
    return { ...base, outcome: 'unknown', message: `${terms.needs} have to be known to judge this rule.` };
  }
  const message = `Positions have to be closed by ${terms.time} (${terms.tz}); the last deadline was ${instantText(terms.last)}.`;
  return { ...base, outcome: 'pass', message };
}

/** Whether something is open of which nobody can say whether it may be held. */
export function isUntold(memory: HeldMemory, facts: Facts, market: MarketData | undefined, isKnown: (symbol: string) => boolean): boolean {
  if (facts.unlisted_open !== 0) return true;
  for (const id in memory.book) {
    const symbol = memory.book[id]?.symbol ?? '';
    if ((symbolOf(market, symbol)?.class ?? null) === null || !isKnown(symbol)) return true;
  }
  return false;
}
