// The equity curve as it is drawn: at most a few hundred points that never hide a touch of the floor, and a daily floor that is
// broken where the day turned. The floors come from the engine; nothing is computed again here.

export interface CurvePoint {
  /** Milliseconds since the epoch. */
  at: number;
  equity_cents: number | null;
  balance_cents: number;
  /** The highest the account had been by then, as the judge keeps it. */
  high_water_cents: number;
  /** Floor of each floor rule, keyed `code#instance`; null where the line is broken. */
  floors: Record<string, number | null>;
}

const MAX_POINTS = 400;
const DAILY = /daily/;

/**
 * At most `most` points in order of time. The first and last stay; each bucket between keeps its lowest and its highest equity,
 * because the lowest is what touches a floor.
 */
export function thinned(points: CurvePoint[], most: number = MAX_POINTS): CurvePoint[] {
  if (points.length <= most) return points;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || most < 4) return points.slice(0, most);
  const inner = points.slice(1, -1);
  const buckets = Math.floor((most - 2) / 2);
  const kept: CurvePoint[] = [first];
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const start = Math.floor((bucket * inner.length) / buckets);
    const end = Math.floor(((bucket + 1) * inner.length) / buckets);
    kept.push(...extremes(inner, start, end));
  }
  return [...kept, last];
}

function extremes(points: CurvePoint[], start: number, end: number): CurvePoint[] {
  let low: number | null = null;
  let high: number | null = null;
  for (let index = start; index < end; index += 1) {
    const here = points[index]?.equity_cents ?? null;
    if (here === null) continue;
    if (low === null || here < (points[low]?.equity_cents ?? here)) low = index;
    if (high === null || here > (points[high]?.equity_cents ?? here)) high = index;
  }
  // Where equity was not reported at all one moment stays, or a step of a floor would move to the next bucket.
  if (low === null && start < end) low = start;
  const chosen = [...new Set([low, high])].filter((index) => index !== null).sort((one, other) => one - other);
  return chosen.flatMap((index) => points[index] ?? []);
}

/** Puts a break before each step of a daily floor, so that yesterday's floor is never joined to today's. */
export function brokenAtResets(points: CurvePoint[]): CurvePoint[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1];
    if (!before || point.at - before.at < 2) return [point];
    const stepped = Object.keys(point.floors).filter((key) => DAILY.test(key) && before.floors[key] !== point.floors[key]);
    if (stepped.length === 0) return [point];
    const held = { ...before, at: point.at - 2, equity_cents: between(before, point) };
    const gap = { ...held, at: point.at - 1, floors: { ...before.floors, ...Object.fromEntries(stepped.map((key) => [key, null])) } };
    return [held, gap, point];
  });
}

// The equity line is straight between two reports; the extra points lie on it.
function between(before: CurvePoint, after: CurvePoint): number | null {
  if (before.equity_cents === null || after.equity_cents === null) return before.equity_cents;
  const share = (after.at - 2 - before.at) / (after.at - before.at);
  return Math.round(before.equity_cents + (after.equity_cents - before.equity_cents) * share);
}

export interface CurveSummary {
  low_cents: number;
  low_at: number;
  high_cents: number;
  last_cents: number;
  /** Smallest distance between equity and a floor, by floor. */
  closest: { key: string; left_cents: number; at: number } | null;
}

/** What the chart shows, for the sentence above it. */
export function curveSummary(points: CurvePoint[]): CurveSummary | null {
  let summary: CurveSummary | null = null;
  for (const point of points) {
    if (point.equity_cents === null) continue;
    const equity = point.equity_cents;
    summary ??= { low_cents: equity, low_at: point.at, high_cents: equity, last_cents: equity, closest: null };
    if (equity < summary.low_cents) Object.assign(summary, { low_cents: equity, low_at: point.at });
    summary.high_cents = Math.max(summary.high_cents, equity);
    summary.last_cents = equity;
    for (const [key, floor] of Object.entries(point.floors)) {
      if (floor === null) continue;
      const left = equity - floor;
      if (!summary.closest || left < summary.closest.left_cents) summary.closest = { key, left_cents: left, at: point.at };
    }
  }
  return summary;
}
