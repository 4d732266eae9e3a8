// `npm run scorecard [-- R1 R5 …] [--volume=0.1]`: the full form of each row, one line each, and an exit code that is 1 when one missed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { DUE, LEFT_OUT, NOT_YET, type Due } from './rows';
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

const ran = new Map<string, ReturnType<typeof runRow>>();

/** Prints what a row came to; answers whether it was met. */
function tellRow({ row, file, whole }: Due, volume: string): boolean {
  // Several rows may be shown by the tests of one file.
  const { lines, output, ended } = ran.get(file) ?? runRow(file, volume);
  ran.set(file, { lines, output, ended });
  for (const line of lines) process.stdout.write(`${lineText(line)}\n`);
  if (whole !== undefined && ended) {
    const [, tests = '0'] = /Tests\s+(\d+) passed/.exec(stripVTControlCharacters(output)) ?? [];
    process.stdout.write(`${row.padEnd(4)} met  ${whole} (every test of tests/${file}: ${tests})\n`);
    return tests !== '0';
  }
  if (ended && lines.length > 0 && lines.every((line) => line.met)) return true;
  // The row's own line says what missed; without one, only the runner can.
  if (lines.every((line) => line.met)) process.stdout.write(`${row.padEnd(4)} MISSED without a line:\n${output.slice(-3_000)}\n`);
  return false;
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
  for (const due of DUE) {
    if (asked.length > 0 && !asked.includes(due.row)) continue;
    if (!tellRow(due, volume)) missed += 1;
    const left = LEFT_OUT[due.row];
    const isLast = DUE.filter(({ row }) => row === due.row).at(-1) === due;
    if (left !== undefined && isLast) process.stdout.write(`${''.padEnd(4)} does not show: ${left}\n`);
  }
  for (const [row, reason] of Object.entries(NOT_YET)) {
    if (asked.length === 0 || asked.includes(row)) process.stdout.write(`${row.padEnd(4)} not yet: ${reason}\n`);
  }
  return missed > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
