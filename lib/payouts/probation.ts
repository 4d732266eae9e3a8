// Probation: gates withheld for some trading days after funding, or after each soft breach, which starts the count again.
import { tradingDay, type Reset } from '@/lib/day';

export interface Probation {
  trading_days: number;
  starts: 'funded' | 'soft_breach';
  gates: readonly string[];
}
interface ProbationState {
  on_probation: boolean;
  days_done: number;
  withheld: readonly string[];
}

/** `starts` and `openings` are instants; a day counts once it is over and had an opening at or after the last start. */
export function probationState(
  probation: Probation,
  starts: readonly number[],
  openings: readonly number[],
  now: number,
  reset: Reset,
): ProbationState {
  const past = starts.filter((at) => at <= now);
  if (past.length === 0) return { on_probation: false, days_done: 0, withheld: [] };
  const since = Math.max(...past);
  const ends = new Set(openings.filter((at) => at >= since && at <= now).map((at) => tradingDay(at, reset).endsAt));
  const done = [...ends].filter((end) => end <= now).length;
  const isOver = done >= probation.trading_days;
  return {
    on_probation: !isOver,
    days_done: Math.min(done, probation.trading_days),
    withheld: isOver ? [] : probation.gates,
  };
}
