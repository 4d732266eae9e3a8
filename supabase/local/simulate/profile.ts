// How a demo trader behaves. A profile decides how much is risked, how often and until when; the rules decide what becomes of it.
import type { Random } from './random';

export const PROFILES = ['steady', 'strong', 'careless', 'tilted', 'reckless', 'idle'] as const;
export type ProfileName = (typeof PROFILES)[number];

export interface Profile {
  name: ProfileName;
  hit_rate: number;
  /** Risk of a trade in basis points of the balance. */
  risk_bps: readonly [number, number];
  trades_per_day: readonly [number, number];
  /** Trading days after which nothing is opened any more. */
  active_days: number;
  /** The day on which everything is put on winning back a loss. */
  tilt_day: number | null;
  /** Loss of the initial balance, in basis points, after which the trader shrinks to almost nothing, or stops. */
  shy_bps: number | null;
  stop_loss_bps: number;
  /** Profit at which the trader stops and waits for the next phase. */
  stop_profit_bps: number;
}

const NEVER = 1_000_000;

export function profileOf(name: ProfileName, hitRate: number, dice: Random): Profile {
  const base: Profile = {
    name,
    hit_rate: hitRate,
    risk_bps: [25, 55],
    trades_per_day: [1, 4],
    active_days: NEVER,
    tilt_day: null,
    shy_bps: null,
    stop_loss_bps: 1120,
    stop_profit_bps: 1060,
  };
  const tilt_day = dice.whole(3, 15);
  if (name === 'strong') return { ...base, hit_rate: Math.min(0.95, hitRate + 0.18), risk_bps: [55, 90], trades_per_day: [2, 4] };
  if (name === 'careless') return { ...base, hit_rate: hitRate * 0.5, risk_bps: [60, 110], shy_bps: 810 };
  if (name === 'tilted') return { ...base, tilt_day };
  if (name === 'reckless') return { ...base, hit_rate: hitRate * 0.42, risk_bps: [110, 145], trades_per_day: [2, 3] };
  if (name === 'idle') return { ...base, active_days: dice.whole(1, 3) };
  return base;
}

/** Most traders are steady; every kind appears among a few dozen. */
export function drawProfile(dice: Random): ProfileName {
  const drawn = dice.whole(1, 100);
  if (drawn <= 42) return 'steady';
  if (drawn <= 58) return 'strong';
  if (drawn <= 70) return 'careless';
  if (drawn <= 83) return 'tilted';
  if (drawn <= 93) return 'reckless';
  return 'idle';
}
