// Asks for a profit before a phase may pass; it forbids nothing.
// The firm wants profit that is really made, so it is measured on the closed balance while no position is open.
// Reaching the amount exactly meets it; the missing money is the headroom.
import { z } from 'zod';
import { cents, shareOf, spellMoney, type Cents } from '@/lib/money';
import type { Rational } from '@/lib/decimal';
import { isFlat } from '@/lib/rules/facts';
import { consequenceSchema, resetSchema, shareText } from '@/lib/rules/params';
import type { Judged, Rule } from '@/lib/rules/rule';
import type { Facts } from '@/lib/rules/types';

export interface ProfitTargetParams {
  target_pct: Rational;
  basis: 'closed_balance_and_flat';
}

/** The profit to make, rounded up to the minor unit. */
export function targetProfit(targetPct: Rational, initial: Cents): Cents {
  return shareOf(initial, targetPct, 'ceil');
}

export function isTargetMet(targetPct: Rational, initial: Cents, state: { balance: Cents; isFlat: boolean }): boolean {
  const profit = BigInt(state.balance) - BigInt(initial);
  return state.isFlat && profit * targetPct.den >= targetPct.num * BigInt(initial);
}

function stand(judged: Judged<ProfitTargetParams>, _memory: null, facts: Facts) {
  const { header, params } = judged;
  const allowance = targetProfit(params.target_pct, header.initial_cents);
  const profit = cents(facts.balance_cents - header.initial_cents);
  const met = isTargetMet(params.target_pct, header.initial_cents, { balance: facts.balance_cents, isFlat: isFlat(facts) });
  const missing = cents(Math.max(0, allowance - profit));
  const spell = (amount: Cents) => spellMoney(amount, header.minor_digits);
  const message = met
    ? `The target of ${spell(allowance)} is met with a closed profit of ${spell(profit)}.`
    : missing > 0
      ? `${spell(missing)} are missing to the target of ${spell(allowance)}; the closed profit is ${spell(profit)}.`
      : `The closed profit of ${spell(profit)} reaches the target of ${spell(allowance)}, but positions are still open.`;
  return {
    outcome: met ? ('met' as const) : ('not_met' as const),
    unit: 'cents' as const,
    measured: profit,
    limit: allowance,
    headroom: missing,
    allowance,
    evidence: [
      { label: 'Initial balance', value: spell(header.initial_cents) },
      { label: 'Closed balance', value: spell(facts.balance_cents) },
      { label: 'Target', value: spell(allowance) },
    ],
    message,
    broken: false,
  };
}

export const profitTarget: Rule<ProfitTargetParams, null> = {
  code: 'profit-target',
  defaultConsequence: 'payout_gate',
  params: () =>
    z.strictObject({
      target_pct: shareText,
      basis: z.literal('closed_balance_and_flat').default('closed_balance_and_flat'),
      consequence: consequenceSchema.optional(),
      reset: resetSchema.optional(),
    }) as unknown as z.ZodType<ProfitTargetParams>,
  open: () => null,
  stand,
};
