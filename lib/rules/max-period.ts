// Forbids taking longer than the agreed number of trading days to reach the target.
// A challenge that never ends costs the firm its data feed and its risk, so the account expires at the reset that ends the last day.
// Day 1 is the trading day of the start; open positions do not extend it, and a target met and flat ends the clock.
import { z } from 'zod';
import { instantText, nextReset } from '@/lib/day';
import { breachOf } from '@/lib/rules/finding';
import { isFlat } from '@/lib/rules/facts';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Facts, FoldEvent, Instant } from '@/lib/rules/types';

export interface MaxPeriodParams {
  days: number;
  starts: 'first_trade' | 'assigned';
}
interface Memory {
  started_at: Instant | null;
  expires_at: Instant | null;
  /** `met`: the target was met and flat when the time ended. `told`: it was not, and was told of. */
  end: 'running' | 'met' | 'told';
}
type Period = Judged<MaxPeriodParams>;

const SECOND_MS = 1000;

function start(judged: Period, memory: Memory, at: Instant): void {
  if (memory.started_at !== null && memory.started_at <= at) return;
  memory.started_at = at;
  memory.expires_at = at;
  for (let day = 0; day < judged.params.days; day += 1) memory.expires_at = nextReset(memory.expires_at, judged.instance.reset);
}

/** The earliest opening anybody told of; a deal without one proves at least that trading had begun. */
function learn(judged: Period, memory: Memory, _facts: Facts, event: FoldEvent): void {
  if (judged.params.starts === 'assigned') return;
  if (event.kind === 'opened') start(judged, memory, event.position.opened_at ?? event.at);
  if (event.kind === 'deal') start(judged, memory, event.opened_at ?? event.at);
  if (event.kind === 'mark') for (const { opened_at: at } of event.positions ?? []) start(judged, memory, at ?? event.at);
}

function isReached(judged: Period, facts: Facts): boolean {
  const target = judged.header.profit_target_cents;
  return target !== null && isFlat(facts) && facts.balance_cents - judged.header.initial_cents >= target;
}

function test(judged: Period, memory: Memory, facts: Facts, moment: TestMoment): readonly Tested[] {
  const { started_at: started, expires_at: expires, end } = memory;
  if (started === null || expires === null || end !== 'running' || moment.at < expires) return [];
  // The event at the very end already belongs to the day after, so only the reset itself may find the target met.
  memory.end = isReached(judged, facts) ? 'met' : 'told';
  if (memory.end === 'met') return [];
  const limit = secondsBetween(started, expires);
  const measured = secondsBetween(started, moment.at);
  const message = `The ${judged.params.days} trading days since ${instantText(started)} ended at ${instantText(expires)} without the target met and flat.`;
  const evidence = [
    { label: 'Start', value: instantText(started) },
    { label: 'End', value: instantText(expires) },
  ];
  return [breachOf({ unit: 'seconds', measured, limit, message, evidence })];
}

function secondsBetween(from: Instant, to: Instant): number {
  return Math.floor((to - from) / SECOND_MS);
}

function stand(judged: Period, memory: Memory, facts: Facts): Standing {
  const { started_at: started, expires_at: expires } = memory;
  if (started === null || expires === null) {
    const nothing = { measured: null, limit: null, headroom: null, allowance: null, evidence: [], broken: false };
    const message = `${judged.params.days} trading days begin with the first trade.`;
    return { ...nothing, outcome: 'pass', unit: 'seconds', message };
  }
  const limit = secondsBetween(started, expires);
  const measured = Math.max(0, secondsBetween(started, facts.at));
  const broken = memory.end === 'told';
  const evidence = [{ label: 'Start', value: instantText(started) }];
  const message =
    memory.end === 'met'
      ? `The target was met when the ${judged.params.days} trading days ended.`
      : `The target has to be met and flat by ${instantText(expires)}.`;
  const headroom = memory.end === 'met' ? limit : limit - measured;
  return { outcome: broken ? 'breach' : 'pass', unit: 'seconds', measured, limit, headroom, allowance: limit, evidence, message, broken };
}

export const maxPeriod: Rule<MaxPeriodParams, Memory> = {
  code: 'max-period',
  defaultConsequence: 'fail',
  params: () =>
    z.strictObject({
      days: wholeCount.min(1),
      starts: z.enum(['first_trade', 'assigned']).default('first_trade'),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<MaxPeriodParams>,
  open: (judged, facts) => {
    const memory: Memory = { started_at: null, expires_at: null, end: 'running' };
    if (judged.params.starts === 'assigned') start(judged, memory, facts.at);
    return memory;
  },
  learn,
  test,
  stand,
  gauge: (_judged, memory, facts) => {
    if (memory.started_at === null || memory.expires_at === null || memory.end !== 'running') return null;
    const allowance = secondsBetween(memory.started_at, memory.expires_at);
    return { headroom: allowance - secondsBetween(memory.started_at, facts.at), allowance };
  },
};
