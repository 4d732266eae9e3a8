// Forbids opening (or also closing) positions outside agreed hours, when the firm's prices are thin or its desk is away.
// Measured by the wall clock of a zone in half-open windows; a window past midnight belongs to the day it begins on.
// A stop that is filled outside the hours is no act of the trader, so it never violates where only openings are judged.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { plainSymbol } from '@/lib/rules/account-pairs';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { consequenceSchema, resetSchema, wallTime, zone } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { isInWindows, type SessionWindow } from '@/lib/rules/session-windows';
import { heldTrades, turnBook, type BookedTrade, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, Instant } from '@/lib/rules/types';

interface TradingHoursParams {
  tz: string;
  windows: SessionWindow[];
  applies_to: 'open' | 'open_and_close';
  exempt_symbols: string[];
}
interface Memory {
  book: TradeBook;
  found: Tested[];
}
type Hours = Judged<TradingHoursParams>;

const weekdays = z.array(z.int().min(1).max(7)).min(1);

function params(): z.ZodType<TradingHoursParams> {
  return z.strictObject({
    tz: zone,
    windows: z.array(z.strictObject({ days: weekdays, from: wallTime, to: wallTime })).min(1),
    applies_to: z.enum(['open', 'open_and_close']).default('open'),
    exempt_symbols: z.array(z.string()).default([]),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<TradingHoursParams>;
}

function learn(judged: Hours, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { opened, closed } = turnBook(memory.book, event, change);
  memory.found = opened.flatMap((trade) => judgeOpening(judged, trade, event.id));
  for (const { subject, outcome } of memory.found) {
    const held = subject === undefined || outcome === 'unknown' ? undefined : memory.book[subject];
    if (held !== undefined) held.told = true;
  }
  if (judged.params.applies_to !== 'open_and_close' || event.kind !== 'deal') return;
  // Every closing slice is an act; a trade already told of is not told of again.
  const trade = closed ?? heldTrades(memory.book).find(({ id }) => id === event.position_id);
  if (trade === undefined || trade.told || memory.found.length > 0 || isFree(judged, trade.symbol, event.at)) return;
  memory.found = [outside(judged, trade, 'closed', event.at, event.id)];
  const held = memory.book[trade.id];
  if (held !== undefined) held.told = true;
}

function judgeOpening(judged: Hours, trade: BookedTrade, id: string): Tested[] {
  if (trade.opened_at === null)
    return [unknownOf('count', `Nobody told when position ${trade.id} was opened, so its hours cannot be judged.`)];
  return isFree(judged, trade.symbol, trade.opened_at) ? [] : [outside(judged, trade, 'opened', trade.opened_at, id)];
}

function isFree({ params: { tz, windows, exempt_symbols: exempt } }: Hours, symbol: string, at: Instant): boolean {
  return exempt.some((name) => plainSymbol(name) === plainSymbol(symbol)) || isInWindows(at, windows, tz);
}

function outside(judged: Hours, trade: BookedTrade, act: 'opened' | 'closed', at: Instant, id: string): Tested {
  const message = `Position ${trade.id} in ${trade.symbol} was ${act} at ${instantText(at)}, outside the trading hours of ${judged.params.tz}.`;
  const evidence = [{ label: act === 'opened' ? 'Opened' : 'Closed', value: instantText(at), event_id: id }];
  return breachOf({ subject: trade.id, unit: 'count', measured: 1, limit: 0, message, evidence });
}

function stand(judged: Hours, _memory: Memory, facts: Facts): Standing {
  const { tz, windows } = judged.params;
  const message = `Trading is ${isInWindows(facts.at, windows, tz) ? 'open' : 'closed'} by the hours of ${tz}.`;
  const evidence = windows.map(({ days, from, to }) => ({ label: `Weekdays ${days.join(', ')}`, value: `${from} to ${to}` }));
  return { outcome: 'pass', unit: 'count', measured: 0, limit: 0, headroom: null, allowance: null, evidence, message, broken: false };
}

export const tradingHours: Rule<TradingHoursParams, Memory> = {
  code: 'trading-hours',
  defaultConsequence: 'flag',
  params,
  open: () => ({ book: {}, found: [] }),
  learn,
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
};
