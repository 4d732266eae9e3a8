// An account told again from its first event: the series behind the equity chart, and what a dispute is answered with.
import { instantText } from '@/lib/day';
import type { Cents } from '@/lib/money';
import type { Verdict } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { loadWhole } from '@/lib/trades/whole-replay';

interface ReplayPoint {
  at: string;
  equity_cents: Cents | null;
  balance_cents: Cents;
  high_water_cents: Cents;
  /** Floor of each floor rule, keyed `code#instance`. */
  floors: Record<string, Cents>;
}
export interface Replay {
  points: ReplayPoint[];
  violations: Verdict[];
}

/** Moments and verdicts of `[from, to)`, folded from the account's start under the rule set it is pinned to, or the one named; null where there is no such account. */
export async function replayAccount(accountId: string, window: { from: Date; to: Date }, under?: string): Promise<Replay | null> {
  const whole = await loadWhole(accountId, under);
  if (!whole) return null;
  const { steps } = foldAccount({ ...whole.account, facts: null, checkpoint: null }, [], whole.ruleSet, whole.market);
  const within = (at: number) => at >= window.from.getTime() && at < window.to.getTime();
  const moments = steps.flatMap((step) => step.moments).filter((one) => within(one.at));
  const points = moments.map(({ at, equity_cents, balance_cents, high_water_cents, floors }) => ({
    at: instantText(at),
    equity_cents,
    balance_cents,
    high_water_cents,
    floors,
  }));
  return { points, violations: steps.flatMap((step) => step.raised).filter((one) => within(one.breached_at)) };
}
