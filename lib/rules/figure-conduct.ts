// Figures of the rules about conduct and of those that only count: programs, revenge, scalping, trades and days.
import type { EaParams } from '@/lib/rules/ea-trading';
import { isEmpty, MOST, ratioOf, tell, type Bind } from '@/lib/rules/figure-reading';
import type { HoldSums } from '@/lib/rules/holding-times';
import { pointsOf, type DaySigns } from '@/lib/rules/machine-signs';
import type { MaxTradesParams } from '@/lib/rules/max-trades-per-day';
import type { MinTradesParams } from '@/lib/rules/min-trades';
import type { MinTradingDaysParams } from '@/lib/rules/min-trading-days';
import type { RevengeParams } from '@/lib/rules/revenge-trading';
import type { TickScalpingParams } from '@/lib/rules/tick-scalping';

type Machine = { day: DaySigns; requests: number; is_signed: boolean; trades: number };
const ENOUGH_TRADES = 20;
export const machineFigures: Bind<EaParams, Machine> = ({ params }, row) => {
  const { allowed, max_requests_per_day: most, flag_at } = params;
  row.unit = 'count';
  if (allowed) {
    return ({ requests }, _facts, into) => {
      if (most === undefined) return tell(into, 'pass', requests, null, null, null, false);
      const broken = requests > most;
      return tell(into, broken ? 'breach' : 'pass', requests, most, most - requests, most, broken);
    };
  }
  return (memory, _facts, into) => {
    const { signs } = memory.day;
    const points = signs.length === 0 ? 0 : pointsOf(signs);
    const broken = points >= flag_at;
    if (!broken && !memory.is_signed && memory.trades < ENOUGH_TRADES) return tell(into, 'unknown', null, flag_at, null, flag_at, broken);
    return tell(into, broken ? 'breach' : 'pass', points, flag_at, flag_at - points, flag_at, broken);
  };
};

export const revengeFigures: Bind<RevengeParams, { past: { run: { steps: number } }[] }> = ({ params }, row) => {
  const limit = params.min_steps;
  row.unit = 'count';
  return ({ past }, _facts, into) => {
    const measured = past.length === 0 ? 0 : (past[past.length - 1]?.run.steps ?? 0);
    return tell(into, 'pass', measured, limit, measured < limit ? limit - measured : 0, null, false);
  };
};

/** A share of the profit made in short holds is weighed by the rule itself. */
export const scalpingFigures: Bind<TickScalpingParams, { sums: HoldSums; missing: number }> = ({ params, instance }, row) => {
  const { max_short_profit_share: profit, max_short_count_share: count, max_short_winner_share: winner } = params;
  row.unit = 'count';
  if (profit !== undefined) return () => false;
  const isGate = instance.consequence === 'payout_gate';
  const [byCount, byWinner] = [count, winner].map((share) => (share === undefined ? undefined : ratioOf(share)));
  if (byCount === null || byWinner === null) return () => false;
  return ({ sums, missing }, _facts, into) => {
    const { short_trades: short, trades, short_winners: shortWinners, winners } = sums;
    const most = MOST / Math.max(byCount?.den ?? 1, byWinner?.den ?? 1);
    if (trades > most) return false;
    const tooMany = byCount !== undefined && short * byCount.den > byCount.num * trades;
    const tooManyWon = byWinner !== undefined && winners > 0 && shortWinners * byWinner.den >= byWinner.num * winners;
    if (tooMany || tooManyWon) return tell(into, isGate ? 'not_met' : 'breach', short, null, null, null, !isGate);
    if (missing > 0) return tell(into, 'unknown', null, null, null, null, false);
    if (trades === 0) return tell(into, isGate ? 'no_data' : 'pass', 0, null, null, null, false);
    return tell(into, isGate ? 'met' : 'pass', short, null, null, null, false);
  };
};

export const tradesFigures: Bind<MaxTradesParams, { today: number }> = ({ params: { max } }, row) => {
  row.unit = 'count';
  return ({ today }, _facts, into) => tell(into, today > max ? 'breach' : 'pass', today, max, max - today, max, today > max);
};

/** Days that are counted while a position is held need the calendar: the rule looks. */
export const daysFigures: Bind<MinTradingDaysParams, { labels: string[]; missing: number }> = ({ params }, row) => {
  const { min_days: needed, count_by: by } = params;
  row.unit = 'count';
  return ({ labels, missing }, facts, into) => {
    if (by === 'held' && !isEmpty(facts.positions)) return false;
    const done = labels.length;
    const outcome = done >= needed ? 'met' : missing > 0 ? 'unknown' : 'not_met';
    return tell(into, outcome, done, needed, done < needed ? needed - done : 0, needed, false);
  };
};

export const countFigures: Bind<MinTradesParams, { closed: number }> = ({ params: { min } }, row) => {
  row.unit = 'count';
  return ({ closed }, _facts, into) => {
    const left = closed < min ? min - closed : 0;
    return tell(into, left === 0 ? 'met' : 'not_met', closed, min, left, min, false);
  };
};
