// From an empty cluster to a migrated database: roles, the system schemas, the job queue's tables, then our migrations.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger, runMigrations } from 'graphile-worker';
import { Client } from 'pg';
import { createApi } from './api-app';
import type { Keys } from './keys';
import { pushMigrations } from './migrate';

const here = dirname(fileURLToPath(import.meta.url));

export interface DatabaseAddress {
  /** As the superuser, in the same database. */
  superuser: string;
  /** As `postgres`, the owner. */
  owner: string;
}

/** Runs statements on a connection of their own. */
export async function runSql(url: string, ...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

export async function queryRows<Row>(url: string, statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The roles of a cluster; once per cluster, harmless again. */
export async function ensureRoles(superuserUrl: string, ownerPassword: string): Promise<void> {
  await runSql(
    superuserUrl,
    readFileSync(join(here, 'roles.sql'), 'utf8'),
    `alter role postgres password ${quoted(ownerPassword)}`,
    'alter database postgres owner to postgres',
  );
}

/** Everything one database needs, ending with our migrations; harmless again, and quick when nothing is new. */
export async function ensureDatabase(
  address: DatabaseAddress,
  keys: Pick<Keys, 'publishable_key' | 'secret_key' | 'jwt_secret'>,
  projectFolder: string,
): Promise<string[]> {
  await runSql(address.superuser, readFileSync(join(here, 'database-roles.sql'), 'utf8'));
  const app = createApi({
    databaseUrl: address.owner,
    keys,
    appUrl: 'http://localhost',
    supabaseFolder: dirname(here),
    email: { send: () => Promise.resolve() },
    connections: 2,
  });
  try {
    await app.ensureSystemSchema();
  } finally {
    await app.connection.close();
  }
  await runSql(address.owner, 'grant usage on schema auth to anon, authenticated, service_role');
  await installQueue(address.owner);
  return pushMigrations(address.owner, projectFolder);
}

/** The queue's own tables. Its progress lines are of no interest here: a failure still throws. */
async function installQueue(ownerUrl: string): Promise<void> {
  await runMigrations({ connectionString: ownerUrl, logger: new Logger(() => () => undefined) });
}

/** Puts our grants back, where the migrations that define them are there. */
export async function applyGrants(ownerUrl: string): Promise<void> {
  const [found] = await queryRows<{ is_there: boolean }>(
    ownerUrl,
    "select to_regprocedure('private.apply_grants()') is not null as is_there",
  );
  if (found?.is_there) await runSql(ownerUrl, 'select private.apply_grants()');
}
