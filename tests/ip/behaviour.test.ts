// Figures of an account that anybody can count again from its trades, and what stands out of them.
import { describe, expect, test } from 'vitest';
import { featuresOf, judgeBehaviour, populationOf, type Features } from '@/lib/abuse/anomaly';
import { anomalyOf, isAsked, measured, signalOf } from '@/lib/abuse/anomaly-signal';
import { measure, payoffHundredths, positionsOf, type Slice } from '@/lib/abuse/behaviour';

const UTC = { tz: 'UTC', time: '00:00' };
const DAY = Date.parse('2026-11-02T00:00:00Z');
const MINUTE = 60_000;
let made = 0;
/** Closed `minutes` after the first day began, held for `held` minutes. */
function slice(minutes: number, net: number, change: Partial<Slice> & { held?: number } = {}): Slice {
  made += 1;
  const { held = 30, ...rest } = change;
  const closed_at = DAY + minutes * MINUTE;
  return {
    id: `t${made}`,
    position_id: `p${made}`,
    symbol: 'EURUSD',
    side: 'buy',
    lots: '1.00',
    opened_at: closed_at - held * MINUTE,
    closed_at,
    net_cents: net,
    magic: null,
    reason: null,
    ...rest,
  };
}
const figures = (...slices: Slice[]) => measure(positionsOf(slices), UTC);
const ids = (rows: { position_id: string }[]) => rows.map(({ position_id }) => position_id);

describe('figures', () => {
  test('slices of a position are one position: their nets and lots summed, its first opening, its last close', () => {
    const parts = [slice(60, 500, { position_id: 'x', lots: '0.30' }), slice(90, -200, { position_id: 'x', lots: '0.20' })];
    expect(positionsOf(parts)).toMatchObject([
      { position_id: 'x', lots: '0.5', net: 300, opened_at: DAY + 30 * MINUTE, closed_at: DAY + 90 * MINUTE },
    ]);
  });
  test('win rate, payoff, hold and pace come from the positions, one at nought is neither', () => {
    const behaviour = figures(slice(60, 3_000), slice(120, 1_000), slice(180, -1_000), slice(240, 0), slice(1_500, -600));
    expect([behaviour.positions, behaviour.wins.length, behaviour.losses.length, behaviour.days]).toEqual([5, 2, 2, 2]);
    expect([behaviour.mean_win, behaviour.mean_loss, payoffHundredths(behaviour)]).toEqual([2_000, -800, 250]);
    expect(behaviour.mean_hold_seconds).toBe(1_800);
  });
  test("the worst day is the one whose closes lost most, counted by the account's own reset", () => {
    const slices = [slice(23 * 60, -500), slice(25 * 60, -400), slice(49 * 60, -450)];
    expect(figures(...slices).worst_day).toMatchObject({ day: '2026-11-02', net: -500 });
    const evening = measure(positionsOf(slices), { tz: 'UTC', time: '22:00' });
    expect(evening.worst_day).toMatchObject({ net: -900 });
    expect(figures(slice(60, 10)).worst_day).toBeNull();
  });
  test('a scalp is held under a minute; an opening nobody told is neither scalp nor hold', () => {
    const behaviour = figures(slice(60, 1, { held: 0.9 }), slice(61, 1, { held: 1 }), slice(62, 1, { opened_at: null }));
    expect(behaviour.scalps).toHaveLength(1);
    expect(behaviour.holds_known).toBe(2);
  });
  test('a robot trade is declared by the platform or carries a number', () => {
    const behaviour = figures(slice(1, 1, { reason: 'expert' }), slice(2, 1, { magic: '77' }), slice(3, 1, { magic: '0' }), slice(4, 1));
    expect(behaviour.robots).toHaveLength(2);
  });
  test('a revenge trade is larger, soon, in the same symbol, and after a loss', () => {
    const after = (minutes: number, change: Partial<Slice>) => slice(minutes + 40, 5, { opened_at: DAY + minutes * MINUTE, ...change });
    const lost = slice(100, -100, { position_id: 'lost' });
    const found = (change: Partial<Slice>, minutes = 103) => ids(figures(lost, after(minutes, { position_id: 'next', ...change })).revenge);
    expect(found({ lots: '1.50' })).toEqual(['next']);
    expect(found({ lots: '1.49' })).toEqual([]);
    expect(found({ lots: '2.00' }, 106)).toEqual([]);
    expect(found({ lots: '2.00', symbol: 'XAUUSD' })).toEqual([]);
    expect(ids(figures(slice(100, 100), after(103, { lots: '2.00' })).revenge)).toEqual([]);
  });
});

