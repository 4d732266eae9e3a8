// What the command line of the importer must and may say.
import { parseArgs } from 'node:util';
import { PLATFORMS, type Platform } from '@/lib/trades/event';
import { parseZone, type ServerZone } from '@/lib/trades/sources/mt5-zone';
import { Trouble } from '../trouble';

export interface ImportOptions {
  login: string;
  zone: ServerZone;
  server: string | null;
  platform: Platform;
  dry_run: boolean;
  file: string;
}

export const USAGE = `Usage: npm run import -- --account LOGIN --tz ZONE [--server NAME] [--platform mt5] [--dry-run] FILE
  FILE               MetaTrader 5's Trade History Report (HTML), or its deals table copied as tab-separated text
  --account LOGIN    the account the history belongs to
  --tz ZONE          zone of the trade server's clock: Europe/Athens, or with a distance, America/New_York+7h
  --server NAME      the broker's server, where the report does not name it or several servers know the login
  --dry-run          read and prove the file, send nothing`;

export function readOptions(args: string[]): ImportOptions | 'help' {
  const { values, positionals } = read(args);
  if (values.help) return 'help';
  const file = positionals[0];
  if (!file || positionals.length > 1) throw new Trouble(`Name one file to import.\n${USAGE}`);
  if (!values.account) throw new Trouble(`--account is missing: which login does the history belong to?\n${USAGE}`);
  if (!values.tz) throw new Trouble(`--tz is missing: the file does not say in which zone its clock is.\n${USAGE}`);
  const zone = parseZone(values.tz);
  if (!zone) throw new Trouble(`--tz must be a zone such as Europe/Athens or America/New_York+7h, but it is "${values.tz}".`);
  const platform = PLATFORMS.find((name) => name === (values.platform ?? 'mt5'));
  if (!platform) throw new Trouble(`--platform must be one of ${PLATFORMS.join(', ')}.`);
  return { login: values.account, zone, server: values.server ?? null, platform, dry_run: values['dry-run'] ?? false, file };
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
    options: { account: text, tz: text, server: text, platform: text, 'dry-run': flag, help: { ...flag, short: 'h' } },
  });
}
