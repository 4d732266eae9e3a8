// The payout part of a rule set, as the document writes it: what publishing accepts. What it means: lib/payouts.
import { z } from 'zod';
import { growthText, moneyText, shareText, wholeCount, zone } from '@/lib/rules/params';

export function payoutPolicySchema(digits: number) {
  const money = moneyText(digits).refine((value) => value >= 0, 'must not be negative');
  const tier = z.tuple([money.nullable(), shareText]);
  return z.strictObject({
    split: shareText.optional(),
    tiers: z.array(tier).min(1).optional(),
    balance_is_net_of_withdrawals: z.boolean().optional(),
    tz: zone.optional(),
    min_amount: money.optional(),
    require_flat: z.boolean().optional(),
    first_payout_max: money.optional(),
    max_per_request: money.optional(),
    max_per_period: z.strictObject({ amount: money, days: wholeCount.min(1) }).optional(),
    first_after_days: wholeCount.optional(),
    min_days: wholeCount.optional(),
    min_winning_days: wholeCount.optional(),
    winning_day_min: money.optional(),
    probation: z
      .strictObject({
        trading_days: wholeCount.min(1),
        starts: z.enum(['funded', 'soft_breach']),
        gates: z.array(z.enum(['payout', 'scaling'])).min(1),
      })
      .optional(),
    targets: z.array(shareText).min(1).optional(),
    max_share_of_balance: shareText.optional(),
    buffer_share: shareText.optional(),
    min_profit_pct: growthText.optional(),
    safety_net: z.strictObject({ drawdown: money, extra: money }).optional(),
    drawdown: money.optional(),
    extra: money.optional(),
    min_balance_after: money.optional(),
    breach_share: shareText.optional(),
    claim_within_days: wholeCount.optional(),
    scaling: z
      .strictObject({
        step_pct: shareText,
        of: z.literal('original').optional(),
        months: wholeCount.min(1),
        min_net_profit_pct: growthText.optional(),
        min_rewards: wholeCount.optional(),
        cap: money,
        mdl_pct: shareText.optional(),
        ml_pct: shareText.optional(),
      })
      .optional(),
  });
}
