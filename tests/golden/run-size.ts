// Runs the cases of size limits and of the scaling plan.
import { decimal, rational } from '@/lib/decimal';
import { shareOf } from '@/lib/money';
import { scaledBalance } from '@/lib/payouts/scaling';
import { contractsAllowed, exceedsExposure, isInBand, lotBand, shortText } from '@/lib/rules/size-limits';
import { count, list, purse, text, type GoldenCase, type Outputs } from './format';

export function runMaxExposure({ params, events }: GoldenCase): Outputs {
  const max = decimal(text(params.max_lots));
  return {
    violations: events.map((row) =>
      exceedsExposure(
        list(row.open_lots).map((lots) => decimal(text(lots))),
        max,
      ),
    ),
  };
}

export function runLotConsistency({ params, events }: GoldenCase): Outputs {
  const row = events[0] ?? {};
  const [lower, upper] = [rational(text(params.lower_mult ?? '0.25')), rational(text(params.upper_mult ?? '2.00'))];
  const { mean, low, high } = lotBand(decimal(text(row.total_lots)), count(row.trades), lower, upper);
  return {
    avg: shortText(mean),
    band: [shortText(low), shortText(high)],
    compliant: list(row.check).map((lots) => isInBand(decimal(text(lots)), { low, high })),
  };
}

export function runScalingContracts({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const levels = list(params.levels).map((level) => {
    const [profit, contracts] = list(level);
    return [coins.read(profit), count(contracts)] as const;
  });
  const op = params.op === 'gte' ? 'gte' : 'gt';
  return { next_session_max: events.map((row) => contractsAllowed(levels, coins.read(row.eod_profit), op)) };
}

export function runScalingPlan({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const row = events[0] ?? {};
  const cap = params.cap === undefined || params.cap === null ? null : coins.read(params.cap);
  const cycles = Array.from({ length: count(row.cycles) + 1 }, (_, cycle) => cycle);
  const balances = cycles.map((cycle) => scaledBalance(coins.read(row.original), rational(text(params.step_pct)), cycle, cap));
  const limits = (key: string) => balances.map((balance) => coins.print(shareOf(balance, rational(text(params[key] ?? '1')), 'ceil')));
  return { balances: balances.map(coins.print), mdl: limits('mdl_pct'), ml: limits('ml_pct') };
}
