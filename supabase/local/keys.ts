// The secrets of one local stack: made once, kept in the data folder for its owner's eyes only.
// They survive restarts because sealed credentials, sessions and signed messages depend on them.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Trouble } from './trouble';

export interface Keys {
  publishable_key: string;
  secret_key: string;
  jwt_secret: string;
  /** Standard Webhooks secret of the demo connection. */
  webhook_secret: string;
  cron_secret: string;
  /** base64 of 32 bytes; seals stored credentials. */
  credentials_key: string;
  credentials_key_id: string;
  /** One password for every demo login. */
  login_password: string;
  /** Of the cluster's superuser `supabase_admin`. */
  superuser_password: string;
  /** Of `postgres`, which owns the database and is not superuser. */
  database_password: string;
}

const word = (bytes: number): string => randomBytes(bytes).toString('base64url').replace(/[-_]/g, 'x');

export function makeKeys(): Keys {
  return {
    publishable_key: `sb_publishable_${word(24)}`,
    secret_key: `sb_secret_${word(24)}`,
    jwt_secret: word(48),
    webhook_secret: `whsec_${randomBytes(32).toString('base64')}`,
    cron_secret: word(24),
    credentials_key: randomBytes(32).toString('base64'),
    credentials_key_id: 'k1',
    login_password: `tide-${word(9)}`,
    superuser_password: word(24),
    database_password: word(24),
  };
}

export const keysPath = (dataDir: string): string => join(dataDir, 'keys.json');

/** The keys of a data folder, or null before its first start. */
export function readKeys(dataDir: string): Keys | null {
  const path = keysPath(dataDir);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Keys;
  } catch (error) {
    // New keys would not open the database that is there, so this is not for a start to mend.
    if (error instanceof SyntaxError)
      throw new Trouble(`The keys in ${path} cannot be read: put a copy back, or run \`npm run stack -- reset\`.`);
    throw error;
  }
}

/** Reads the keys, making them first when there are none. */
export function ensureKeys(dataDir: string): Keys {
  const kept = readKeys(dataDir);
  if (kept) return kept;
  const keys = makeKeys();
  writePrivate(keysPath(dataDir), `${JSON.stringify(keys, null, 2)}\n`);
  return keys;
}

/** Writes a file only its owner may read, whole or not at all. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
}
