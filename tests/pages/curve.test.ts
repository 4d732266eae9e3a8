// The drawn curve may be thinner than the truth, but it must never hide a touch of the floor.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundTicks } from '@/components/charts/curve-lines';
import { brokenAtResets, curveSummary, thinned, type CurvePoint } from '@/lib/stats/curve';

const point = (at: number, equity: number | null, floors: Record<string, number | null> = {}): CurvePoint => ({
  at,
  equity_cents: equity,
  balance_cents: 100,
  high_water_cents: 100,
  floors,
});
const series = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 0, maxLength: 3000 });

describe('the thinned curve', () => {
  it('keeps the lowest and highest equity whatever the length, in order and within the bound', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 4, max: 400 }), (values, most) => {
        const points = values.map((value, index) => point(index, value));
        const kept = thinned(points, most);
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 0));
        if (points.length === 0) return;
        const heights = kept.map((one) => one.equity_cents as number);
        expect(Math.min(...heights)).toBe(Math.min(...values));
        expect(Math.max(...heights)).toBe(Math.max(...values));
        expect(kept.map((one) => one.at)).toEqual([...kept.map((one) => one.at)].sort((a, b) => a - b));
        expect(kept[0]).toBe(points[0]);
        expect(kept.at(-1)).toBe(points.at(-1));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a short curve alone', () => {
    const points = [point(1, 5), point(2, 6)];
    expect(thinned(points)).toBe(points);
  });
});

describe('the daily floor', () => {
  it('is broken where it steps, while equity and the other floors run on', () => {
    const drawn = brokenAtResets([
      point(0, 1000, { 'max-daily-loss#0': 900, 'max-drawdown#0': 800 }),
      point(100, 1100, { 'max-daily-loss#0': 950, 'max-drawdown#0': 810 }),
    ]);
    expect(drawn.map((one) => one.floors['max-daily-loss#0'])).toEqual([900, 900, null, 950]);
    expect(drawn.map((one) => one.floors['max-drawdown#0'])).toEqual([800, 800, 800, 810]);
    expect(drawn.map((one) => one.equity_cents)).toEqual([1000, 1098, 1098, 1100]);
  });

  it('is one line through a day in which it does not step', () => {
    const points = [point(0, 1, { 'max-daily-loss#0': 9 }), point(50, 2, { 'max-daily-loss#0': 9 })];
    expect(brokenAtResets(points)).toEqual(points);
  });
});

describe('the sentence above the chart', () => {
  it('names the closest approach to a floor, not the present one', () => {
    const summary = curveSummary([point(1, 500, { 'a#0': 100 }), point(2, 130, { 'a#0': 100 }), point(3, 900, { 'a#0': 100 })]);
    expect(summary).toMatchObject({
      low_cents: 130,
      low_at: 2,
      high_cents: 900,
      last_cents: 900,
      closest: { key: 'a#0', left_cents: 30, at: 2 },
    });
  });

  it('has nothing to say where no equity was ever known', () => {
    expect(curveSummary([point(1, null)])).toBeNull();
  });
});

describe('the axis', () => {
  it('is labelled with round amounts inside its bounds', () => {
    expect(roundTicks([8_950_000, 10_610_000])).toEqual([9_000_000, 9_500_000, 10_000_000, 10_500_000]);
    expect(roundTicks([9_838_100, 10_041_900])).toEqual([9_850_000, 9_900_000, 9_950_000, 10_000_000]);
    expect(roundTicks([0, 1])).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), fc.integer({ min: 5, max: 50_000_000 }), (low, span) => {
        const ticks = roundTicks([low, low + span]);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every((tick) => tick >= low && tick <= low + span)).toBe(true);
      }),
    );
  });
});
