// Which reader tells a rule's figures, by the rule's code. A rule without one is asked in full, so none is ever left out.
import { countFigures, daysFigures, machineFigures, revengeFigures, scalpingFigures, tradesFigures } from '@/lib/rules/figure-conduct';
import { consistencyFigures, dailyLossFigures, drawdownFigures, riskFigures, targetFigures } from '@/lib/rules/figure-floors';
import type { Bind } from '@/lib/rules/figure-reading';
import { exposureFigures, lotHabitFigures, lotSizeFigures, scalingFigures } from '@/lib/rules/figure-sizes';
import {
  hoursFigures,
  inactivityFigures,
  newsFigures,
  nightFigures,
  periodFigures,
  stopFigures,
  weekendFigures,
} from '@/lib/rules/figure-times';

/** A reader is only ever handed its own rule's parameters and memory, so their types may be forgotten here. */
const entry = <P, M>(bind: Bind<P, M>): Bind<unknown, unknown> => bind as unknown as Bind<unknown, unknown>;

export const READERS: Readonly<Record<string, Bind<unknown, unknown>>> = {
  'max-daily-loss': entry(dailyLossFigures),
  'max-drawdown': entry(drawdownFigures),
  'max-period': entry(periodFigures),
  inactivity: entry(inactivityFigures),
  consistency: entry(consistencyFigures),
  'lot-size': entry(lotSizeFigures),
  'max-exposure': entry(exposureFigures),
  'lot-consistency': entry(lotHabitFigures),
  'scaling-contracts': entry(scalingFigures),
  'risk-per-trade': entry(riskFigures),
  'stop-loss-required': entry(stopFigures),
  'trading-hours': entry(hoursFigures),
  'weekend-holding': entry(weekendFigures),
  'overnight-holding': entry(nightFigures),
  'news-window': entry(newsFigures),
  'ea-trading': entry(machineFigures),
  'revenge-trading': entry(revengeFigures),
  'tick-scalping': entry(scalpingFigures),
  'max-trades-per-day': entry(tradesFigures),
  'profit-target': entry(targetFigures),
  'min-trading-days': entry(daysFigures),
  'min-trades': entry(countFigures),
};
