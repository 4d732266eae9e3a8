// What must never be seen outside the server: one made-up word for every setting that is nobody else's business, and where it is looked for.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Keys } from '@/supabase/local/keys';
import { projectRoot } from '@/supabase/local/settings';

export interface Canary {
  name: string;
  /** Every spelling in which it might stand somewhere. */
  words: string[];
}

/** Addresses, ports, folders and names of keys; whatever else a server is told is a secret, so a setting that is added is one at first. */
const NO_SECRETS = /^(NEXT_PUBLIC_SUPABASE_URL|CREDENTIALS_KEY_ID|APP_URL|MAIL_FROM|\w+_BASE_URL|(STACK_)?PORT|DATA_DIR|CHROMIUM_PATH)$/;
/** What only says who asks is known to whoever asks. */
const KNOWN_TO_ALL = ['publishable_key', 'credentials_key_id'];

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = (bytes: number): string => [...randomBytes(bytes)].map((byte) => BASE32[byte % 32]).join('');

/** Settings whose reader asks for a form; the word is in it. */
const FORMS: Record<string, () => [value: string, word: string]> = {
  CREDENTIALS_KEY: () => same(randomBytes(32).toString('base64')),
  CREDENTIALS_KEYS_OLD: () => {
    const key = randomBytes(32).toString('base64');
    return [`k0:${key}`, key];
  },
  DATABASE_URL: () => {
    const password = letters(24);
    return [`postgresql://postgres:${password}@127.0.0.1:1/postgres`, password];
  },
};
const same = (word: string): [string, string] => [word, word];

function spellings(word: string): string[] {
  const bytes = Buffer.from(word);
  const sealed = /^[A-Za-z0-9+/]{43}=$/.test(word) ? [Buffer.from(word, 'base64').toString('hex')] : [];
  return [...new Set([word, encodeURIComponent(word), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), ...sealed])];
}

/** A value for every setting of the example that is a secret. */
export function canarySettings(): { settings: Record<string, string>; canaries: Canary[] } {
  const example = readFileSync(join(projectRoot, '.env.example'), 'utf8');
  const names = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=$/gm)].map(([, name = '']) => name).filter((name) => !NO_SECRETS.test(name));
  const made = names.map((name) => ({ name, made: (FORMS[name] ?? (() => same(letters(40))))() }));
  return {
    settings: Object.fromEntries(made.map(({ name, made: [value] }) => [name, value])),
    canaries: made.map(({ name, made: [, word] }) => ({ name, words: spellings(word) })),
  };
}

/** What the embedded stack made for itself. */
export const stackCanaries = (keys: Keys): Canary[] =>
  Object.entries(keys)
    .filter(([name]) => !KNOWN_TO_ALL.includes(name))
    .map(([name, word]) => ({ name, words: spellings(String(word)) }));

export const sung = (canaries: readonly Canary[], text: string): string[] =>
  canaries.filter(({ words }) => words.some((word) => text.includes(word))).map(({ name }) => name);

/** Every file under a folder, with the canaries in it. */
export function sungIn(canaries: readonly Canary[], folder: string): { files: string[]; found: string[] } {
  if (!existsSync(folder)) return { files: [], found: [] };
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const files = entries.map(({ name, parentPath }) => join(parentPath, name));
  const found = files.flatMap((file) => sung(canaries, readFileSync(file, 'latin1')).map((name) => `${name} in ${file}`));
  return { files, found };
}
