// Forbids leaving an account idle: a trader who has stopped still costs the firm a login and a promise.
// Measured from the last closing deal, or from the start: so many calendar days later, at the same wall time, it ends.
// An open position suspends it; pending orders and logins do not count.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { inactivityDeadline } from '@/lib/rules/deadlines';
import { isFlat } from '@/lib/rules/facts';
import { consequenceSchema, resetSchema, wholeCount, zone } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Facts, Instant } from '@/lib/rules/types';

export interface InactivityParams {
  days: number;
  clock: 'since_last_close';
  tz?: string;
}
interface Memory {
  last_at: Instant;
}
type Idle = Judged<InactivityParams>;

const WARN_SHARE = 0.8;
const SECOND_MS = 1000;

function deadlineOf(judged: Idle, memory: Memory): Instant {
  return inactivityDeadline(memory.last_at, judged.params.days, judged.params.tz ?? judged.instance.reset.tz);
}

function test(judged: Idle, memory: Memory, facts: Facts, moment: TestMoment): readonly Tested[] {
  const isQuiet = moment.kind === 'reset' || moment.event.kind === 'clock' || moment.event.kind === 'mark';
  if (!isQuiet || !isFlat(facts)) return [];
  const deadline = deadlineOf(judged, memory);
  if (moment.at <= deadline) return [];
  const seconds = (at: Instant) => Math.floor((at - memory.last_at) / SECOND_MS);
  const [measured, limit] = [seconds(moment.at), seconds(deadline)];
  const message = `No position was closed after ${instantText(memory.last_at)}; the account had until ${instantText(deadline)}.`;
  const evidence = [
    { label: 'Last close or start', value: instantText(memory.last_at) },
    { label: 'Deadline', value: instantText(deadline) },
  ];
  return [{ outcome: 'breach', unit: 'seconds', measured, limit, headroom: limit - measured, evidence, message }];
}

function stand(judged: Idle, memory: Memory, facts: Facts): Standing {
  const deadline = deadlineOf(judged, memory);
  const limit = Math.floor((deadline - memory.last_at) / SECOND_MS);
  const measured = isFlat(facts) ? Math.floor((facts.at - memory.last_at) / SECOND_MS) : 0;
  const broken = isFlat(facts) && facts.at > deadline;
  const soon = measured >= limit * WARN_SHARE && !broken ? ' The time is nearly over.' : '';
  const message = isFlat(facts)
    ? `A position has to be closed by ${instantText(deadline)}.${soon}`
    : 'An open position suspends the clock.';
  const evidence = [{ label: 'Last close or start', value: instantText(memory.last_at) }];
  const outcome = broken ? 'breach' : 'pass';
  return { outcome, unit: 'seconds', measured, limit, headroom: limit - measured, allowance: limit, evidence, message, broken };
}

export const inactivity: Rule<InactivityParams, Memory> = {
  code: 'inactivity',
  defaultConsequence: 'fail',
  params: () =>
    z.strictObject({
      days: wholeCount.min(1).default(30),
      clock: z.literal('since_last_close').default('since_last_close'),
      tz: zone.optional(),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<InactivityParams>,
  open: (_judged, facts) => ({ last_at: facts.at }),
  learn: (_judged, memory, _facts, event) => {
    if (event.kind === 'deal') memory.last_at = event.at;
  },
  test,
  stand,
};
