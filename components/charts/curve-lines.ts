// How each line of the equity chart looks, and its one order in every legend.
import { floorName } from '@/lib/rules/rule-name';
import type { CurvePoint } from '@/lib/stats/curve';

export interface CurveLine {
  key: string;
  name: string;
  kind: 'equity' | 'high-water' | 'trailing' | 'max-loss' | 'daily';
  color: string;
  width: number;
  dash?: string;
}

/** The two lines every account has, before its floors. */
export const EQUITY: CurveLine = { key: 'equity', name: 'Equity', kind: 'equity', color: 'var(--accent)', width: 2 };
export const HIGH_WATER: CurveLine = { key: 'high-water', name: 'High water', kind: 'high-water', color: 'var(--ink-3)', width: 1 };

const ORDER = { equity: 0, 'high-water': 1, trailing: 2, 'max-loss': 3, daily: 4 } as const;

/** The floors that occur in the points. A floor that moves within the picture is drawn as trailing, one that stands as a limit. */
export function floorLines(points: CurvePoint[]): CurveLine[] {
  const keys = [...new Set(points.flatMap((point) => Object.keys(point.floors)))];
  return keys
    .map((key) => lineOf(key, points))
    .sort((one, other) => ORDER[one.kind] - ORDER[other.kind] || one.key.localeCompare(other.key));
}

function lineOf(key: string, points: CurvePoint[]): CurveLine {
  const name = `${floorName(key)} floor`;
  if (key.includes('daily')) return { key, name, kind: 'daily', color: 'var(--critical)', width: 1.5, dash: '2 3' };
  const levels = new Set(points.map((point) => point.floors[key]).filter((floor) => typeof floor === 'number'));
  if (levels.size > 1) return { key, name, kind: 'trailing', color: 'var(--caution)', width: 1.5, dash: '6 4' };
  return { key, name, kind: 'max-loss', color: 'var(--violated)', width: 1.5 };
}

/** Bounds of the axis: it need not start at zero, but every floor lies inside it. */
export function axisBounds(points: CurvePoint[]): [number, number] {
  const values = points
    .flatMap((point) => [point.equity_cents, point.high_water_cents, ...Object.values(point.floors)])
    .filter((value) => typeof value === 'number');
  if (values.length === 0) return [0, 1];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const air = Math.max(Math.round((high - low) * 0.06), 1);
  return [low - air, high + air];
}

/** Where the axis is labelled: round amounts, four to six of them where there is room. */
export function roundTicks([low, high]: [number, number]): number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 2.5, 5].find((times) => times * power >= rough) ?? 10));
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}
