// Asks for a number of trading days before a phase may pass or a payout is made; it forbids nothing.
// The firm wants to see more than one good day, so days are counted by openings, closings, days held or days in profit.
// Balance operations never count. Where nobody told when positions were opened, the answer is unknown.
import { z } from 'zod';
import { tradingDay } from '@/lib/day';
import type { Rational } from '@/lib/decimal';
import { addCents, ZERO, type Cents } from '@/lib/money';
import { consequenceSchema, growthText, resetSchema, wholeCount } from '@/lib/rules/params';
import { isCountedWeekday, isProfitableDay, labelsOf, type CountBy } from '@/lib/rules/trading-day-count';
import type { Judged, Rule, Standing } from '@/lib/rules/rule';
import type { Change, Facts, FoldEvent, Instant } from '@/lib/rules/types';

export interface MinTradingDaysParams {
  count_by: CountBy;
  min_profit_pct: Rational;
  min_days: number;
  weekdays: number[];
}
interface Memory {
  /** Labels counted so far; a list of unique texts in order of discovery. */
  labels: string[];
  today_cents: Cents | null;
  today: string;
  /** Closed positions whose opening nobody told. */
  missing: number;
}
/** A year of days is told by name. */
const MOST_LABELS = 366;

type Days = Judged<MinTradingDaysParams>;

function params(): z.ZodType<MinTradingDaysParams> {
  return z.strictObject({
    count_by: z.enum(['open', 'close', 'held', 'day_profit']).default('open'),
    min_profit_pct: growthText.prefault('0'),
    min_days: wholeCount.default(0),
    weekdays: z.array(z.int().min(1).max(7)).default([1, 2, 3, 4, 5, 6, 7]),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<MinTradingDaysParams>;
}

function turn(judged: Days, memory: Memory, _facts: Facts, at: Instant): void {
  const { count_by: by, min_profit_pct: minimum } = judged.params;
  if (by === 'day_profit' && memory.today_cents !== null && isProfitableDay(memory.today_cents, minimum, judged.header.initial_cents)) {
    count(judged, memory, [memory.today]);
  }
  memory.today_cents = null;
  memory.today = tradingDay(at, judged.instance.reset).label;
}

function learn(judged: Days, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { count_by: by } = judged.params;
  const { reset } = judged.instance;
  if (by === 'day_profit') {
    if (change.earned_cents !== null) memory.today_cents = addCents(memory.today_cents ?? ZERO, change.earned_cents);
    return;
  }
  if (event.kind === 'opened' && by !== 'close')
    count(judged, memory, labelsOf('open', event.position.opened_at ?? event.at, null, reset, null));
  if (event.kind === 'mark' && by === 'open') {
    for (const { opened_at: at } of event.positions ?? []) if (at !== null) count(judged, memory, labelsOf('open', at, null, reset, null));
  }
  if (event.kind !== 'deal') return;
  if (by === 'close') count(judged, memory, labelsOf('close', event.at, event.at, reset, null));
  else if (event.opened_at !== null) count(judged, memory, labelsOf(by, event.opened_at, event.at, reset, null));
  else if (change.closed !== null) memory.missing += 1;
}

function count(judged: Days, memory: Memory, labels: string[]): void {
  // Days past the number asked for change nothing, so a long life does not fill the memory.
  if (memory.labels.length >= Math.max(judged.params.min_days, MOST_LABELS)) return;
  for (const label of labels) {
    if (memory.labels.at(-1) === label || memory.labels.includes(label)) continue;
    if (isCountedWeekday(label, judged.params.weekdays)) memory.labels.push(label);
  }
}

function stand(judged: Days, memory: Memory, facts: Facts): Standing {
  const { min_days: needed, count_by: by } = judged.params;
  const labels = new Set(memory.labels);
  if (by === 'held') {
    for (const { opened_at: at } of Object.values(facts.positions)) {
      if (at === null) continue;
      for (const label of labelsOf('held', at, null, judged.instance.reset, facts.at)) {
        if (isCountedWeekday(label, judged.params.weekdays)) labels.add(label);
      }
    }
  }
  const done = labels.size;
  const left = Math.max(0, needed - done);
  const outcome = done >= needed ? 'met' : memory.missing > 0 ? 'unknown' : 'not_met';
  const message =
    outcome === 'unknown'
      ? `${done} of ${needed} trading days are known, but ${memory.missing} positions came without an opening time.`
      : `${done} of ${needed} trading days are done.`;
  const evidence = [{ label: `Trading days (by ${by})`, value: [...labels].sort().slice(-10).join(', ') || 'none' }];
  return { outcome, unit: 'count', measured: done, limit: needed, headroom: left, allowance: needed, evidence, message, broken: false };
}

export const minTradingDays: Rule<MinTradingDaysParams, Memory> = {
  code: 'min-trading-days',
  defaultConsequence: 'payout_gate',
  params,
  open: (judged, facts) => ({ labels: [], today_cents: null, today: tradingDay(facts.at, judged.instance.reset).label, missing: 0 }),
  turn,
  learn,
  stand,
};
