// The lives that the accounts of a load test lead: mostly quiet ones, and a few for every answer a judge can give.
import { INITIAL, type Story } from '@/lib/engine/synthetic-expectation';

export const STORIES = 100;

/** Story number `n`, always the same. Amounts are whole cents that differ from story to story. */
export function storyOf(n: number): Story {
  const days = Array.from({ length: 5 }, (_, day) => wave(n * 31 + day * 17));
  switch (n % STORIES) {
    case 7:
      // A good last day lifts the day's reference at the reset; the open loss is then too deep for the new floor.
      return { days: [...days, 300_000n], floating: -600_001n, idle: 2 };
    case 23:
      return { days, floating: 0n, idle: 40 };
    case 41:
      return { days, floating: null, idle: 2 };
    case 58:
      return { days: toBalance(days, -720_000n), floating: -100_000n, idle: 2 };
    case 64:
      return { days, floating: -420_000n, idle: 2 };
    case 77:
      // Exactly at the day's floor: no room, and not broken.
      return { days: [...days, 10_000n], floating: -500_000n, idle: 2 };
    case 83:
      return { days: toBalance(days, -960_000n), floating: 0n, idle: 2 };
    default:
      return { days, floating: n % 3 === 0 ? wave(n * 7) : 0n, idle: 2 };
  }
}

/** Six losses of a size that no day's limit minds, whose sum is `below`. */
function toBalance(days: bigint[], below: bigint): bigint[] {
  const rest = below - days.reduce((sum, one) => sum + one, 0n);
  return [...days, rest / 2n, rest - rest / 2n];
}

/** An amount between −800.00 and 800.00, never nothing. */
function wave(seed: number): bigint {
  const turned = (BigInt(seed) * 7_919n + 104_729n) % 160_001n;
  return turned === 80_000n ? 1n : turned - 80_000n;
}

export const SCALE_RULES = {
  format: 'rule-set/1',
  code: 'scale-test',
  version: 1,
  phase: 'evaluation',
  account_type: 'standard',
  currency: 'USD',
  minor_digits: 2,
  initial_balance: `${INITIAL / 100n}.00`,
  pass_mode: 'review',
  reset: { tz: 'UTC', time: '00:00' },
  bands: { caution_at: '0.80', critical_at: '0.90' },
  rules: {
    'max-daily-loss': [
      { limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
    ],
    'max-drawdown': [
      {
        mode: 'static',
        amount: { pct: '0.10', of: 'initial' },
        lock: null,
        measure: 'equity',
        touch_is_breach: false,
        consequence: 'fail',
      },
    ],
    inactivity: [{ days: 30, consequence: 'fail' }],
  },
};
