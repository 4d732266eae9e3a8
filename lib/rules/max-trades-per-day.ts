// Forbids more than a number of new positions in one trading day; firms use it against churning.
// Counted by opening deals; a part that is closed is no trade. The trade after the last allowed one violates.
import { z } from 'zod';
import { tradingDay } from '@/lib/day';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Change, Facts, FoldEvent } from '@/lib/rules/types';

export interface MaxTradesParams {
  max: number;
}
interface Memory {
  today: number;
  /** Positions counted when they were opened and not closed yet. */
  counted: Record<string, true>;
  grew: boolean;
}
type Trades = Judged<MaxTradesParams>;

function learn(judged: Trades, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  memory.grew = false;
  if (event.kind === 'opened') grow(memory, event.position.position_id);
  if (event.kind !== 'deal') return;
  const { reset } = judged.instance;
  const isToday = event.opened_at !== null && tradingDay(event.opened_at, reset).startsAt === tradingDay(event.at, reset).startsAt;
  if (isToday) grow(memory, event.position_id);
  if (change.closed !== null) delete memory.counted[event.position_id];
}

function grow(memory: Memory, id: string): void {
  if (memory.counted[id] !== undefined) return;
  memory.counted[id] = true;
  memory.today += 1;
  memory.grew = true;
}

function test(judged: Trades, memory: Memory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  const { max } = judged.params;
  if (!memory.grew || memory.today <= max || moment.kind === 'reset') return [];
  const message = `Trade ${memory.today} of the trading day was opened; ${max} are allowed.`;
  const evidence = [{ label: 'Openings today', value: String(memory.today), event_id: moment.event.id }];
  return [{ outcome: 'breach', unit: 'count', measured: memory.today, limit: max, headroom: max - memory.today, evidence, message }];
}

function stand(judged: Trades, memory: Memory): Standing {
  const { max } = judged.params;
  const broken = memory.today > max;
  const message = `${memory.today} of ${max} trades of this trading day are opened.`;
  const outcome = broken ? 'breach' : 'pass';
  const headroom = max - memory.today;
  return { outcome, unit: 'count', measured: memory.today, limit: max, headroom, allowance: max, evidence: [], message, broken };
}

export const maxTradesPerDay: Rule<MaxTradesParams, Memory> = {
  code: 'max-trades-per-day',
  defaultConsequence: 'flag',
  params: () =>
    z.strictObject({
      max: wholeCount,
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<MaxTradesParams>,
  open: () => ({ today: 0, counted: {}, grew: false }),
  turn: (_judged, memory) => {
    memory.today = 0;
    memory.grew = false;
  },
  learn,
  test,
  stand,
};
