// Runs one worked case of a rule through the judge. The golden tests and the check of presets at publishing share it.
import type { GoldenCase, Outputs } from '@/lib/rules/worked/format';
import { runCopy, runHedge, runNews, runRevenge, runRiskPerTrade, runStops, runTickScalping } from '@/lib/rules/worked/run-conduct';
import { runConsistency } from '@/lib/rules/worked/run-consistency';
import { runDayAttribution, runInactivity, runMinTrades, runMinTradingDays, runTradingDay, runWeekend } from '@/lib/rules/worked/run-days';
import { runFloors } from '@/lib/rules/worked/run-floors';
import { runLotConsistency, runMaxExposure, runScalingContracts } from '@/lib/rules/worked/run-size';

export type Runner = (golden: GoldenCase) => Outputs;

export const JUDGE_RUNNERS: Readonly<Record<string, Runner>> = {
  'max-daily-loss': runFloors,
  'max-drawdown': runFloors,
  'trading-day': runTradingDay,
  'day-attribution': runDayAttribution,
  inactivity: runInactivity,
  'min-trades': runMinTrades,
  'min-trading-days': runMinTradingDays,
  'weekend-holding': runWeekend,
  consistency: runConsistency,
  'max-exposure': runMaxExposure,
  'lot-consistency': runLotConsistency,
  'scaling-contracts': runScalingContracts,
  'tick-scalping': runTickScalping,
  'cross-account-hedge': runHedge,
  'copy-trading': runCopy,
  'revenge-trading': runRevenge,
  'news-window': runNews,
  'risk-per-trade': runRiskPerTrade,
  'stop-loss-required': runStops,
};
