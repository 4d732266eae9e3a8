// Until when an account stands as it was just found, as long as nothing comes in: up to the next turn of a day, the end of a pause, or the
// instant at which a deadline has come nearer by so much that it is told anew. Until then a batch need not even load it.
import { compareRationals, type Rational } from '@/lib/decimal';
import { nextReset } from '@/lib/day';
import { BPS_OF_A_PERCENT } from '@/lib/engine/standing-print';
import type { Figures } from '@/lib/rules/figures';
import { readsMarket } from '@/lib/rules/reads-market';
import type { Facts, Instant, RuleSet } from '@/lib/rules/types';

const SECOND_MS = 1000;
/** What ends sooner is not worth writing down. */
const LEAST_MS = 60_000;

/** Null where nobody can tell, or it is not long. `pauseUntil`: when trading that is off may be on again. */
export function holdsUntil(facts: Facts, ruleSet: RuleSet, figures: readonly Figures[], pauseUntil: Instant | null): Instant | null {
  // News, rates and calendars move on their own.
  if (readsMarket(ruleSet)) return null;
  const { header, instances } = ruleSet;
  let until = nextReset(facts.at, header.reset);
  for (const { reset } of instances) until = Math.min(until, nextReset(facts.at, reset));
  if (pauseUntil !== null && pauseUntil > facts.at) until = Math.min(until, pauseUntil);
  for (const one of figures) {
    if (one.unit !== 'seconds') continue;
    const step = nextStep(one, [header.caution_at, header.critical_at]);
    if (step !== null) until = Math.min(until, facts.at + step * SECOND_MS);
  }
  return until - facts.at < LEAST_MS ? null : until;
}

/** Whole seconds for which a deadline surely tells the same share and the same band; null where it tells no time at all. */
function nextStep({ headroom, allowance, used_bps: used }: Figures, bands: Rational[]): number | null {
  if (headroom === null) return null;
  if (allowance === null || used === null) return 0;
  const spent = BigInt(allowance) - BigInt(headroom);
  const percent: Rational = { num: BigInt(Math.floor(used / BPS_OF_A_PERCENT) + 1), den: 100n };
  const ahead = bands.filter((band) => compareRationals({ num: spent, den: BigInt(allowance) }, band) < 0);
  // Seconds are cut off where they are measured, so the next whole one may be due at once.
  const seconds = [percent, ...ahead].map(({ num, den }) => ceilDivide(num * BigInt(allowance), den) - spent - 1n);
  const least = seconds.reduce((a, b) => (b < a ? b : a));
  return least <= 0n ? 0 : parseInt(least.toString(), 10);
}

/** Of parts that are not negative. */
const ceilDivide = (part: bigint, whole: bigint): bigint => (part + whole - 1n) / whole;
