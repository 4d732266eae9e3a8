// Forbids carrying positions over the night, for firms whose capital is lent by the session.
// Flat at a wall time on every one of the named weekdays; symbol classes may be exempt or have a time of their own.
import { z } from 'zod';
import { lastDeadline } from '@/lib/rules/deadlines';
import { exceptionsSchema, judgeHeld, standHeld, type Exceptions, type HeldMemory } from '@/lib/rules/held-over';
import { consequenceSchema, resetSchema, wallTime, zone } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import { turnBook } from '@/lib/rules/trade-book';
import type { Facts } from '@/lib/rules/types';

interface OvernightParams {
  tz: string;
  time: string;
  days: number[];
  action: 'none' | 'auto_close';
  exceptions: Exceptions;
  count_pending: false;
}
type Night = Judged<OvernightParams>;

function params(): z.ZodType<OvernightParams> {
  return z.strictObject({
    tz: zone,
    time: wallTime,
    days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5]),
    action: z.enum(['none', 'auto_close']).default('none'),
    exceptions: exceptionsSchema,
    count_pending: z.literal(false).default(false),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<OvernightParams>;
}

function test(judged: Night, memory: HeldMemory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  const { tz, time, days, exceptions } = judged.params;
  const last = (before: number, own: { time: string } | null) => lastDeadline(before, days, own?.time ?? time, tz);
  return judgeHeld(memory, { at: moment.at, market: judged.market, exceptions, last, wantsClosed: moment.kind === 'event' });
}

function stand(judged: Night, memory: HeldMemory, facts: Facts): Standing {
  const { tz, time, days } = judged.params;
  const last = lastDeadline(facts.at + 1, days, time, tz);
  return standHeld(memory, facts, {
    market: judged.market,
    time,
    tz,
    last,
    needs: 'Open positions and the classes of their symbols',
    isKnown: () => true,
  });
}

export const overnightHolding: Rule<OvernightParams, HeldMemory> = {
  code: 'overnight-holding',
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
