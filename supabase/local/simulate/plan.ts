// One trade as the demo broker means it to go: when it opens, how far it runs against and for the trader, how it closes.
// Drawn whole at the opening, so that the day's snapshots can say what the position was worth at any instant.
import { dayLevel, instrument, INSTRUMENTS, type Instrument } from './market';
import type { Profile } from './profile';
import type { Random } from './random';

export interface Leg {
  at: number;
  /** Hundredths of a lot closed here. */
  lots: number;
  steps: number;
  reason: 'take-profit' | 'stop-loss' | 'client';
}
export interface PlannedTrade {
  instrument: Instrument;
  direction: 1 | -1;
  lots: number;
  opened_at: number;
  open_steps: number;
  stop_steps: number;
  target_steps: number;
  legs: Leg[];
  /** The price on its way, opening and closing included. */
  path: { at: number; steps: number }[];
  /** When the stop is moved, and where to. */
  moved: { at: number; steps: number } | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface DayBudget {
  day: string;
  balance_cents: number;
  risk_bps: readonly [number, number];
  hit_rate: number;
  /** A tilt loses trade after trade, each too large. */
  tilt: boolean;
  overnight: boolean;
}

export function planDay(dice: Random, profile: Profile, budget: DayBudget): PlannedTrade[] {
  const count = budget.tilt ? 4 : dice.whole(...profile.trades_per_day);
  const start = Date.parse(budget.day);
  const trades: PlannedTrade[] = [];
  for (let index = 0; index < count; index += 1) {
    const symbol = budget.tilt ? dice.pick(['XAUUSD', 'US30']) : dice.pick(INSTRUMENTS).symbol;
    const item = instrument(symbol);
    const [first, last] = budget.tilt ? [13 + index, 13 + index] : item.opens;
    const opened_at = start + dice.whole(first * 60, last * 60 + 40) * MINUTE + dice.whole(0, 59_999);
    trades.push(planTrade(dice, item, opened_at, budget));
  }
  return trades.sort((a, b) => a.opened_at - b.opened_at);
}

function planTrade(dice: Random, item: Instrument, opened_at: number, budget: DayBudget): PlannedTrade {
  const stop = dice.whole(...item.stop);
  const risk_bps = budget.tilt ? dice.whole(165, 215) : dice.whole(...budget.risk_bps);
  const risk_cents = Math.floor((budget.balance_cents * risk_bps) / 10_000);
  const lots = Math.max(1, Math.min(5000, Math.floor(risk_cents / stop)));
  const direction = dice.chance(0.5) ? 1 : -1;
  const wins = !budget.tilt && dice.chance(budget.hit_rate);
  const open_steps = dayLevel(item, budget.day) + dice.whole(-item.stop[1], item.stop[1]);
  const target = Math.floor(stop * (0.7 + dice.share() * 1.1));
  const result = resultSteps(dice, { stop, target, wins, whole: budget.tilt });
  const overnight = budget.overnight && dice.chance(0.06);
  const ends = Date.parse(budget.day) + 21 * HOUR + 30 * MINUTE;
  const hold = overnight ? DAY : budget.tilt ? dice.whole(12, 34) * MINUTE : dice.whole(6, 280) * MINUTE;
  const closed_at = overnight
    ? Date.parse(budget.day) + DAY + dice.whole(7 * 60, 11 * 60) * MINUTE + dice.whole(0, 59_999)
    : Math.min(opened_at + hold, ends) + dice.whole(0, 999);
  const span = closed_at - opened_at;
  const worst = wins ? -Math.floor(stop * dice.share() * 0.8) : Math.floor(stop * dice.share() * 0.4);
  const middle = Math.floor((worst + result) / 2);
  const offsets = [
    { at: opened_at, steps: 0 },
    { at: opened_at + Math.floor(span * 0.3), steps: worst },
    { at: opened_at + Math.floor(span * 0.62), steps: middle },
    { at: closed_at, steps: result },
  ];
  const reason = result === target ? 'take-profit' : result === -stop ? 'stop-loss' : 'client';
  const partial =
    wins && lots >= 2 && dice.chance(0.3) ? { at: opened_at + Math.floor(span * 0.62), steps: open_steps + direction * middle } : null;
  const firstLots = partial ? Math.max(1, Math.floor(lots * dice.pick([0.4, 0.5, 0.6]))) : 0;
  const legs: Leg[] = partial ? [{ ...partial, lots: firstLots, reason: 'client' }] : [];
  legs.push({ at: closed_at, lots: lots - firstLots, steps: open_steps + direction * result, reason });
  return {
    instrument: item,
    direction,
    lots,
    opened_at,
    open_steps,
    stop_steps: open_steps - direction * stop,
    target_steps: open_steps + direction * target,
    legs,
    path: offsets.map(({ at, steps }) => ({ at, steps: open_steps + direction * steps })),
    moved: wins && dice.chance(0.4) ? { at: opened_at + Math.floor(span * 0.7), steps: open_steps } : null,
  };
}

/** Winners mostly run to the target, losers mostly to the stop; the rest are closed by hand. On a tilt every loss is taken whole. */
function resultSteps(dice: Random, of: { stop: number; target: number; wins: boolean; whole: boolean }): number {
  const [whole, part] = [dice.chance(0.72), dice.share()];
  if (of.wins) return whole ? of.target : Math.floor(of.target * (0.4 + part * 0.5));
  return whole || of.whole ? -of.stop : -Math.floor(of.stop * (0.3 + part * 0.6));
}

/** The price of the trade's symbol at an instant of its life, on straight lines between the points of its path. */
export function stepsAt(trade: PlannedTrade, at: number): number {
  const next = trade.path.find((point) => point.at >= at);
  const before = trade.path.findLast((point) => point.at <= at);
  if (!next || !before || next.at === before.at) return (next ?? before)?.steps ?? trade.open_steps;
  return before.steps + Math.trunc(((next.steps - before.steps) * (at - before.at)) / (next.at - before.at));
}
