// Where one local stack lives: its ports, its folder, and whether it is needed at all.
// Two stacks run side by side when PORT, STACK_PORT and DATA_DIR differ.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Trouble } from './trouble';

export interface Settings {
  /** The folder of package.json. */
  root: string;
  /** Keys, logs and state; for an ordinary user the database too. */
  dataDir: string;
  port: number;
  stackPort: number;
  databasePort: number;
  appUrl: string;
  apiUrl: string;
  /** True when a Supabase project is named: then nothing embedded starts. */
  hosted: boolean;
  /** Every non-empty setting of `.env`, `.env.local` and the environment, the later winning. */
  values: Record<string, string>;
}

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Non-empty settings only, because an unchanged copy of `.env.example` must mean "nothing set". */
function filled(values: Record<string, string | undefined>): Record<string, string> {
  const kept = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim()));
  return Object.fromEntries(kept);
}

function fileValues(path: string): Record<string, string> {
  return existsSync(path) ? filled(parseEnv(readFileSync(path, 'utf8')) as Record<string, string | undefined>) : {};
}

function portFrom(values: Record<string, string>, name: string, fallback: number): number {
  const text = values[name];
  if (text === undefined) return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_534) throw new Trouble(`${name} must be a port between 1 and 65534, but it is "${text}".`);
  return port;
}

/** Reads the settings files under `root` and the given environment. */
export function readSettings(environment: NodeJS.ProcessEnv = process.env, root: string = projectRoot): Settings {
  const values = { ...fileValues(join(root, '.env')), ...fileValues(join(root, '.env.local')), ...filled(environment) };
  const port = portFrom(values, 'PORT', 3000);
  const stackPort = portFrom(values, 'STACK_PORT', 54_321);
  const names = ['NEXT_PUBLIC_SUPABASE_URL', 'NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'SUPABASE_SECRET_KEY'];
  const named = names.filter((name) => values[name] !== undefined);
  const embedded = values.STACK_EMBEDDED === '1' || named.length === 0;
  if (!embedded && named.length < names.length) {
    const missing = names.filter((name) => values[name] === undefined);
    const [are, it] = missing.length > 1 ? ['are', 'them'] : ['is', 'it'];
    throw new Trouble(
      `A Supabase project is named, but ${missing.join(' and ')} ${are} missing: set ${it}, or leave all three empty for the embedded stack.`,
    );
  }
  return {
    root,
    dataDir: resolve(root, values.DATA_DIR ?? '.data'),
    port,
    stackPort,
    databasePort: stackPort + 1,
    appUrl: (values.APP_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    apiUrl: embedded ? `http://127.0.0.1:${stackPort}` : (values.NEXT_PUBLIC_SUPABASE_URL ?? ''),
    hosted: !embedded,
    values,
  };
}

/** Where the demo broker listens: beside the API and the database. */
export const brokerPortOf = ({ stackPort }: Settings): number => stackPort + 2;

/** A short name for a data folder that stays the same whatever path led to it. */
export function folderId(dataDir: string): string {
  const real = existsSync(dataDir) ? realpathSync(dataDir) : dataDir;
  return createHash('sha256').update(real).digest('hex').slice(0, 12);
}
