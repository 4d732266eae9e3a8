// One row of the scorecard: what is run, at which volume, and the faults that must have been met. The short form is an ordinary test;
// the full form also leaves one line for the command that prints the card. A fault nobody met fails the row as not exercised.
import { appendFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { count, seedOf, type Counts } from '../properties/replay';
import { lineText, type RowLine } from './row-line';

export interface RowOptions<V> {
  row: string;
  what: string;
  target: string;
  short: V;
  full: V;
  /** Counters that must end above zero. */
  faults: string[];
  timeout?: number;
}
export interface Run<V> {
  volume: V;
  seed: number;
  counts: Counts;
  met: (fault: string, by?: number) => void;
}
export const IS_FULL = process.env.SCORECARD === 'full';
const SHARE = Number(process.env.SCORECARD_VOLUME ?? '1');
const REPORT = process.env.SCORECARD_REPORT;

/** A number of the full form, cut to the share the command was asked for; kinds and targets are never cut. */
export const atVolume = (full: number, least = 1): number => Math.max(least, Math.round(full * SHARE));

export function scoreRow<V>(options: RowOptions<V>, run: (run: Run<V>) => Promise<void> | void): void {
  const { row, what, target, faults } = options;
  const volume = IS_FULL ? options.full : options.short;
  it(
    `${row}: ${what}`,
    async () => {
      const began = performance.now();
      const seed = seedOf();
      const counts: Counts = Object.fromEntries(faults.map((fault) => [fault, 0]));
      const line = (missing: string[], reason: string | null): RowLine => {
        const seconds = Math.round((performance.now() - began) / 100) / 10;
        return {
          row,
          what,
          target,
          form: IS_FULL ? 'full' : 'short',
          seed,
          counts,
          missing,
          met: reason === null && missing.length === 0,
          seconds,
          reason,
        };
      };
      try {
        await run({ volume, seed, counts, met: (fault, by = 1) => count(counts, fault, by) });
      } catch (error) {
        tell(line([], error instanceof Error ? error.message.slice(0, 2_000) : String(error)));
        throw error;
      }
      const missing = faults.filter((fault) => (counts[fault] ?? 0) === 0);
      tell(line(missing, null));
      expect(missing, 'faults that were not exercised').toEqual([]);
    },
    options.timeout ?? (IS_FULL ? 3_600_000 : 120_000),
  );
}

function tell(line: RowLine): void {
  if (REPORT !== undefined) appendFileSync(REPORT, `${JSON.stringify(line)}\n`);
  else process.stdout.write(`${lineText(line)}\n`);
}
