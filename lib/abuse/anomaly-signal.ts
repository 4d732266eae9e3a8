// One account's anomaly as a signal: its flags are the parts, and their points sum to the score.
import { ASK_FROM, featuresOf, judgeBehaviour, LIST_FROM, RECENT, type Anomaly, type Features, type Population } from '@/lib/abuse/anomaly';
import { measure, type ClosedPosition } from '@/lib/abuse/behaviour';
import type { Reset } from '@/lib/day';

export interface Measured {
  account_id: string;
  positions: number;
  whole: Features;
  /** Stretches of RECENT positions, the newest last; the oldest few that fill none are left out. */
  stretches: Features[];
  first_at: string | null;
  last_at: string | null;
}
interface AnomalySignal {
  kind: 'anomaly';
  account_a: string;
  account_b: null;
  window: string;
  score: number;
  parts: { part: string; points: number; most: number; words: string }[];
  summary: string;
  evidence_count: number;
  first_at: string | null;
  last_at: string | null;
}

/** An account's past is compared as far back as this many stretches. */
const STRETCHES = 12;

export function measured(account_id: string, positions: readonly ClosedPosition[], reset: Reset): Measured {
  const features = (some: readonly ClosedPosition[]) => featuresOf(some, measure(some, reset));
  const stretches: Features[] = [];
  for (let end = positions.length; end >= RECENT && stretches.length < STRETCHES; end -= RECENT) {
    stretches.unshift(features(positions.slice(end - RECENT, end)));
  }
  const instant = (one: ClosedPosition | undefined) => (one ? new Date(one.closed_at).toISOString() : null);
  return {
    account_id,
    positions: positions.length,
    whole: features(positions),
    stretches,
    first_at: instant(positions[0]),
    last_at: instant(positions.at(-1)),
  };
}

export function anomalyOf({ whole, stretches, positions }: Measured, population: Population): Anomaly {
  return judgeBehaviour(whole, stretches, population, positions);
}

export const isListed = ({ score }: Anomaly): boolean => score >= LIST_FROM;
export const isAsked = ({ score, flags }: Anomaly): boolean => score >= ASK_FROM && flags.length >= 2;

export function signalOf(one: Measured, { score, flags }: Anomaly): AnomalySignal {
  const parts = flags.map(({ feature, against, points, words }) => ({ part: `${feature}-${against}`, points, most: 30, words }));
  const sum = parts.reduce((total, { points }) => total + points, 0);
  if (sum > score) parts.push({ part: 'bounds', points: score - sum, most: 0, words: 'A score is at most a hundred.' });
  const summary = flags.length === 0 ? 'Nothing stands out any more.' : (flags[0]?.words ?? '');
  return {
    kind: 'anomaly',
    account_a: one.account_id,
    account_b: null,
    window: 'whole-account',
    score,
    parts,
    summary: flags.length > 1 ? `${summary} And ${flags.length - 1} more.` : summary,
    evidence_count: one.positions,
    first_at: one.first_at,
    last_at: one.last_at,
  };
}
