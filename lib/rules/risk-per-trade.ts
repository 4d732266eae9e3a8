// Forbids staking too much on one idea: the open loss of a group of positions, or the size of a single position.
// An account that survives by luck on one bet tells the firm nothing, and its loss is the firm's.
// `open_loss` reads the open result of every position; `position_size` the value of each position where it was opened.
import { z } from 'zod';
import { consequenceSchema, resetSchema, shareText } from '@/lib/rules/params';
import type { RiskMemory, RiskPerTradeParams } from '@/lib/rules/risk-memory';
import { learnOpenLoss, standOpenLoss } from '@/lib/rules/risk-open-loss';
import { learnPositionSize, standPositionSize } from '@/lib/rules/risk-position-size';
import type { Rule } from '@/lib/rules/rule';

function params(): z.ZodType<RiskPerTradeParams> {
  return z
    .strictObject({
      basis: z.enum(['open_loss', 'position_size']).default('open_loss'),
      limit_pct: shareText,
      group_by: z
        .array(z.enum(['symbol', 'side', 'position']))
        .min(1)
        .default(['symbol', 'side']),
      gross_losses_only: z.boolean().default(true),
      touch_is_breach: z.boolean().default(true),
      max_loss_per_closed_trade_pct: shareText.optional(),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    })
    .refine(({ basis, max_loss_per_closed_trade_pct: most }) => basis === 'open_loss' || most === undefined, {
      path: ['max_loss_per_closed_trade_pct'],
      message: 'belongs to the basis open_loss',
    }) as unknown as z.ZodType<RiskPerTradeParams>;
}

export const riskPerTrade: Rule<RiskPerTradeParams, RiskMemory> = {
  code: 'risk-per-trade',
  defaultConsequence: 'fail',
  params,
  readsMarket: ({ basis }) => basis === 'position_size',
  open: () => ({ book: {}, seen: {}, told: [], found: [] }),
  turn: (_judged, memory) => {
    memory.told = [];
  },
  learn: (judged, memory, facts, event, change) => {
    memory.found =
      judged.params.basis === 'open_loss'
        ? learnOpenLoss(judged, memory, facts, event, change)
        : learnPositionSize(judged, memory, facts, event, change);
  },
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand: (judged, memory, facts) =>
    judged.params.basis === 'open_loss' ? standOpenLoss(judged, facts) : standPositionSize(judged, memory, facts),
};
