// What one row of the scorecard has to say, and how it is printed.

/** What the command reads, one line each. */
export interface RowLine {
  row: string;
  what: string;
  target: string;
  form: string;
  seed: number;
  counts: Record<string, number>;
  missing: string[];
  met: boolean;
  seconds: number;
  reason: string | null;
}

export function lineText({ row, what, form, seed, counts, missing, met, seconds, reason }: RowLine): string {
  const told = Object.entries(counts).map(([name, n]) => `${name} ${n}`);
  const verdict = met ? 'met' : missing.length > 0 ? `not exercised: ${missing.join(', ')}` : `MISSED: ${(reason ?? '').split('\n')[0]}`;
  return `${row.padEnd(4)} ${verdict.padEnd(4)} ${what} (${form}, seed ${seed}, ${seconds} s): ${told.join(', ')}`;
}
