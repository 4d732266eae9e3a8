// Every property prints the seed it ran with and can be had again: PROPERTY_SEED and PROPERTY_PATH replay one run, PROPERTY_TIMES makes
// the form longer. A counter that a property was built to move and that stayed at zero is a failure: the fault was not exercised.
import fc from 'fast-check';
import { expect } from 'vitest';

export type Counts = Record<string, number>;

const TIMES = Number(process.env.PROPERTY_TIMES ?? '1');
const SEED = process.env.PROPERTY_SEED;
const PATH = process.env.PROPERTY_PATH;

export function seedOf(): number {
  return SEED === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(SEED);
}

/** How often this form runs it: the short form's number, multiplied. */
export const timesOf = (short: number): number => Math.round(short * TIMES);

/** Runs a property and says what it met; `faults` are the counters that must have moved. Answers the counts for a scorecard. */
export function hold<T extends [unknown, ...unknown[]]>(
  name: string,
  short: number,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (counts: Counts, ...drawn: T) => void,
  faults: string[] = [],
): Counts {
  const counts: Counts = { runs: 0 };
  for (const fault of faults) counts[fault] = 0;
  const seed = seedOf();
  const began = performance.now();
  const property = fc.property<T>(...arbitraries, (...drawn: T) => {
    counts.runs = (counts.runs ?? 0) + 1;
    check(counts, ...drawn);
  });
  fc.assert(property, { numRuns: timesOf(short), seed, ...(PATH === undefined ? {} : { path: PATH }) });
  say(name, seed, counts, performance.now() - began);
  if (PATH === undefined) expect(faults.filter((fault) => (counts[fault] ?? 0) === 0)).toEqual([]);
  return counts;
}

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

export function say(name: string, seed: number, counts: Counts, ms: number): void {
  const told = Object.entries(counts).map(([what, n]) => `${what} ${n}`);
  process.stdout.write(`${name}: seed ${seed}, ${told.join(', ')}, ${(ms / 1000).toFixed(1)} s\n`);
}
