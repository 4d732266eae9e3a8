// What a payout is held to: the payout part of the rule set an account was sold under, and the firm's own published policy.
import { z } from 'zod';
import type { Rational } from '@/lib/decimal';
import { cents, money, ZERO, type Cents } from '@/lib/money';
import type { Caps } from '@/lib/payouts/eligibility';
import type { Probation } from '@/lib/payouts/probation';
import { plainSplit, type Split } from '@/lib/payouts/split';
import { payoutPolicySchema } from '@/lib/rules/payout-policy';
import type { RuleSet } from '@/lib/rules/types';

const whole = z.int().min(0);

/** Kept as a setting that two people publish; what it does not say is said here, on the side of waiting. */
export const payoutSettings = z.object({
  /** Below this a clean request is released without a person; zero switches that off. */
  auto_release_below_cents: whole.default(0),
  /** From here on two people approve; zero asks for one only. */
  second_approver_at_or_above_cents: whole.default(2_500_000),
  settlement_days: whole.max(90).default(7),
  /** What the policy may let go in all, to one person or destination, within so many days. */
  limit_days: whole.min(1).max(366).default(30),
  limit_per_trader_cents: whole.default(0),
  /** A destination is paid once it has been known this long. */
  cool_off_seconds: whole.default(172_800),
  /** A feed silent for longer leaves open what the account has done meanwhile. */
  stale_after_seconds: whole.min(60).default(345_600),
  /** Days until the money arrives once it is sent, by provider. */
  provider_days: z.record(z.string(), whole.max(30)).default({}),
});
export type PayoutSettings = z.output<typeof payoutSettings>;

export interface PayoutTerms {
  split: Split;
  caps: Caps;
  tz: string;
  require_flat: boolean;
  first_after_days: number | null;
  min_days: number | null;
  min_winning_days: number | null;
  winning_day_min_cents: Cents;
  probation: Probation | null;
  targets: readonly Rational[];
  max_share_of_balance: Rational | null;
  buffer: { share: Rational; min_profit: Rational } | null;
  safety_net: { drawdown: Cents; extra: Cents } | null;
  min_balance_after_cents: Cents | null;
  /** What may be claimed of an account that a daily loss has ended in profit. */
  breach_claim: { share: Rational; within_days: number | null } | null;
  /** When the account may grow, and by how much of the size it began with. */
  scaling: ScalingTerms | null;
}
export type ScalingTerms = NonNullable<Policy['scaling']>;

const HOUSE_MINIMUM = '100.00';

/** The split of the rule set goes before the account's own; a rule set without payouts is paid by the house's terms. */
export function payoutTerms(ruleSet: RuleSet, splitBps: number): PayoutTerms {
  const { minor_digits: digits, reset } = ruleSet.header;
  const policy = payoutPolicySchema(digits).parse(ruleSet.payout ?? {});
  const tz = policy.tz ?? reset.tz;
  const period = policy.max_per_period;
  return {
    split: splitOf(policy.tiers, policy.split, splitBps),
    caps: {
      min_amount_cents: policy.min_amount ?? money(HOUSE_MINIMUM, digits),
      first_payout_max_cents: policy.first_payout_max ?? null,
      max_per_request_cents: policy.max_per_request ?? null,
      max_per_period: period === undefined ? null : { amount_cents: period.amount, days: period.days },
      tz,
    },
    tz,
    require_flat: policy.require_flat ?? true,
    first_after_days: policy.first_after_days ?? null,
    min_days: policy.min_days ?? null,
    min_winning_days: policy.min_winning_days ?? null,
    winning_day_min_cents: policy.winning_day_min ?? cents(1),
    probation: policy.probation ?? null,
    targets: policy.targets ?? [],
    max_share_of_balance: policy.max_share_of_balance ?? null,
    buffer:
      policy.buffer_share === undefined ? null : { share: policy.buffer_share, min_profit: policy.min_profit_pct ?? { num: 0n, den: 1n } },
    safety_net: safetyNet(policy),
    min_balance_after_cents: policy.min_balance_after ?? null,
    breach_claim: policy.breach_share === undefined ? null : { share: policy.breach_share, within_days: policy.claim_within_days ?? null },
    scaling: policy.scaling ?? null,
  };
}

type Policy = z.output<ReturnType<typeof payoutPolicySchema>>;

function splitOf(tiers: Policy['tiers'], share: Policy['split'], splitBps: number): Split {
  if (tiers !== undefined) return { tiers: tiers.map(([upTo, part]) => ({ upTo, share: part })) };
  return plainSplit(share ?? { num: BigInt(splitBps), den: 10_000n });
}

function safetyNet({ safety_net: net, drawdown, extra }: Policy): PayoutTerms['safety_net'] {
  if (net !== undefined) return net;
  return drawdown === undefined ? null : { drawdown, extra: extra ?? ZERO };
}
