// Asks for a number of closed positions before a phase may pass; it forbids nothing.
// One large bet is not a record, so the firm counts positions, not slices: balance operations and open positions are none.
import { z } from 'zod';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing } from '@/lib/rules/rule';

export interface MinTradesParams {
  min: number;
}
interface Memory {
  closed: number;
}

function stand(judged: Judged<MinTradesParams>, memory: Memory): Standing {
  const { min } = judged.params;
  const left = Math.max(0, min - memory.closed);
  return {
    outcome: left === 0 ? 'met' : 'not_met',
    unit: 'count',
    measured: memory.closed,
    limit: min,
    headroom: left,
    allowance: min,
    evidence: [{ label: 'Closed positions', value: String(memory.closed) }],
    message: `${memory.closed} of ${min} trades are closed.`,
    broken: false,
  };
}

export const minTrades: Rule<MinTradesParams, Memory> = {
  code: 'min-trades',
  defaultConsequence: 'payout_gate',
  params: () =>
    z.strictObject({
      min: wholeCount.default(0),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<MinTradesParams>,
  open: () => ({ closed: 0 }),
  learn: (_judged, memory, _facts, _event, change) => {
    if (change.closed !== null) memory.closed += 1;
  },
  stand,
};