describe('what stands out', () => {
  const usual = (change: Partial<Features> = {}): Features => ({
    win_rate: 50,
    hold: 1_800,
    pace: 4,
    size: 1,
    scalps: 0,
    robots: 0,
    revenge: 0,
    ...change,
  });
  const others = populationOf(
    Array.from({ length: 40 }, (_, n) => usual({ win_rate: 40 + (n % 20), hold: 1_200 + 40 * n, pace: 3 + (n % 3), size: 0.5 + n / 40 })),
  );
  const past = [usual(), usual({ size: 1.1 }), usual({ size: 0.9, win_rate: 55 }), usual({ hold: 2_000 })];

  test('an account like its own past and like the others has no flag', () => {
    expect(judgeBehaviour(usual(), [...past, usual()], others, 100)).toEqual({ score: 0, flags: [] });
  });
  test('each flag says its figures in words, and the score is their sum', () => {
    const now = usual({ size: 12, scalps: 80 });
    const { score, flags } = judgeBehaviour(usual({ size: 9 }), [...past, now], others, 100);
    expect(flags.map(({ feature, against }) => `${feature} ${against}`)).toEqual(['size past', 'size others', 'scalps past']);
    expect(score).toBe(flags.reduce((sum, { points }) => sum + points, 0));
    expect(flags[0]?.words).toBe(
      'Middle size: 12 lots in the last 20 positions; in the 4 stretches of 20 before, usually 0.98 lots to 1.02 lots.',
    );
    expect(flags[1]?.words).toMatch(/^Middle size: 9 lots; of the 40 accounts of this product that trade, half have /);
  });
  test('too few positions, too short a past and too small a product say nothing', () => {
    const wild = usual({ size: 50 });
    expect(judgeBehaviour(wild, [...past, wild], others, 29).score).toBe(0);
    expect(judgeBehaviour(wild, [usual(), usual(), wild], populationOf([usual()]), 100).score).toBe(0);
  });
  test('trades that suddenly grow twentyfold and shrink to seconds ask a person; the parts of the signal sum to its score', () => {
    const calm = Array.from({ length: 100 }, (_, n) => slice(n * 300, n % 2 ? 900 : -800));
    const wild = Array.from({ length: 20 }, (_, n) => slice(30_000 + n * 10, 9_000, { lots: '20.00', held: 0.3 }));
    const one = measured('account', positionsOf([...calm, ...wild]), UTC);
    const anomaly = anomalyOf(one, populationOf([]));
    expect(isAsked(anomaly)).toBe(true);
    const signal = signalOf(one, anomaly);
    expect(signal.parts.reduce((sum, { points }) => sum + points, 0)).toBe(signal.score);
    expect(anomalyOf(measured('account', positionsOf(calm), UTC), populationOf([])).score).toBe(0);
  });
  test('features are counted from the same positions as the figures', () => {
    const positions = positionsOf([slice(60, 100, { lots: '2.00' }), slice(1_600, -100, { held: 0.5 })]);
    expect(featuresOf(positions, measure(positions, UTC))).toMatchObject({ win_rate: 50, pace: 1, size: 1.5, scalps: 50, robots: 0 });
  });
});
