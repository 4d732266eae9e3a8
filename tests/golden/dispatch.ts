// Which runner answers for which rule. An unknown rule is a failure, never a silent pass.
import { compare, type GoldenCase, type Mismatch, type Outputs } from './format';
import { runCopy, runHedge, runNews, runRevenge, runRiskPerTrade, runStops, runTickScalping } from './run-conduct';
import { runConsistency } from './run-consistency';
import { runDayAttribution, runInactivity, runMinTrades, runMinTradingDays, runTradingDay, runWeekend } from './run-days';
import { runFloors } from './run-floors';
import { runPayout } from './run-payout';
import { runBar, runHeadroom, runLifecycle, runPnl, runProfitTarget } from './run-phase';
import { runLotConsistency, runMaxExposure, runScalingContracts, runScalingPlan } from './run-size';

type Runner = (golden: GoldenCase) => Outputs;
const RUNNERS: Record<string, Runner> = {
  'max-daily-loss': runFloors,
  'max-drawdown': runFloors,
  'bar-ordering': runBar,
  'profit-target': runProfitTarget,
  lifecycle: runLifecycle,
  'trading-day': runTradingDay,
  'day-attribution': runDayAttribution,
  headroom: runHeadroom,
  pnl: runPnl,
  inactivity: runInactivity,
  'min-trades': runMinTrades,
  'min-trading-days': runMinTradingDays,
  'weekend-holding': runWeekend,
  consistency: runConsistency,
  'max-exposure': runMaxExposure,
  'lot-consistency': runLotConsistency,
  'scaling-contracts': runScalingContracts,
  'scaling-plan': runScalingPlan,
  payout: runPayout,
  'tick-scalping': runTickScalping,
  'cross-account-hedge': runHedge,
  'copy-trading': runCopy,
  'revenge-trading': runRevenge,
  'news-window': runNews,
  'risk-per-trade': runRiskPerTrade,
  'stop-loss-required': runStops,
};

export function runCase(golden: GoldenCase): Mismatch[] {
  const runner = Object.hasOwn(RUNNERS, golden.rule) ? RUNNERS[golden.rule] : undefined;
  if (runner === undefined) return [{ key: 'rule', expected: 'a rule with a runner', got: golden.rule }];
  try {
    return compare(golden.expected, runner(golden));
  } catch (error) {
    return [{ key: 'error', expected: 'outputs', got: error instanceof Error ? error.message : String(error) }];
  }
}
