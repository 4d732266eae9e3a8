// The floor of a drawdown rule: what a peak, an allowance, a lock and a payout make of it. Plain arithmetic, no account.
// Trading never lowers it; a payout may, where the rule set says so.
import { addCents, maxCents, minCents, shareOf, subtractCents, type Cents } from '@/lib/money';
import type { Rational } from '@/lib/decimal';
import { allowanceOf, type Allowance } from '@/lib/rules/params';
import type { FloorMemory, Measure } from '@/lib/rules/floor-test';

export type Mode = 'static' | 'trailing_eod_balance' | 'trailing_closed_balance' | 'trailing_intraday_equity';
export type PayoutEffect = 'none' | 'hwm_minus_payout' | 'floor_to_initial' | 'allowance_minus_trader_share';
export interface DrawdownParams {
  mode: Mode;
  amount: Allowance<'initial' | 'hwm'>;
  lock: { offset: Cents; trigger_profit_pct?: Rational } | null;
  stop_trailing_at_peak: Cents | null;
  payout_effect: PayoutEffect;
  measure: Measure;
  touch_is_breach: boolean;
}
export interface DrawdownMemory extends FloorMemory {
  peak_cents: Cents;
  /** `locked`: the trail has reached its lock. `fixed`: a payout has set the floor for good. */
  hold: 'none' | 'locked' | 'fixed';
  /** Whether anybody ever told the equity; an intraday trail means nothing without it. */
  has_equity: boolean;
}

const BPS = 10_000n;

function cappedPeak(params: DrawdownParams, peak: Cents): Cents {
  return params.stop_trailing_at_peak === null ? peak : minCents(peak, params.stop_trailing_at_peak);
}

export function drawdownAllowance(params: DrawdownParams, initial: Cents, peak: Cents): Cents {
  return allowanceOf(params.amount, (of) => (of === 'initial' ? initial : cappedPeak(params, peak)));
}

/** Computes the floor anew from the peak; a floor that a lock or a payout holds stays. */
export function placeFloor(params: DrawdownParams, memory: DrawdownMemory, initial: Cents): void {
  if (memory.hold !== 'none') return;
  const peak = cappedPeak(params, memory.peak_cents);
  const floor = subtractCents(peak, drawdownAllowance(params, initial, memory.peak_cents));
  const lock = params.lock;
  if (lock !== null && (floor >= addCents(initial, lock.offset) || isTriggered(lock.trigger_profit_pct, peak, initial))) {
    memory.hold = 'locked';
    memory.floor_cents = addCents(initial, lock.offset);
    return;
  }
  memory.floor_cents = floor;
}

/** A static floor stands under the initial balance, whatever the peak. */
export function staticFloor(params: DrawdownParams, initial: Cents): Cents {
  return subtractCents(initial, drawdownAllowance(params, initial, initial));
}

/** `source` is what the peak follows, after the payout. */
export function payoutMoves(
  params: DrawdownParams,
  memory: DrawdownMemory,
  initial: Cents,
  payout: { amount: Cents; splitBps: number | null; source: Cents },
): void {
  if (memory.hold === 'fixed') return;
  switch (params.payout_effect) {
    case 'none':
      return;
    case 'hwm_minus_payout':
      memory.peak_cents = maxCents(subtractCents(memory.peak_cents, payout.amount), minCents(memory.peak_cents, payout.source));
      if (params.mode === 'static') return;
      memory.hold = 'none';
      placeFloor(params, memory, initial);
      return;
    case 'floor_to_initial':
      memory.floor_cents = initial;
      memory.hold = 'fixed';
      return;
    case 'allowance_minus_trader_share': {
      const share = { num: BigInt(payout.splitBps ?? 10_000), den: BPS };
      memory.floor_cents = minCents(initial, addCents(memory.floor_cents, shareOf(payout.amount, share, 'floor')));
    }
  }
}

function isTriggered(profit: Rational | undefined, peak: Cents, initial: Cents): boolean {
  if (profit === undefined) return false;
  return BigInt(peak) * profit.den >= BigInt(initial) * (profit.den + profit.num);
}
