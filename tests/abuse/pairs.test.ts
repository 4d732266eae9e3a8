// The judging of pairs by itself: what makes two accounts alike, what does not, and how the score says so.
import { describe, expect, test } from 'vitest';
import { apartText } from '@/components/abuse/copy-words';
import { BUY, firstFrom } from '@/lib/abuse/book';
import { byCrowd } from '@/lib/abuse/chance';
import { clustersOf } from '@/lib/abuse/clusters';
import { findAlike, weigh } from '@/lib/abuse/copy-trading';
import { merged } from '@/lib/abuse/copy-openings-read';
import { filedSignals } from '@/lib/abuse/filed';
import { neighboursOf } from '@/lib/abuse/neighbours';
import { weighPair } from '@/lib/abuse/pair-evidence';
import { likenessOf, mostExplained } from '@/lib/abuse/score';
import { surpriseOf } from '@/lib/abuse/surprise';
import { candidates, sweepColumn } from '@/lib/abuse/sweep';
import { bookOf, drained, honest, market, START, type Open } from './crowd';
import { firm } from './planted';

const HOUR = 3_600_000;
const later = (opens: readonly Open[], ms: (index: number) => number, lots = 1): Open[] =>
  opens.map((one, index) => ({ ...one, at: one.at + ms(index), closed: one.closed + ms(index), lots: one.lots * lots }));
const trades = (count: number): Open[] =>
  Array.from({ length: count }, (_, k) => ({
    symbol: k % 3,
    at: START + k * 5 * HOUR,
    side: BUY,
    lots: 1,
    closed: START + k * 5 * HOUR + HOUR,
  }));

describe('a pair', () => {
  test('who copies at another size after a steady delay is alike, whatever the delay and the size', () => {
    for (const [delay, lots] of [
      [300, 1],
      [-7_000, 0.1],
      [41_000, 3],
    ] as const) {
      const led = trades(30);
      const found = weigh(bookOf([led, later(led, () => delay, lots)]), { a: 0, b: 1, direction: 'same' }, 5_000);
      expect(found?.score).toBeGreaterThan(90);
      expect(found?.evidence).toMatchObject({ delay, ratio: lots, steadyRatio: 1, together: 1 });
    }
  });

  test('one match proves nothing, and four do not either', () => {
    const led = trades(4);
    expect(weigh(bookOf([led, later(led, () => 500)]), { a: 0, b: 1, direction: 'same' }, 2)).toBeNull();
  });

  test('who follows the same public signal as people do, now and then and at their own pace, is not alike', () => {
    const told = trades(60);
    const scene = market(3);
    const follower = (seed: number): Open[] =>
      later(
        told.filter((_, k) => (k * 7 + seed) % 5 < 2),
        (k) => 5_000 + ((k * 7_919 * seed) % 50_000),
      ).concat(honest(scene, 60));
    expect(weigh(bookOf([follower(2), follower(3)]), { a: 0, b: 1, direction: 'same' }, 5_000)).toBeNull();
  });

  test('a match in a moment when everybody opened the same says little', () => {
    const led = trades(12);
    const copy = later(led, () => 1_000);
    const crowd = Array.from({ length: 150 }, (_, k) => later(led, (n) => ((k * 37 + n * 11) % 60) * 50, 1).concat(trades(40).slice(12)));
    const alone = weigh(bookOf([led, copy]), { a: 0, b: 1, direction: 'same' }, 5_000);
    const among = weigh(bookOf([led, copy, ...crowd]), { a: 0, b: 1, direction: 'same' }, 5_000);
    expect(alone).not.toBeNull();
    expect(among).toBeNull();
  });

  test('two robots that both trade at the opening of bars are not alike, although they open in the same second', () => {
    const bars = (start: number): Open[] =>
      Array.from({ length: 220 }, (_, k) => {
        const at = START + (k * 3 + ((k * start) % 3)) * HOUR + 400 * start;
        return { symbol: 0, at, side: BUY, lots: 1, closed: at + HOUR };
      });
    const found = weigh(bookOf([bars(1), bars(2)]), { a: 0, b: 1, direction: 'same' }, 5_000);
    expect(found).toBeNull();
  });

  test('a position closed in parts is one opening', () => {
    const led = trades(10);
    const parts = led.flatMap((one) => [
      { ...one, lots: 0.25, closed: one.closed - 1_000 },
      { ...one, lots: 0.75 },
    ]);
    const evidence = weighPair(bookOf([led, later(parts, () => 900)]), 0, 1, 'same');
    expect(evidence).toMatchObject({ openingsB: 10, ratio: 1, together: 1 });
    expect(evidence.matches).toHaveLength(10);
  });

  test('the points of the parts add up to the score, to the hundredth', () => {
    const { accounts } = firm(9, 60, 60, 2);
    const { alike } = drained(findAlike(bookOf(accounts)));
    expect(alike.length).toBeGreaterThan(10);
    for (const { parts, score } of alike)
      expect(parts.reduce((sum, { points }) => sum + Math.round(points * 100), 0)).toBe(Math.round(score * 100));
  });

  test('in which order trades come decides nothing', () => {
    const { accounts } = firm(12, 40, 50, 1);
    const turned = accounts.map((opens) => [...opens].reverse());
    expect(drained(findAlike(bookOf(turned))).alike).toEqual(drained(findAlike(bookOf(accounts))).alike);
  });
});

