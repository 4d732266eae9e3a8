// Facts and rule states as the columns people filter and sort by. Nothing here is judged again: bands and headroom come from the judge.
import { instantText } from '@/lib/day';
import type { Cents } from '@/lib/money';
import { equityOf } from '@/lib/rules/facts';
import type { DayFacts, Facts, Moment, OpenPosition, RuleState } from '@/lib/rules/types';

export type RiskState = 'safe' | 'caution' | 'critical' | 'violated' | 'unknown';

const STOPS = new Set(['fail', 'block', 'pause']);

/** The worst band among the rules that can stop the account. One that cannot be told is never drawn as safe. */
export function riskState(states: RuleState[]): RiskState {
  const stopping = states.filter((one) => STOPS.has(one.consequence)).map((one) => one.status);
  for (const band of ['violated', 'critical', 'caution'] as const) if (stopping.includes(band)) return band;
  return stopping.includes('unknown') ? 'unknown' : 'safe';
}

export function accountColumns(facts: Facts, states: RuleState[], binding: RuleState | null) {
  return {
    facts,
    last_event_key: facts.last_key,
    last_event_at: instantText(facts.at),
    balance_cents: facts.balance_cents,
    equity_cents: equityOf(facts),
    high_water_cents: facts.high_water_cents,
    cumulative_profit_cents: facts.cumulative_profit_cents,
    day_start_balance_cents: facts.day.start_balance_cents,
    day_start_equity_cents: facts.day.start_equity_cents,
    trading_day: facts.day.trading_day,
    headroom_cents: binding?.headroom ?? null,
    allowance_cents: binding?.allowance ?? null,
    used_bps: binding?.used_bps ?? null,
    risk_state: riskState(states),
    nearest_rule: binding?.rule ?? null,
    rule_states: states,
  };
}

/** A row of `daily_stats`. `floors` are those in force when the day was last looked at. */
function dayRow(day: DayFacts, floors: Record<string, Cents>, breachedAt: number[]) {
  return {
    trading_day: day.trading_day,
    starts_at: instantText(day.starts_at),
    ends_at: instantText(day.ends_at),
    start_balance_cents: day.start_balance_cents,
    start_equity_cents: day.start_equity_cents,
    pnl_cents: day.pnl_cents,
    trades: day.trades,
    wins: day.wins,
    losses: day.losses,
    largest_win_cents: day.largest_win_cents,
    largest_loss_cents: day.largest_loss_cents,
    lots: day.lots,
    floors,
    is_breached: day.is_breached === true || breachedAt.some((at) => at >= day.starts_at && at < day.ends_at),
  };
}
type DayRow = ReturnType<typeof dayRow>;

/** Two versions whose days turn at another hour may both call a day by one date: what the first one closed stays. */
export function dayRows(days: DayFacts[], moments: Moment[], breachedAt: number[]): DayRow[] {
  const seen = new Set<string>();
  const first = days.filter(({ trading_day }) => !seen.has(trading_day) && seen.add(trading_day));
  return first.map((day) => {
    const within = moments.findLast((one) => one.at >= day.starts_at && one.at < day.ends_at);
    return dayRow(day, within?.floors ?? {}, breachedAt);
  });
}

/** Open positions as rows; `floating` already holds the swap, which the report does not keep apart. */
export function positionRows(facts: Facts) {
  return Object.values(facts.positions).map((one: OpenPosition) => ({
    position_id: one.position_id,
    symbol: one.symbol,
    side: one.side,
    volume: one.volume,
    open_price: one.open_price,
    opened_at: one.opened_at === null ? null : instantText(one.opened_at),
    stop_loss: one.stop_loss,
    take_profit: one.take_profit,
    floating_cents: one.floating_cents,
    reported_at: instantText(facts.at),
  }));
}
