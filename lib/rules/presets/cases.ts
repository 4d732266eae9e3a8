// The worked cases that publishing runs, by id: those that presets name, and for every rule at least one of its own. Copies of the golden cases.
import behaviour from './cases/behaviour.json';
import byRule from './cases/by-rule.json';
import consistency from './cases/consistency.json';
import dailyLoss from './cases/daily-loss.json';
import maxDrawdown from './cases/max-drawdown.json';
import minTradingDays from './cases/min-trading-days.json';
import newsWindow from './cases/news-window.json';
import presets from './cases/presets.json';
import riskPerTrade from './cases/risk-per-trade.json';
import size from './cases/size.json';
import type { GoldenCase } from '@/lib/rules/worked/format';

const files = [
  behaviour,
  byRule,
  consistency,
  dailyLoss,
  maxDrawdown,
  minTradingDays,
  newsWindow,
  presets,
  riskPerTrade,
  size,
] as GoldenCase[][];

export const CASES: ReadonlyMap<string, GoldenCase> = new Map(files.flat().map((golden) => [golden.id, golden]));
