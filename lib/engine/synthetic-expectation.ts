// What a synthetic account must be found to be, worked out from the generator's own numbers in whole cents with BigInt. It shares no
// line with the judge, so that an error in the judge cannot hide in it.
export interface Story {
  /** Net results of the days traded, oldest first; one trade each. */
  days: bigint[];
  /** Open result carried since the last report; null where a position is open and nobody said what it is worth. */
  floating: bigint | null;
  /** Whole days from the last close to now. */
  idle: number;
}
export interface Expectation {
  /** Null where it is not compared: an account of which some rules can tell and others cannot is summed up by the office as it likes. */
  risk_state: 'safe' | 'caution' | 'critical' | 'violated' | null;
  headroom_cents: number | null;
  /** Rules that must have been found broken, sorted. */
  breaches: string[];
  /** Rules that must say that they cannot tell, sorted. */
  unknown: string[];
}

export const INITIAL = 10_000_000n;
const DAILY = 500_000n;
const TOTAL = 1_000_000n;
const IDLE_DAYS = 30;

export function expectationOf({ days, floating, idle }: Story): Expectation {
  const balance = days.reduce((sum, one) => sum + one, INITIAL);
  const isIdle = floating === 0n && idle > IDLE_DAYS;
  const breaches = isIdle ? ['inactivity'] : [];
  if (floating === null) return { risk_state: null, headroom_cents: null, breaches, unknown: ['max-daily-loss', 'max-drawdown'] };
  const equity = balance + floating;
  // Days have turned since the last report, so the day is measured from the balance carried over.
  const rooms = [
    { rule: 'max-daily-loss', left: equity - (balance - DAILY), allowance: DAILY },
    { rule: 'max-drawdown', left: equity - (INITIAL - TOTAL), allowance: TOTAL },
  ];
  for (const { rule, left } of rooms) if (left < 0n) breaches.push(rule);
  const least = rooms.reduce((low, one) => (one.left < low ? one.left : low), rooms[0]?.left ?? 0n);
  const states = rooms.map(({ left, allowance }) => bandOf(left, allowance));
  const worst = (['violated', 'critical', 'caution'] as const).find((band) => states.includes(band)) ?? 'safe';
  const risk_state = breaches.length > 0 ? 'violated' : worst;
  return { risk_state, headroom_cents: parseInt(least.toString(), 10), breaches: breaches.sort(), unknown: [] };
}

function bandOf(left: bigint, allowance: bigint): 'safe' | 'caution' | 'critical' | 'violated' {
  if (left < 0n) return 'violated';
  const used = (allowance - left) * 100n;
  if (used >= allowance * 90n) return 'critical';
  return used >= allowance * 80n ? 'caution' : 'safe';
}
