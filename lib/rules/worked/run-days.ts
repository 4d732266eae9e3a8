// Runs the cases of calendars and counts: trading days, attribution, minimum days and trades, inactivity, weekends.
import { resetsBetween, tradingDay } from '@/lib/day';
import { rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';
import { netByDay } from '@/lib/rules/day-attribution';
import { flatBy, inactivityDeadline } from '@/lib/rules/deadlines';
import { isCountedWeekday, isProfitableDay, labelsOf, type CountBy } from '@/lib/rules/trading-day-count';
import {
  count,
  instant,
  instantText,
  list,
  purse,
  resetOf,
  text,
  type GoldenCase,
  type Outputs,
  type Row,
} from '@/lib/rules/worked/format';

export function runTradingDay({ params, events }: GoldenCase): Outputs {
  const reset = resetOf(params);
  const ranges = params.ranges === undefined ? (params.range === undefined ? [] : [params.range]) : list(params.ranges);
  return {
    boundaries: ranges.flatMap((range) => {
      const [from, to] = list(range);
      return resetsBetween(instant(from), instant(to), reset).map(instantText);
    }),
    day_keys: events.filter((row) => row.t !== undefined).map((row) => tradingDay(instant(row.t), reset).label),
  };
}

export function runDayAttribution({ params, events }: GoldenCase): Outputs {
  const coins = purse(params);
  const days = netByDay(
    events.map((row) => ({ at: instant(row.close), net: coins.read(row.net) })),
    resetOf(params),
  );
  return { days: Object.fromEntries([...days].map(([label, net]) => [label, coins.print(net)])) };
}

export function runMinTradingDays({ params, events }: GoldenCase): Outputs {
  const countBy = text(params.count_by ?? 'open') as CountBy;
  const rows = countBy === 'day_profit' ? profitDays(params, events) : heldDays(params, events, countBy);
  const weekdays = params.weekdays === undefined ? [1, 2, 3, 4, 5, 6, 7] : list(params.weekdays).map(count);
  const counts = rows.map(({ label, isCounted }) => isCounted && isCountedWeekday(label, weekdays));
  const days = [...new Set(rows.filter((_, i) => counts[i] === true).map(({ label }) => label))].sort();
  return { days, counts, count: days.length, met: days.length >= count(params.min_days ?? 0) };
}

interface CountedDay {
  label: string;
  isCounted: boolean;
}

function profitDays(params: Row, events: Row[]): CountedDay[] {
  const coins = purse(params);
  const minimum = rational(text(params.min_profit_pct ?? '0'));
  const initial = coins.read(params.initial_balance);
  const trades = events.filter((row) => row.date === undefined && row.close !== null && row.close !== undefined);
  const byDay = netByDay(
    trades.map((row) => ({ at: instant(row.close), net: coins.read(row.net) })),
    resetOf(params),
  );
  const dated = events.filter((row) => row.date !== undefined).map((row): [string, Cents] => [text(row.date), coins.read(row.net)]);
  return [...dated, ...byDay].map(([label, net]) => ({ label, isCounted: isProfitableDay(net, minimum, initial) }));
}

function heldDays(params: Row, events: Row[], countBy: Exclude<CountBy, 'day_profit'>): CountedDay[] {
  const now = params.now === undefined || params.now === null ? null : instant(params.now);
  const labels = events.flatMap((row) => {
    const close = row.close === null || row.close === undefined ? null : instant(row.close);
    return labelsOf(countBy, instant(row.open), close, resetOf(params), now);
  });
  return [...new Set(labels)].sort().map((label) => ({ label, isCounted: true }));
}

export function runMinTrades({ params, events }: GoldenCase): Outputs {
  const seen = new Set<string>();
  let trades = 0;
  for (const row of events) {
    if (row.type !== 'close') continue;
    const key = `${text(row.ticket)} ${row.deal === undefined ? '' : text(row.deal)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (row.final !== false) trades += 1;
  }
  const min = count(params.min ?? 0);
  return { trades, met: trades >= min, trades_left: Math.max(0, min - trades) };
}

export function runInactivity({ params, events }: GoldenCase): Outputs {
  const rows = [...events].sort((a, b) => instant(a.t) - instant(b.t));
  let last: number | null = null;
  let open = 0;
  for (const row of rows) {
    if (row.type === 'close' || row.type === 'assigned') last = instant(row.t);
    if (row.type === 'open') open += 1;
    if (row.type === 'close') open = Math.max(0, open - 1);
    if (row.open_positions !== undefined) open = count(row.open_positions);
  }
  const now = Math.max(...rows.map((row) => instant(row.t)));
  const deadline =
    last === null
      ? null
      : inactivityDeadline(last, count(params.days ?? 30), text(params.tz ?? (params.reset === undefined ? 'UTC' : resetOf(params).tz)));
  return { deadline: deadline === null ? null : instantText(deadline), inactive: deadline !== null && open === 0 && now > deadline };
}

export function runWeekend({ params, events }: GoldenCase): Outputs {
  const [tz, time] = [text(params.tz ?? 'America/New_York'), text(params.time)];
  return { deadlines: events.map((row) => instantText(flatBy(text(row.week_of), count(params.dow ?? 5), time, tz))) };
}
