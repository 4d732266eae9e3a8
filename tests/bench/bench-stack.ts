// A firm on a database of its own for measurements: a fresh cluster in a temporary folder, the embedded APIs in a process of their own,
// as they are in a running stack, and the door, all on loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient, type WebSocketLikeConstructor } from '@supabase/supabase-js';
import { Client, Pool } from 'pg';
import ws from 'ws';
import { anyFreePort } from '@/supabase/local/ports';
import { SUPERUSER } from '@/supabase/local/postgres-cluster';
import { connect, openAccount, sellChallenge } from '../flow/firm';
import { ensureTestCluster, stopTestCluster, TEMPLATE } from '../support/cluster';
import type { ApiTask } from './bench-api';
import { answerOf, endOwn, processorSeconds, startOwn } from './own-process';

export interface BenchStack {
  sql: Pool;
  service: SupabaseClient;
  /** Where the door listens. */
  base: string;
  open: (login: string) => Promise<string>;
  /** Seconds of processor time that the APIs and the database have taken so far. */
  spent: () => { api: number; database: number };
  close: () => Promise<void>;
}

export async function startBench(): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'tideline-bench-'));
  return openBench(folder).catch(async (error: unknown) => {
    await clear(folder);
    throw error;
  });
}

async function clear(folder: string): Promise<void> {
  await stopTestCluster(folder);
  rmSync(folder, { recursive: true, force: true });
}

async function openBench(folder: string): Promise<BenchStack> {
  const { cluster, keys } = await ensureTestCluster(folder);
  const at = (role: string, password: string, database: string) => `postgresql://${role}:${password}@127.0.0.1:${cluster.port}/${database}`;
  const admin = new Client({ connectionString: at(SUPERUSER, keys.superuser_password, 'postgres') });
  await admin.connect();
  await admin.query(`create database bench template ${TEMPLATE} owner postgres strategy file_copy`);
  await admin.end();
  const url = at('postgres', keys.database_password, 'bench');
  const sql = new Pool({ connectionString: url, max: 4 });
  // Stopping the cluster cuts idle connections; that is expected.
  sql.on('error', () => undefined);
  const port = await anyFreePort();
  const api = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    NEXT_PUBLIC_SUPABASE_URL: api,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishable_key,
    SUPABASE_SECRET_KEY: keys.secret_key,
    DATABASE_URL: url,
    CREDENTIALS_KEY: keys.credentials_key,
    CREDENTIALS_KEY_ID: keys.credentials_key_id,
  });
  const apiProcess = startOwn('bench-api');
  const task: ApiTask = { databaseUrl: url, port, keys };
  apiProcess.send(task);
  await answerOf(apiProcess);
  const realtime = { transport: ws as unknown as WebSocketLikeConstructor };
  const service = createClient(api, keys.secret_key, { auth: { persistSession: false }, realtime });
  const { serveDoor } = await import('../flow/door-server');
  const door = await serveDoor();
  const connectionId = await connect({ sql, service }, 900, 10_000_000);
  const challenge = await sellChallenge({ sql, service });
  return {
    sql,
    service,
    base: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    open: (login) => openAccount({ sql, service }, connectionId, challenge, login),
    spent: () => ({ api: processorSeconds(apiProcess.pid ?? 0), database: processorSeconds(cluster.server.pid) }),
    close: async () => {
      door.closeAllConnections();
      door.close();
      await endOwn(apiProcess);
      await sql.end();
      await clear(folder);
    },
  };
}
