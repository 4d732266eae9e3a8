// Forbids trades far larger or smaller than the account's own habit: one oversized bet among small ones is a gamble.
// Each closed position is measured against the mean lots of all closed positions, itself included; the edges are inside.
import { z } from 'zod';
import { addDecimals, decimalText, type Rational } from '@/lib/decimal';
import { breachOf } from '@/lib/rules/finding';
import { lotsOf, milliLots, milliOf } from '@/lib/rules/lots';
import { consequenceSchema, decimalTextSchema, resetSchema } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { isInBand, lotBand, shortText } from '@/lib/rules/size-limits';
import { turnBook, type BookedTrade, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent } from '@/lib/rules/types';

export interface LotConsistencyParams {
  lower_mult: Rational;
  upper_mult: Rational;
}
interface Memory {
  book: TradeBook;
  trades: number;
  total_lots: string;
  last_lots: string;
  found: Tested[];
}
type Habit = Judged<LotConsistencyParams>;

function params(): z.ZodType<LotConsistencyParams> {
  const positive = decimalTextSchema.refine((mult) => mult.num > 0n, 'must be more than zero');
  return z
    .strictObject({
      lower_mult: positive.prefault('0.25'),
      upper_mult: positive.prefault('2.00'),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    })
    .refine(({ lower_mult: a, upper_mult: b }) => a.num * b.den <= b.num * a.den, {
      path: ['upper_mult'],
      message: 'must not be below lower_mult',
    }) as unknown as z.ZodType<LotConsistencyParams>;
}

function learn(judged: Habit, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const { closed } = turnBook(memory.book, event, change);
  memory.found = [];
  if (closed === null) return;
  memory.trades += 1;
  memory.last_lots = closed.lots;
  memory.total_lots = decimalText(addDecimals(lotsOf(memory.total_lots), lotsOf(closed.lots)));
  if (!isInBand(lotsOf(closed.lots), bandOf(judged, memory))) memory.found = [breach(judged, memory, closed, event.id)];
}

function bandOf({ params: { lower_mult: lower, upper_mult: upper } }: Habit, memory: Memory) {
  return lotBand(lotsOf(memory.total_lots), memory.trades, lower, upper);
}

function breach(judged: Habit, memory: Memory, trade: BookedTrade, id: string): Tested {
  const { mean, low, high } = bandOf(judged, memory);
  const measured = milliLots(lotsOf(trade.lots));
  const limit = measured > milliOf(high) ? milliOf(high) : milliOf(low);
  const message = `Position ${trade.id} had ${trade.lots} lots; the mean of ${memory.trades} trades is ${shortText(mean)}, so ${shortText(low)} to ${shortText(high)} are allowed.`;
  const evidence = [
    { label: 'Lots', value: trade.lots, event_id: id },
    { label: 'Mean lots per trade', value: shortText(mean) },
  ];
  return breachOf({ subject: trade.id, unit: 'lots', measured, limit, message, evidence });
}

function stand(judged: Habit, memory: Memory): Standing {
  const base = { unit: 'lots' as const, evidence: [], broken: false };
  if (memory.trades === 0) {
    const nothing = { measured: null, limit: null, headroom: null, allowance: null };
    return { ...base, ...nothing, outcome: 'pass', message: 'No position has been closed yet.' };
  }
  const { mean, low, high } = bandOf(judged, memory);
  const [measured, limit] = [milliLots(lotsOf(memory.last_lots)), milliOf(high)];
  const message = `The mean of ${memory.trades} trades is ${shortText(mean)} lots, so a trade may have ${shortText(low)} to ${shortText(high)}.`;
  return { ...base, outcome: 'pass', measured, limit, headroom: limit - measured, allowance: limit, message };
}

export const lotConsistency: Rule<LotConsistencyParams, Memory> = {
  code: 'lot-consistency',
  defaultConsequence: 'flag',
  params,
  open: () => ({ book: {}, trades: 0, total_lots: '0', last_lots: '0', found: [] }),
  learn,
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
};
