// Forbids carrying positions over the weekend, when a gap can jump every stop and the firm cannot close anything.
// Flat at a wall time of a weekday, until the market reopens; crypto trades on and is exempt unless the rule set says otherwise.
// A holiday on that day moves the deadline to the last session before it. Positions opened on the weekend violate as well.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { lastDeadline, nextReopening } from '@/lib/rules/deadlines';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { exceptionsSchema, judgeHeld, standHeld, type Exceptions, type HeldMemory, type LastDeadline } from '@/lib/rules/held-over';
import { holidaysOf, symbolOf } from '@/lib/rules/market';
import { consequenceSchema, resetSchema, wallTime, zone } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import { turnBook, type BookedTrade } from '@/lib/rules/trade-book';
import type { Facts } from '@/lib/rules/types';

export interface WeekendParams {
  tz: string;
  dow: number;
  time: string;
  reopens: { dow: number; time: string; tz: string };
  action: 'none' | 'auto_close';
  exceptions: Exceptions;
  count_pending: false;
}
type Weekend = Judged<WeekendParams>;

function params(): z.ZodType<WeekendParams> {
  const dow = z.int().min(1).max(7);
  return z.strictObject({
    tz: zone,
    dow: dow.default(5),
    time: wallTime,
    reopens: z.strictObject({ dow, time: wallTime, tz: zone }).default({ dow: 7, time: '17:00', tz: 'America/New_York' }),
    action: z.enum(['none', 'auto_close']).default('none'),
    exceptions: exceptionsSchema,
    count_pending: z.literal(false).default(false),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<WeekendParams>;
}

function lastOf({ params: { tz, dow, time }, market }: Weekend): LastDeadline {
  return (before, own, symbol) =>
    lastDeadline(before, [own?.dow ?? dow], own?.time ?? time, tz, holidaysOf(market, symbol, before) ?? undefined);
}

function test(judged: Weekend, memory: HeldMemory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  const isEvent = moment.kind === 'event';
  const opened = isEvent ? memory.turn.opened.flatMap((trade) => judgeOpening(judged, memory, trade)) : [];
  const { exceptions } = judged.params;
  const told = new Set(opened.map(({ subject }) => subject));
  const terms = { at: moment.at, market: judged.market, exceptions, last: lastOf(judged), wantsClosed: isEvent };
  return [...opened, ...judgeHeld(memory, terms).filter(({ subject, outcome }) => outcome === 'unknown' || !told.has(subject))];
}

export function isExempt({ params: { exceptions }, market }: Weekend, symbol: string): boolean {
  const known = symbolOf(market, symbol)?.class ?? null;
  return known !== null && exceptions[known] === 'exempt';
}

/** A trade opened between the deadline and the reopening. */
function judgeOpening(judged: Weekend, memory: HeldMemory, trade: BookedTrade): Tested[] {
  const at = trade.opened_at;
  if (at === null) return [];
  const known = symbolOf(judged.market, trade.symbol)?.class ?? null;
  const exception = known === null ? null : (judged.params.exceptions[known] ?? null);
  if (exception === 'exempt') return [];
  // The deadline itself already belongs to the weekend.
  const deadline = lastOf(judged)(at + 1, exception, trade.symbol);
  const { reopens } = judged.params;
  if (at >= nextReopening(deadline, reopens.dow, reopens.time, reopens.tz)) return [];
  if (known === null)
    return [unknownOf('count', `The class of ${trade.symbol} is unknown, so nobody can say whether it trades on weekends.`)];
  const held = memory.book[trade.id];
  if (held !== undefined) held.told = true;
  const message = `Position ${trade.id} in ${trade.symbol} was opened at ${instantText(at)}, on the weekend that began at ${instantText(deadline)}.`;
  const evidence = [
    { label: 'Opened', value: instantText(at) },
    { label: `Class of ${trade.symbol}`, value: known },
  ];
  return [breachOf({ subject: trade.id, unit: 'count', measured: 1, limit: 0, message, evidence })];
}

function stand(judged: Weekend, memory: HeldMemory, facts: Facts): Standing {
  const { tz, time } = judged.params;
  const last = lastOf(judged)(facts.at + 1, null, '');
  const needs = 'Open positions, the classes of their symbols and the market holidays';
  const isKnown = (symbol: string) => isExempt(judged, symbol) || holidaysOf(judged.market, symbol, facts.at) !== null;
  return standHeld(memory, facts, { market: judged.market, time, tz, last, needs, isKnown });
}

export const weekendHolding: Rule<WeekendParams, HeldMemory> = {
  code: 'weekend-holding',
  defaultConsequence: 'flag',
  params,
  readsMarket: () => true,
  open: () => ({ book: {}, turn: { opened: [], closed: null } }),
  learn: (_judged, memory, _facts, event, change) => {
    memory.turn = turnBook(memory.book, event, change);
  },
  test,
  stand,
};
