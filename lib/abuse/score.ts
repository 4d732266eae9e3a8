// The likeness of two accounts as one number with its parts. Points are hundredths summed exactly, so the parts always add up to the score;
// each part says in words and figures what it rests on.
import type { Evidence } from '@/lib/abuse/pair-evidence';
import { surpriseOf } from '@/lib/abuse/surprise';
import type { Direction } from '@/lib/abuse/sweep';

/** One match proves nothing: below this many nothing is told. */
const FEWEST_MATCHES = 5;
/** From here a pair is told to people, as the bench measured it. */
const ALIKE_FROM = 60;
/** However steady, a pair must be rarer than this power of ten after all pairs and delays that were tried. */
const RARER_THAN = 4;
/** Delays that could have fitted: the reach both ways over the width of one. */
const DELAYS_TRIED = 30;
const HALVINGS = 16;

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

interface Figures {
  fewer: number;
  share: number;
  /** What each part reaches of its most, from 0 to 1. */
  reached: Record<Part['part'], number>;
  score: number;
  isAlike: boolean;
}
const MOST: Record<Part['part'], number> = { 'beyond-chance': 40, share: 25, timing: 15, volume: 10, closing: 10 };
const PARTS = Object.keys(MOST) as Part['part'][];

function figuresOf(evidence: Evidence, expected: number, accounts: number, direction: Direction): Figures {
  const count = evidence.matches.length;
  const fewer = Math.max(1, Math.min(evidence.openingsA, evidence.openingsB));
  const share = count / fewer;
  const rarity = surpriseOf(count, expected) - Math.log10((Math.max(accounts, 2) * (accounts - 1) * DELAYS_TRIED) / 2);
  const reached = {
    'beyond-chance': between(rarity, 0, 20),
    share: between(share, 0.05, 0.6),
    timing: 1 - between(evidence.stray, 500, 6_000),
    volume: between(evidence.steadyRatio, 0.3, 0.9),
    closing: between(evidence.together, 0.1, 0.7),
  };
  const score = PARTS.reduce((sum, part) => sum + hundredths(reached[part] * MOST[part]), 0) / 100;
  // Opposite sides at unlike volumes offset nothing, so a hedge needs its volume to keep step.
  const isHedgeless = direction === 'opposite' && evidence.steadyRatio < 0.5;
  const isAlike = count >= FEWEST_MATCHES && rarity >= RARER_THAN && score >= ALIKE_FROM && !isHedgeless;
  return { fewer, share, reached, score, isAlike };
}

/**
 * The most that chance may explain where two accounts are still alike, from above; null where they are not although nothing is explained.
 * The more is explained the lower the score, so whoever counts may stop past it.
 */
export function mostExplained(evidence: Evidence, accounts: number, direction: Direction): number | null {
  if (!figuresOf(evidence, 0, accounts, direction).isAlike) return null;
  let low = 0;
  let high = evidence.matches.length;
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    if (figuresOf(evidence, middle, accounts, direction).isAlike) low = middle;
    else high = middle;
  }
  return high;
}

/** `expected` is how many matches chance explains, `accounts` how many were compared: among many, some pair is always alike. */
export function likenessOf(evidence: Evidence, expected: number, accounts: number, direction: Direction): Likeness {
  const { fewer, share, reached, score, isAlike } = figuresOf(evidence, expected, accounts, direction);
  const words: Record<Part['part'], string> = {
    'beyond-chance': `${evidence.matches.length} matched; expected by chance for these two: ${rounded(expected, 1)}.`,
    share: `${percent(share)} of the ${fewer} openings of the account with fewer.`,
    timing: timingWords(evidence),
    volume: `${percent(evidence.steadyRatio)} at ${rounded(evidence.ratio, 2)} times the volume.`,
    closing: `${percent(evidence.together)} closed together as well.`,
  };
  const parts = PARTS.map((part) => ({
    ...{ part, points: hundredths(reached[part] * MOST[part]) / 100, most: MOST[part], words: words[part] },
  }));
  return { score, parts, isAlike };
}

function timingWords({ delay, stray }: Evidence): string {
  const order =
    Math.abs(delay) < 300 ? 'At the same moment' : `${seconds(Math.abs(delay))} ${delay > 0 ? 'after' : 'before'} the first account`;
  const near = seconds(stray);
  return `${order}; half of them ${near === '0 s' ? 'to the second' : `within ${near} of that`}.`;
}

/** The whole finding in one sentence. */
export function summaryOf(evidence: Evidence, expected: number, direction: Direction): string {
  const side = direction === 'same' ? 'the same side' : 'opposite sides';
  return `${evidence.matches.length} openings on ${side}, where ${rounded(expected, 1)} were expected by chance; ${timingWords(evidence)}`;
}
