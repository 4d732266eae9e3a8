// What the command line of the importer must and may say.
import { parseArgs } from 'node:util';
import { parseDecimal } from '@/lib/decimal';
import { FILE_PLATFORMS, isFilePlatform, type FilePlatform } from '@/lib/trades/sources/file-readers';
import type { DateOrder } from '@/lib/trades/sources/file-value';
import { parseZone, type ServerZone } from '@/lib/trades/sources/mt5-zone';
import { Trouble } from '../trouble';

export interface ImportOptions {
  login: string;
  /** Null where the file says it itself; whoever reads the file asks where it does not. */
  zone: ServerZone | null;
  server: string | null;
  platform: FilePlatform;
  /** What a contract costs on each side, where the file does not say: decimal text. */
  per_contract: string | null;
  dates: DateOrder | null;
  dry_run: boolean;
  file: string;
}

export const USAGE = `Usage: npm run import -- --account LOGIN [--platform mt5] [--tz ZONE] [--server NAME] [--dry-run] FILE
  FILE                an exported history; what each platform's reader takes:
${Object.entries(FILE_PLATFORMS)
  .map(([name, takes]) => `                        ${name.padEnd(13)} ${takes}`)
  .join('\n')}
  --account LOGIN     the account the history belongs to
  --platform NAME     whose file it is; mt5 where nothing is said
  --tz ZONE           zone of the file's clock, where the file does not say it: Europe/Athens, or with a distance, America/New_York+7h
  --server NAME       the broker's server, where the report does not name it or several servers know the login
  --per-contract SUM  what a contract costs on each side, for files that do not say it; 0 where it costs nothing
  --dates ORDER       dmy or mdy, where the file's dates could be read either way
  --dry-run           read and prove the file, send nothing`;

export function readOptions(args: string[]): ImportOptions | 'help' {
  const { values, positionals } = read(args);
  if (values.help) return 'help';
  const file = positionals[0];
  if (!file || positionals.length > 1) throw new Trouble(`Name one file to import.\n${USAGE}`);
  if (!values.account) throw new Trouble(`--account is missing: which login does the history belong to?\n${USAGE}`);
  const platform = values.platform ?? 'mt5';
  if (!isFilePlatform(platform)) {
    throw new Trouble(`There is no reader for files of "${platform}": --platform may be ${Object.keys(FILE_PLATFORMS).join(', ')}.`);
  }
  if (!values.tz && (platform === 'mt5' || platform === 'mt4'))
    throw new Trouble(`--tz is missing: the file does not say in which zone its clock is.\n${USAGE}`);
  const zone = values.tz === undefined ? null : parseZone(values.tz);
  if (values.tz !== undefined && !zone)
    throw new Trouble(`--tz must be a zone such as Europe/Athens or America/New_York+7h, but it is "${values.tz}".`);
  const dry_run = values['dry-run'] ?? false;
  return { login: values.account, zone, server: values.server ?? null, platform, ...readHints(values), dry_run, file };
}

function readHints(values: ReturnType<typeof parse>['values']): Pick<ImportOptions, 'per_contract' | 'dates'> {
  const { dates, 'per-contract': per_contract } = values;
  if (dates !== undefined && dates !== 'dmy' && dates !== 'mdy') throw new Trouble(`--dates must be dmy or mdy, but it is "${dates}".`);
  const cost = per_contract === undefined ? null : parseDecimal(per_contract);
  if (per_contract !== undefined && (cost === null || cost.units < 0n))
    throw new Trouble(`--per-contract must be an amount of zero or more, such as 0.52, but it is "${per_contract}".`);
  return { per_contract: per_contract ?? null, dates: dates ?? null };
}

function read(args: string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : 'These options cannot be read.'}\n${USAGE}`);
  }
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...{ account: text, tz: text, server: text, platform: text, 'per-contract': text, dates: text },
      ...{ 'dry-run': flag, help: { ...flag, short: 'h' } },
    },
  });
}
