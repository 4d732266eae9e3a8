// Every rule the judge knows, in the order it is judged: of several breaches at one instant the first names the reason.
import { consistency } from '@/lib/rules/consistency';
import { eaTrading } from '@/lib/rules/ea-trading';
import { inactivity } from '@/lib/rules/inactivity';
import { lotConsistency } from '@/lib/rules/lot-consistency';
import { lotSize } from '@/lib/rules/lot-size';
import { maxDailyLoss } from '@/lib/rules/max-daily-loss';
import { maxDrawdown } from '@/lib/rules/max-drawdown';
import { maxExposure } from '@/lib/rules/max-exposure';
import { maxPeriod } from '@/lib/rules/max-period';
import { maxTradesPerDay } from '@/lib/rules/max-trades-per-day';
import { minTrades } from '@/lib/rules/min-trades';
import { minTradingDays } from '@/lib/rules/min-trading-days';
import { newsWindow } from '@/lib/rules/news-window';
import { overnightHolding } from '@/lib/rules/overnight-holding';
import { profitTarget } from '@/lib/rules/profit-target';
import { revengeTrading } from '@/lib/rules/revenge-trading';
import { riskPerTrade } from '@/lib/rules/risk-per-trade';
import type { Rule } from '@/lib/rules/rule';
import { scalingContracts } from '@/lib/rules/scaling-contracts';
import { stopLossRequired } from '@/lib/rules/stop-loss-required';
import { tickScalping } from '@/lib/rules/tick-scalping';
import { tradingHours } from '@/lib/rules/trading-hours';
import { weekendHolding } from '@/lib/rules/weekend-holding';

export const RULES: readonly Rule[] = [
  entry(maxDailyLoss),
  entry(maxDrawdown),
  entry(maxPeriod),
  entry(inactivity),
  entry(consistency),
  entry(lotSize),
  entry(maxExposure),
  entry(lotConsistency),
  entry(scalingContracts),
  entry(riskPerTrade),
  entry(stopLossRequired),
  entry(tradingHours),
  entry(weekendHolding),
  entry(overnightHolding),
  entry(newsWindow),
  entry(eaTrading),
  entry(revengeTrading),
  entry(tickScalping),
  entry(maxTradesPerDay),
  entry(profitTarget),
  entry(minTradingDays),
  entry(minTrades),
];

const byCode = new Map(RULES.map((rule) => [rule.code, rule]));

export function findRule(code: string): Rule | undefined {
  return byCode.get(code);
}

/** For codes of a compiled rule set, which holds no other. */
export function ruleOf(code: string): Rule {
  const rule = byCode.get(code);
  if (rule === undefined) throw new Error(`no such rule: ${code}`);
  return rule;
}

/** A rule is only ever handed its own parameters and its own memory, so their types may be forgotten here. */
function entry<P, M>(rule: Rule<P, M>): Rule {
  return rule as unknown as Rule;
}