test('among honest accounts those who copy are found, and hardly anybody else', () => {
  const { accounts, planted, honest: honestUntil } = firm(21, 1_000, 60, 6);
  const { alike } = drained(findAlike(bookOf(accounts)));
  const found = new Set(alike.map(({ a, b }) => `${a}-${b}`));
  const recall = planted.filter(({ a, b }) => found.has(`${a}-${b}`)).length / planted.length;
  const accused = new Set(alike.flatMap(({ a, b }) => [a, b]).filter((account) => account < honestUntil));
  expect(recall).toBeGreaterThanOrEqual(0.95);
  expect(accused.size / honestUntil).toBeLessThan(0.005);
});

test('of many pairs the most surprising are weighed, whether few or all of them are kept on the way', () => {
  const { accounts } = firm(5, 300, 60, 1);
  const book = bookOf(accounts);
  const all = drained(candidates(book, 1e6));
  expect(all.length).toBeGreaterThan(60);
  expect(all.map(({ surprise }) => surprise)).toEqual(all.map(({ surprise }) => surprise).sort((x, y) => y - x));
  expect(drained(candidates(book, 10))).toEqual(all.slice(0, 10));
});

test('each opening meets those next to it once, from either side, and pairs are counted as they are walked', () => {
  const { accounts } = firm(6, 60, 40, 1);
  // Pressed together in time until most moments are too crowded to look at everybody.
  const book = bookOf(accounts.map((opens) => opens.map((one) => ({ ...one, at: START + (one.at - START) / 200 }))));
  const met = new Map<string, number>();
  for (const column of book.columns) {
    sweepColumn(column, (a, b, opposite) => {
      const pair = `${a} ${b} ${opposite === 0 ? 'same' : 'opposite'}`;
      met.set(pair, (met.get(pair) ?? 0) + 1);
    });
  }
  const found = drained(candidates(book, 1e6));
  expect(found.length).toBeGreaterThan(20);
  for (const one of found) expect(met.get(`${one.a} ${one.b} ${one.direction}`)).toBe(one.met);
});

test('what chance may explain at most is where a pair stops being alike, and counting may stop past it', () => {
  const { accounts } = firm(9, 60, 60, 2);
  const book = bookOf(accounts);
  const { alike } = drained(findAlike(book));
  expect(alike.length).toBeGreaterThan(10);
  for (const { a, b, direction, evidence, expected } of alike) {
    const most = mostExplained(evidence, book.accounts, direction) ?? -1;
    expect(most).toBeGreaterThanOrEqual(expected);
    expect(likenessOf(evidence, most * 0.99, book.accounts, direction).isAlike).toBe(true);
    expect(likenessOf(evidence, most * 1.01, book.accounts, direction).isAlike).toBe(false);
    expect(byCrowd(book, a, b, direction, evidence.delay, 1e9)).toBe(byCrowd(book, a, b, direction, evidence.delay));
  }
});

test('a place in time is found from wherever the search begins', () => {
  const at = Float64Array.from([1, 3, 3, 3, 8, 9, 20, 21, 40]);
  for (let near = 0; near <= at.length; near++) {
    for (const instant of [0, 1, 2, 3, 4, 9, 10, 21, 40, 41]) {
      expect(firstFrom(at, instant, near)).toBe(
        at.findIndex((one) => one >= instant) === -1 ? at.length : at.findIndex((one) => one >= instant),
      );
    }
  }
});

test('how surprising a count is: nothing where chance explains it, a power of ten for each further nought', () => {
  expect(surpriseOf(3, 3)).toBe(0);
  expect(surpriseOf(1, 0.001)).toBeCloseTo(3, 2);
  expect(surpriseOf(10, 1)).toBeGreaterThan(6);
  expect(surpriseOf(10, 1)).toBeLessThan(7.1);
});

test('new openings bring up whom they stand next to, nearest first', () => {
  const led = trades(6);
  const book = bookOf([led, later(led, () => 200), later(led, () => 30_000), trades(6).map((one) => ({ ...one, symbol: 9 }))]);
  const near = neighboursOf(book, new Set([0]));
  expect(near.map(({ a, b }) => [a, b])).toEqual([
    [0, 1],
    [0, 2],
  ]);
});

test('stretches of time that touch are read once', () => {
  expect(merged([100, 10, 105], 10)).toEqual([
    { from: 0, to: 20 },
    { from: 90, to: 115 },
  ]);
});

test('pairs that share an account are one cluster, the strongest first', () => {
  const link = (id: string, account_a: string, account_b: string, score: number) => ({ id, account_a, account_b, score });
  const clusters = clustersOf([link('1', 'a', 'b', 70), link('2', 'x', 'y', 90), link('3', 'b', 'c', 80), link('4', 'c', 'd', 60)]);
  expect(clusters.map(({ accounts, score }) => [accounts.length, score])).toEqual([
    [2, 90],
    [4, 80],
  ]);
  expect(clusters[1]?.pairs.map(({ id }) => id)).toEqual(['3', '1', '4']);
});

test('signals filed with a case are read as they were filed, and whatever has another shape is left to the rest', () => {
  const one = { signal_id: 'x', kind: 'hedge', score: 71.5, summary: 's', evidence_count: 9, parts: [], accounts: null, matches: [] };
  expect(filedSignals({ signals: [one], since: 'May' })).toEqual({ signals: [one], rest: { since: 'May' } });
  expect(filedSignals({ signals: ['two'] })).toEqual({ signals: [], rest: { signals: ['two'] } });
  expect(filedSignals('a note')).toEqual({ signals: [], rest: 'a note' });
});

test('how far two openings lie apart is told in seconds below a minute, and as any other length of time from there on', () => {
  expect([0, 1_540, -300, -4_102_900, 59_960].map(apartText)).toEqual([
    ...['same moment', '1.5 s later', '0.3 s before', '1 h 8 min before', '1 min later'],
  ]);
});
