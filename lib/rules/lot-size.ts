// Forbids positions larger than the firm agreed to carry, in all or per symbol.
// Each position is judged once, when it is opened or, where nobody saw that, when it is closed.
import { z } from 'zod';
import { compareDecimals, decimalText, parseDecimal, type Decimal } from '@/lib/decimal';
import { lotsOf, lotsText, milliLots } from '@/lib/rules/lots';
import { consequenceSchema, resetSchema } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested, TestMoment } from '@/lib/rules/rule';
import type { Change, Facts, FoldEvent } from '@/lib/rules/types';

export interface LotSizeParams {
  max_lots?: Decimal;
  per_symbol: Record<string, Decimal>;
}
interface Memory {
  /** Open positions that have been judged already. */
  judged: Record<string, true>;
  largest: string;
}
type Lots = Judged<LotSizeParams>;

function params(): z.ZodType<LotSizeParams> {
  return z.strictObject({
    max_lots: lotsText.optional(),
    per_symbol: z.record(z.string(), lotsText).default({}),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<LotSizeParams>;
}

function sizeOf(event: FoldEvent): { id: string; symbol: string; volume: string } | null {
  if (event.kind === 'opened') return { id: event.position.position_id, symbol: event.position.symbol, volume: event.position.volume };
  return event.kind === 'deal' ? { id: event.position_id, symbol: event.symbol, volume: event.volume } : null;
}

function test(judged: Lots, memory: Memory, _facts: Facts, moment: TestMoment): readonly Tested[] {
  const size = moment.kind === 'event' ? sizeOf(moment.event) : null;
  if (size === null || moment.kind === 'reset') return [];
  const isNew = memory.judged[size.id] === undefined;
  settle(memory, size.id, moment.event, moment.change);
  const max = judged.params.per_symbol[size.symbol] ?? judged.params.max_lots;
  const lots = parseDecimal(size.volume);
  if (!isNew || max === undefined || lots === null) return [];
  if (compareDecimals(lots, lotsOf(memory.largest)) > 0) memory.largest = decimalText(lots);
  if (compareDecimals(lots, max) <= 0) return [];
  const [measured, limit] = [milliLots(lots), milliLots(max)];
  const message = `Position ${size.id} of ${decimalText(lots)} lots in ${size.symbol} is larger than the ${decimalText(max)} lots allowed.`;
  const evidence = [{ label: 'Lots', value: decimalText(lots), event_id: moment.event.id }];
  return [{ subject: size.id, outcome: 'breach', unit: 'lots', measured, limit, headroom: limit - measured, evidence, message }];
}

function settle(memory: Memory, id: string, event: FoldEvent, change: Change): void {
  if (event.kind === 'opened' || change.closed === null) memory.judged[id] = true;
  else delete memory.judged[id];
}

function stand(judged: Lots, memory: Memory): Standing {
  const { max_lots: max } = judged.params;
  const limit = max === undefined ? null : milliLots(max);
  const measured = milliLots(lotsOf(memory.largest));
  const message =
    max === undefined ? 'Lots are limited per symbol.' : `The largest position so far had ${memory.largest} of ${decimalText(max)} lots.`;
  const headroom = limit === null ? null : limit - measured;
  return { outcome: 'pass', unit: 'lots', measured, limit, headroom, allowance: limit, evidence: [], message, broken: false };
}

export const lotSize: Rule<LotSizeParams, Memory> = {
  code: 'lot-size',
  defaultConsequence: 'flag',
  params,
  open: () => ({ judged: {}, largest: '0' }),
  test,
  stand,
};
