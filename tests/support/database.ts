// A database of its own for each test file: a copy of the migrated template, gone when the file is done.
import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { inject } from 'vitest';
import type { Keys } from '@/supabase/local/keys';
import { SUPERUSER } from '@/supabase/local/postgres-cluster';
import { ensureTestCluster, TEMPLATE } from './cluster';

export interface TestDatabase {
  name: string;
  /** As `postgres`, the owner, which is not superuser. */
  url: string;
  /** As the cluster's superuser. */
  adminUrl: string;
  sql: Pool;
  admin: Pool;
  keys: Keys;
  close: () => Promise<void>;
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Copies the template. Copies queue up in Postgres, since a template may have no other visitor. */
async function copyTemplate(main: string, name: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await asSuperuser(main, `create database ${name} template ${TEMPLATE} owner postgres strategy file_copy`);
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'code' in error && error.code === '55006';
      if (!isBusy || tries > 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

function quietPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 8 });
  // Dropping the database at the end cuts idle connections; that is expected.
  pool.on('error', () => undefined);
  return pool;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const { cluster, keys } = await ensureTestCluster(inject('clusterFolder'));
  const address = (role: string, password: string, database: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
  const main = address(SUPERUSER, keys.superuser_password, 'postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await copyTemplate(main, name);
  const url = address('postgres', keys.database_password, name);
  const adminUrl = address(SUPERUSER, keys.superuser_password, name);
  const sql = quietPool(url);
  const admin = quietPool(adminUrl);
  const close = async (): Promise<void> => {
    await Promise.all([sql.end(), admin.end()]);
    await asSuperuser(main, `drop database if exists ${name} with (force)`);
  };
  return { name, url, adminUrl, sql, admin, keys, close };
}
