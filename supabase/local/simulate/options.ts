// What the command line of the simulator may say. Everything has a default, so `npm run simulate` alone is a believable demo.
import { parseArgs } from 'node:util';
import { Trouble } from '../trouble';

export interface SimulateOptions {
  accounts: number;
  days: number;
  /** As written, because it names the run. */
  hit_rate: string;
  seed: string;
  user: string | null;
  until: number;
  connection: string;
  concurrency: number;
  /** Share of messages the relay loses on the way; the broker still has them. */
  drop: number;
}

export const USAGE = `Usage: npm run simulate -- [--accounts 50] [--days 22] [--hr 0.55] [--seed 1] [--user EMAIL] [--until 2026-11-20]
  --accounts N       demo accounts to provide and trade (1 with --user)
  --days N           trading days each account has traded
  --hr, --hit-rate   share of trades that win, above 0 and below 1
  --seed N           the same seed gives the same trades
  --user EMAIL       one account of this trader, both made where missing
  --until DATE       the first day that is not traded any more (default: today)
  --concurrency N    messages under way at once (default 6)
  --drop SHARE       messages lost on the way, such as 0.05; pulling the feed brings them back`;

export function readOptions(args: string[], now: number): SimulateOptions | 'help' {
  const values = readValues(args);
  if (values.help) return 'help';
  const user = values.user ?? null;
  if (user !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(user))
    throw new Trouble(`--user must be an e-mail address, but it is "${user}".`);
  const until = values.until === undefined ? Math.floor(now / 86_400_000) * 86_400_000 : Date.parse(`${values.until}T00:00:00Z`);
  if (Number.isNaN(until) || until > now)
    throw new Trouble(`--until must be a date like 2026-11-20 that is not in the future, but it is "${values.until}".`);
  const rate = values['hit-rate'] ?? values.hr ?? '0.55';
  if (!/^0?\.\d{1,4}$/.test(rate) || /^0?\.0*$/.test(rate)) throw new Trouble(`--hr must be a share such as 0.55, but it is "${rate}".`);
  return {
    accounts: whole('accounts', values.accounts ?? (user === null ? '50' : '1'), 9999),
    days: whole('days', values.days ?? '22', 1000),
    hit_rate: `0.${rate.split('.')[1]?.replace(/0+$/, '') ?? ''}`,
    seed: whole('seed', values.seed ?? '1', 999_999_999).toString(),
    user,
    until,
    connection: values.connection ?? 'neutral',
    concurrency: whole('concurrency', values.concurrency ?? '6', 64),
    drop: share('drop', values.drop ?? '0'),
  };
}

function readValues(args: string[]): ReturnType<typeof parse>['values'] {
  try {
    return parse(args).values;
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n${USAGE}`);
  }
}

const text = { type: 'string' } as const;

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      accounts: text,
      days: text,
      hr: text,
      'hit-rate': text,
      seed: text,
      user: text,
      until: text,
      connection: text,
      concurrency: text,
      drop: text,
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function whole(name: string, value: string, most: number): number {
  const number = /^\d{1,9}$/.test(value) ? parseInt(value, 10) : 0;
  if (number < 1 || number > most) throw new Trouble(`--${name} must be a whole number from 1 to ${most}, but it is "${value}".`);
  return number;
}

function share(name: string, value: string): number {
  if (!/^0?(\.\d{1,4})?$/.test(value) || value === '')
    throw new Trouble(`--${name} must be a share below 1 such as 0.05, but it is "${value}".`);
  return parseFloat(`0${value.replace(/^0/, '')}`) || 0;
}
