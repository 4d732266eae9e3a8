// The demo firm's first data: put in once, remembered in the database itself so that a deleted database is seeded again.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { queryRows, runSql, type DatabaseAddress } from './database';
import type { Keys } from './keys';
import type { KnownLogin } from './logins';
import type { Settings } from './settings';

export interface SeedContext {
  /** As `postgres`. */
  dbUrl: string;
  apiUrl: string;
  appUrl: string;
  keys: Keys;
  logins: KnownLogin[];
  log: (line: string) => void;
}

const remembering = `
  create schema if not exists stack;
  create table if not exists stack.steps (name text primary key, done_at timestamptz not null default now());
  comment on table stack.steps is 'Steps the embedded stack has finished in this database.';
`;

/** Seeds once. A seed that was interrupted is started again, so it must be safe to repeat. */
export async function seedOnce(
  settings: Settings,
  address: DatabaseAddress,
  keys: Keys,
  logins: KnownLogin[],
  log: (line: string) => void,
): Promise<boolean> {
  const path = join(settings.root, 'supabase', 'local', 'seed.ts');
  if (!existsSync(path)) return false;
  await runSql(address.superuser, remembering);
  const done = await queryRows(address.superuser, "select 1 from stack.steps where name = 'seed'");
  if (done.length > 0) return false;
  const { seed } = (await import(pathToFileURL(path).href)) as { seed: (context: SeedContext) => Promise<void> };
  await seed({ dbUrl: address.owner, apiUrl: settings.apiUrl, appUrl: settings.appUrl, keys, logins, log });
  await runSql(address.superuser, "insert into stack.steps (name) values ('seed') on conflict do nothing");
  return true;
}
