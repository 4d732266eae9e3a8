// Runs the cases of size limits.
import { decimal, rational } from '@/lib/decimal';
import { contractsAllowed, exceedsExposure, isInBand, lotBand, shortText } from '@/lib/rules/size-limits';
import { count, list, purse, text, type GoldenCase, type Outputs } from '@/lib/rules/worked/format';

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
