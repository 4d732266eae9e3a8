// `npm run scorecard [-- R1 R5 …] [--volume=0.1]`: the full form of each row, one line each, and an exit code that is 1 when one missed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DUE, NOT_YET } from './rows';
import { lineText, type RowLine } from './row-line';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

function runRow(file: string, volume: string): { lines: RowLine[]; output: string; ended: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-scorecard-'));
  const report = join(folder, 'lines');
  const settings = { SCORECARD: 'full', SCORECARD_REPORT: report, SCORECARD_VOLUME: volume, NODE_ENV: 'test' };
  const program = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'tests/scorecard/vitest.config.ts', `tests/${file}`];
  const done = spawnSync(process.execPath, program, {
    cwd: root,
    env: { ...process.env, ...settings } as NodeJS.ProcessEnv,
    encoding: 'utf8' as const,
    maxBuffer: 2 ** 28,
  });
  const lines = existsSync(report)
    ? readFileSync(report, 'utf8')
        .trim()
        .split('\n')
        .map((one) => JSON.parse(one) as RowLine)
    : [];
  rmSync(folder, { recursive: true, force: true });
  return { lines, output: `${done.stdout}${done.stderr}`, ended: done.status === 0 };
}

function main(words: string[]): number {
  const volume = words.find((one) => one.startsWith('--volume='))?.slice('--volume='.length) ?? '1';
  const asked = words.filter((one) => !one.startsWith('--')).map((one) => one.toUpperCase());
  const stranger = asked.find((row) => !(row in NOT_YET) && !DUE.some((one) => one.row === row));
  if (stranger !== undefined) {
    process.stderr.write(`There is no row ${stranger}.\n`);
    return 2;
  }
  let missed = 0;
  for (const { row, file } of DUE) {
    if (asked.length > 0 && !asked.includes(row)) continue;
    const { lines, output, ended } = runRow(file, volume);
    for (const line of lines) process.stdout.write(`${lineText(line)}\n`);
    if (ended && lines.length > 0 && lines.every((line) => line.met)) continue;
    missed += 1;
    // The row's own line says what missed; without one, only the runner can.
    if (lines.every((line) => line.met)) process.stdout.write(`${row.padEnd(4)} MISSED without a line:\n${output.slice(-3_000)}\n`);
  }
  for (const [row, reason] of Object.entries(NOT_YET)) {
    if (asked.length === 0 || asked.includes(row)) process.stdout.write(`${row.padEnd(4)} not yet: ${reason}\n`);
  }
  return missed > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
