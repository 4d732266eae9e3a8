// The one database cluster of a test run, with a migrated template that every test file copies.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureDatabase, ensureRoles, runSql } from '@/supabase/local/database';
import { readKeys, type Keys } from '@/supabase/local/keys';
import { addressOf, openCluster, removeCluster } from '@/supabase/local/open-cluster';
import { anyFreePort } from '@/supabase/local/ports';
import { ensureCluster, startCluster } from '@/supabase/local/postgres-cluster';
import { endProcess, isAlive, pause, remember, type KnownProcess } from '@/supabase/local/processes';
import { projectRoot } from '@/supabase/local/settings';

export interface TestCluster {
  port: number;
  server: KnownProcess;
  /** Folder of the cluster on disk. */
  home: string;
}

export const TEMPLATE = 'tideline_template';

const stateFile = (folder: string): string => join(folder, 'cluster.json');

function readCluster(folder: string): TestCluster | null {
  try {
    return JSON.parse(readFileSync(stateFile(folder), 'utf8')) as TestCluster;
  } catch {
    return null;
  }
}

/** Answers the run's cluster, starting and migrating it when this is the first test to ask. */
export async function ensureTestCluster(folder: string): Promise<{ cluster: TestCluster; keys: Keys }> {
  const lock = join(folder, 'starting');
  for (;;) {
    const ready = readCluster(folder);
    const keys = readKeys(folder);
    if (ready && keys) return { cluster: ready, keys };
    if (existsSync(join(folder, 'failed'))) throw new Error(readFileSync(join(folder, 'failed'), 'utf8'));
    try {
      writeFileSync(lock, '', { flag: 'wx' });
    } catch {
      // Another test file is at it.
      await pause(100);
      continue;
    }
    try {
      return await startTestCluster(folder);
    } catch (error) {
      writeFileSync(
        join(folder, 'failed'),
        `The test database could not be started: ${error instanceof Error ? error.message : String(error)}`,
      );
      throw error;
    }
  }
}

async function startTestCluster(folder: string): Promise<{ cluster: TestCluster; keys: Keys }> {
  const opened = openCluster(folder, await anyFreePort(), false);
  await ensureCluster(opened.cluster);
  const child = await startCluster(opened.cluster);
  // It serves every test file, so it outlives the one that happened to start it.
  child.unref();
  const server = remember(child.pid ?? 0);
  writeFileSync(join(folder, 'server.json'), JSON.stringify(server));
  const main = addressOf(opened);
  await ensureRoles(main.superuser, opened.keys.database_password);
  await runSql(main.superuser, `create database ${TEMPLATE} owner postgres`);
  await ensureDatabase(addressOf(opened, TEMPLATE), opened.keys, projectRoot);
  const cluster: TestCluster = { port: opened.cluster.port, server, home: opened.cluster.folder };
  writeFileSync(stateFile(folder), JSON.stringify(cluster));
  return { cluster, keys: opened.keys };
}

/** Ends the run's cluster, if there was one, and deletes it. */
export async function stopTestCluster(folder: string): Promise<void> {
  const serverFile = join(folder, 'server.json');
  if (existsSync(serverFile)) {
    const server = JSON.parse(readFileSync(serverFile, 'utf8')) as KnownProcess;
    // Nothing here is worth writing down, so the server need not take its time.
    if (isAlive(server)) await endProcess(server, 5_000, 'SIGQUIT');
  }
  if (!existsSync(folder)) return;
  const home = readCluster(folder)?.home ?? openCluster(folder, 1, false).cluster.folder;
  removeCluster(home);
  if (dirname(home) !== folder) rmSync(dirname(home), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
