// The likeness of two accounts as one number with its parts. Points are hundredths summed exactly, so the parts always add up to the score;
// each part says in words and figures what it rests on.
import { surpriseOf } from '@/lib/abuse/chance';
import type { Evidence } from '@/lib/abuse/pair-evidence';
import type { Direction } from '@/lib/abuse/sweep';

/** One match proves nothing: below this many nothing is told. */
export const FEWEST_MATCHES = 5;
/** From here a pair is told to people, as the bench measured it. */
export const ALIKE_FROM = 60;
/** However steady, a pair must be rarer than this power of ten after all pairs and delays that were tried. */
const RARER_THAN = 4;
/** Delays that could have fitted: the reach both ways over the width of one. */
const DELAYS_TRIED = 30;

export interface Part {
  part: 'beyond-chance' | 'share' | 'timing' | 'volume' | 'closing';
  points: number;
  most: number;
  words: string;
}
export interface Likeness {
  score: number;
  parts: Part[];
  isAlike: boolean;
}

const between = (value: number, none: number, full: number): number => Math.min(1, Math.max(0, (value - none) / (full - none)));
const hundredths = (points: number): number => Math.round(points * 100);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
const rounded = (value: number, places: number): number => Math.round(value * 10 ** places) / 10 ** places;

/** `expected` is how many matches chance explains, `accounts` how many were compared: among many, some pair is always alike. */
export function likenessOf(evidence: Evidence, expected: number, accounts: number, direction: Direction): Likeness {
  const count = evidence.matches.length;
  const fewer = Math.max(1, Math.min(evidence.openingsA, evidence.openingsB));
  const share = count / fewer;
  const rarity = surpriseOf(count, expected) - Math.log10((Math.max(accounts, 2) * (accounts - 1) * DELAYS_TRIED) / 2);
  const parts = [
    part('beyond-chance', between(rarity, 0, 20), 40, `${count} matched; expected by chance for these two: ${rounded(expected, 1)}.`),
    part('share', between(share, 0.05, 0.6), 25, `${percent(share)} of the ${fewer} openings of the account with fewer.`),
    part('timing', 1 - between(evidence.stray, 500, 6_000), 15, timingWords(evidence)),
    part(
      'volume',
      between(evidence.steadyRatio, 0.3, 0.9),
      10,
      `${percent(evidence.steadyRatio)} at ${rounded(evidence.ratio, 2)} times the volume.`,
    ),
    part('closing', between(evidence.together, 0.1, 0.7), 10, `${percent(evidence.together)} closed together as well.`),
  ];
  const score = parts.reduce((sum, one) => sum + hundredths(one.points), 0) / 100;
  // Opposite sides at unlike volumes offset nothing, so a hedge needs its volume to keep step.
  const isHedgeless = direction === 'opposite' && evidence.steadyRatio < 0.5;
  return { score, parts, isAlike: count >= FEWEST_MATCHES && rarity >= RARER_THAN && score >= ALIKE_FROM && !isHedgeless };
}

function timingWords({ delay, stray }: Evidence): string {
  const order =
    Math.abs(delay) < 300 ? 'At the same moment' : `${seconds(Math.abs(delay))} ${delay > 0 ? 'after' : 'before'} the first account`;
  return `${order}; half of them within ${seconds(stray)} of that.`;
}

const part = (name: Part['part'], reached: number, most: number, words: string): Part => ({
  ...{ part: name, points: hundredths(reached * most) / 100, most, words },
});

/** The whole finding in one sentence. */
export function summaryOf(evidence: Evidence, expected: number, direction: Direction): string {
  const side = direction === 'same' ? 'the same side' : 'opposite sides';
  return `${evidence.matches.length} openings on ${side}, where ${rounded(expected, 1)} were expected by chance; ${timingWords(evidence)}`;
}
