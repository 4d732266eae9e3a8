// `npm run test:scale`: the load test from the shell, against the running stack of this folder or the hosted project that the settings
// name. Prints the same JSON as the door, and ends with 1 where an account was not judged as expected.
import { parseArgs } from 'node:util';
import { closePool } from '@/lib/db/pool';
import { DEFAULT_ACCOUNTS, MOST_ACCOUNTS, runScaleTest, type ScaleStep } from '@/lib/engine/scale-scan';
import { findTarget } from './simulate/target';
import { runCommand, Trouble } from './trouble';

const USAGE = `Usage: npm run test:scale -- [--accounts ${DEFAULT_ACCOUNTS}]
  --accounts N       synthetic accounts to make, judge and remove (1 to ${MOST_ACCOUNTS})`;

function accountsFrom(args: string[]): number | 'help' {
  let values: { accounts?: string; help?: boolean };
  try {
    values = parseArgs({ args, options: { accounts: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n${USAGE}`);
  }
  if (values.help) return 'help';
  const text = values.accounts ?? `${DEFAULT_ACCOUNTS}`;
  const accounts = /^\d{1,5}$/.test(text) ? parseInt(text, 10) : 0;
  if (accounts < 1 || accounts > MOST_ACCOUNTS)
    throw new Trouble(`--accounts must be a whole number from 1 to ${MOST_ACCOUNTS}, but it is "${text}".`);
  return accounts;
}

const WIDTH = 30;
const WORDS: Record<ScaleStep['step'], string> = { making: 'Making', judging: 'Judging', removing: 'Removing' };

/** One line that is drawn over; on something that is no terminal only each step's end is told. */
function draw({ step, done, total }: ScaleStep): void {
  const share = total === 0 ? 1 : done / total;
  const bar = '#'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '.');
  const line = `${WORDS[step].padEnd(9)} [${bar}] ${done}/${total}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}${done >= total ? '\n' : ''}`);
  else if (done >= total) process.stderr.write(`${line}\n`);
}

async function main(): Promise<number> {
  const accounts = accountsFrom(process.argv.slice(2));
  if (accounts === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  findTarget();
  const ended = new Set<string>();
  const onStep = (one: ScaleStep) => {
    if (ended.has(one.step)) return;
    if (one.done >= one.total) ended.add(one.step);
    draw(one);
  };
  try {
    const report = await runScaleTest({ accounts, onStep });
    if (report === null) throw new Trouble('A load test is under way already: wait for it.');
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return report.success ? 0 : 1;
  } finally {
    await closePool();
  }
}

await runCommand(main);
