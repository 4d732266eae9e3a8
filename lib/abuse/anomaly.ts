// What stands out in how an account trades, against its own past and against the others of its product. Each flag says its figures in words,
// and the score is the sum of its flags. It is a reason to look and never a verdict; it needs nothing but the trades.
import { ENOUGH_POSITIONS, holdSeconds, type Behaviour, type ClosedPosition } from '@/lib/abuse/behaviour';

const FEATURES = ['win_rate', 'hold', 'pace', 'size', 'scalps', 'robots', 'revenge'] as const;
type Feature = (typeof FEATURES)[number];
/** Shares in percent; hold in seconds; pace in positions a day; size is the middle lots. */
export type Features = Record<Feature, number | null>;
export interface Quartiles {
  low: number;
  middle: number;
  high: number;
  accounts: number;
}
export type Population = Record<Feature, Quartiles | null>;
export interface Flag {
  feature: Feature;
  against: 'past' | 'others';
  points: number;
  words: string;
}
export interface Anomaly {
  score: number;
  flags: Flag[];
}

/** Positions that count as now, and how many must lie before them to speak of a past. */
export const RECENT = 20;
/** Accounts of a product from which others are compared with them. */
const ENOUGH_ACCOUNTS = 30;
export const LIST_FROM = 25;
/** From here on, with two flags or more, a person is asked. */
export const ASK_FROM = 60;
/** Tukey's far fence: beyond three times the middle half's width. */
const FENCE = 3;
const MOST_POINTS = 30;

interface Kind {
  name: string;
  /** Ratios are compared, not differences. */
  isRatio: boolean;
  /** The least width of the middle half, so that a population of equals does not make everybody else an outlier: percent, or a ratio's logarithm. */
  least: number;
  /** Which way is a reason to look. */
  side: 'up' | 'down' | 'both';
  text: (value: number) => string;
}
const percent = (value: number) => `${Math.round(value)} %`;
const KINDS: Record<Feature, Kind> = {
  win_rate: { name: 'Winning positions', isRatio: false, least: 10, side: 'up', text: percent },
  hold: { name: 'Middle holding time', isRatio: true, least: 0.5, side: 'both', text: (value) => secondsText(value) },
  pace: { name: 'Positions a day', isRatio: true, least: 0.4, side: 'up', text: (value) => rounded(value) },
  size: { name: 'Middle size', isRatio: true, least: 0.4, side: 'up', text: (value) => `${rounded(value)} lots` },
  scalps: { name: 'Positions held under a minute', isRatio: false, least: 8, side: 'up', text: percent },
  robots: { name: 'Positions a program opened', isRatio: false, least: 15, side: 'up', text: percent },
  revenge: { name: 'Larger positions right after a loss', isRatio: false, least: 5, side: 'up', text: percent },
};

/** Null where too little was traded to say anything. */
export function featuresOf(positions: readonly ClosedPosition[], behaviour: Behaviour): Features {
  const n = behaviour.positions;
  const share = (part: readonly unknown[]) => (n === 0 ? null : (part.length * 100) / n);
  return {
    win_rate: share(behaviour.wins),
    hold: middle(positions.flatMap((one) => holdSeconds(one) ?? [])),
    pace: behaviour.days === 0 ? null : n / behaviour.days,
    size: middle(positions.map(({ lots }) => Number(lots))),
    scalps: behaviour.holds_known === 0 ? null : share(behaviour.scalps),
    robots: share(behaviour.robots),
    revenge: share(behaviour.revenge),
  };
}

/** The middle half of a product's accounts, feature by feature. */
export function populationOf(rows: readonly Features[]): Population {
  return Object.fromEntries(
    FEATURES.map((feature) => {
      const values = rows.flatMap((row) => row[feature] ?? []).sort((a, b) => a - b);
      return [feature, values.length < ENOUGH_ACCOUNTS ? null : quartiles(values)];
    }),
  ) as Population;
}

/**
 * `recent` and `past` are the features of the last RECENT positions and of those before; `whole` of all. `batches` are features of earlier
 * stretches of RECENT positions each: how much the account varies by itself.
 */
export function judgeBehaviour(whole: Features, stretches: readonly Features[], population: Population, positions: number): Anomaly {
  if (positions < ENOUGH_POSITIONS) return { score: 0, flags: [] };
  const now = stretches.at(-1);
  const before = stretches.slice(0, -1);
  const flags = FEATURES.flatMap((feature) => {
    const own = now && before.length >= 3 ? againstPast(feature, now, before) : null;
    const others = againstOthers(feature, whole, population[feature]);
    return [own, others].flatMap((flag) => flag ?? []);
  });
  return {
    score: Math.min(
      100,
      flags.reduce((sum, { points }) => sum + points, 0),
    ),
    flags,
  };
}

function againstPast(feature: Feature, now: Features, before: readonly Features[]): Flag | null {
  const values = before.flatMap((one) => one[feature] ?? []).sort((a, b) => a - b);
  const value = now[feature];
  if (value === null || values.length < 3) return null;
  const usual = quartiles(values);
  const points = pointsFor(feature, value, usual);
  if (points === 0) return null;
  const { name, text } = KINDS[feature];
  const words = `${name}: ${text(value)} in the last ${RECENT} positions; in the ${values.length} stretches of ${RECENT} before, usually ${spanText(feature, usual)}.`;
  return { feature, against: 'past', points, words };
}

function againstOthers(feature: Feature, whole: Features, others: Quartiles | null): Flag | null {
  const value = whole[feature];
  if (value === null || others === null) return null;
  const points = pointsFor(feature, value, others);
  if (points === 0) return null;
  const { name, text } = KINDS[feature];
  const words = `${name}: ${text(value)}; of the ${others.accounts} accounts of this product that trade, half have ${spanText(feature, others)}.`;
  return { feature, against: 'others', points, words };
}

/** None inside the far fence; beyond it five, and five more for each further width of the middle half, to at most thirty. */
function pointsFor(feature: Feature, value: number, usual: Quartiles): number {
  const { isRatio, least, side } = KINDS[feature];
  const scale = (one: number) => (isRatio ? Math.log(Math.max(one, 0.01)) : one);
  const [low, high, at] = [scale(usual.low), scale(usual.high), scale(value)];
  const width = Math.max(high - low, least);
  const beyond = at > high && side !== 'down' ? (at - high) / width : at < low && side !== 'up' ? (low - at) / width : 0;
  return beyond <= FENCE ? 0 : Math.min(MOST_POINTS, 10 + Math.round(5 * (beyond - FENCE)));
}

export function quartiles(sorted: readonly number[]): Quartiles {
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: at(0.25), middle: at(0.5), high: at(0.75), accounts: sorted.length };
}

function middle(values: readonly number[]): number | null {
  return values.length === 0 ? null : quartiles([...values].sort((a, b) => a - b)).middle;
}

function spanText(feature: Feature, { low, high }: Quartiles): string {
  const { text } = KINDS[feature];
  return text(low) === text(high) ? text(low) : `${text(low)} to ${text(high)}`;
}

function secondsText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
const rounded = (value: number) => String(Math.round(value * 100) / 100);
