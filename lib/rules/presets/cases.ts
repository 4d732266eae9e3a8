// The worked cases that presets name, by id: copies of the golden cases, kept beside the presets because publishing runs them.
import behaviour from './cases/behaviour.json';
import consistency from './cases/consistency.json';
import dailyLoss from './cases/daily-loss.json';
import maxDrawdown from './cases/max-drawdown.json';
import minTradingDays from './cases/min-trading-days.json';
import newsWindow from './cases/news-window.json';
import riskPerTrade from './cases/risk-per-trade.json';
import size from './cases/size.json';
import type { GoldenCase } from '@/lib/rules/worked/format';

const files = [behaviour, consistency, dailyLoss, maxDrawdown, minTradingDays, newsWindow, riskPerTrade, size] as GoldenCase[][];

export const CASES: ReadonlyMap<string, GoldenCase> = new Map(files.flat().map((golden) => [golden.id, golden]));
