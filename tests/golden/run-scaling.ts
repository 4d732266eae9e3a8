// Runs the cases of the scaling plan.
import { rational } from '@/lib/decimal';
import { shareOf } from '@/lib/money';
import { scaledBalance } from '@/lib/payouts/scaling';
import { count, purse, text, type GoldenCase, type Outputs } from '@/lib/rules/worked/format';

export function runScalingPlan({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const row = events[0] ?? {};
  const cap = params.cap === undefined || params.cap === null ? null : coins.read(params.cap);
  const cycles = Array.from({ length: count(row.cycles) + 1 }, (_, cycle) => cycle);
  const balances = cycles.map((cycle) => scaledBalance(coins.read(row.original), rational(text(params.step_pct)), cycle, cap));
  const limits = (key: string) => balances.map((balance) => coins.print(shareOf(balance, rational(text(params[key] ?? '1')), 'ceil')));
  return { balances: balances.map(coins.print), mdl: limits('mdl_pct'), ml: limits('ml_pct') };
}
