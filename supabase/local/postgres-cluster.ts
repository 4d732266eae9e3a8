// One Postgres cluster: made, started, stopped, and brought back after anything was killed.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Account } from './postgres-account';
import type { Binaries } from './postgres-binaries';
import { endProcess, processesIn, remember, signal, startOf, waitUntil } from './processes';
import { Trouble, systemCode } from './trouble';

export interface Cluster {
  folder: string;
  port: number;
  superuserPassword: string;
  logFile: string;
  account: Account;
  binaries: Binaries;
  /** Tests trade the promise to survive a power cut for speed. */
  durable: boolean;
}

export const SUPERUSER = 'supabase_admin';
const MAJOR = '17';
const ROOM_NEEDED = 400 * 1024 * 1024;

export const superuserUrl = (cluster: Cluster, database = 'postgres'): string =>
  `postgresql://${SUPERUSER}:${cluster.superuserPassword}@127.0.0.1:${cluster.port}/${database}`;

/** Nothing of the caller's environment reaches the server: a stray PGDATA or locale would change what it does. */
const environment: NodeJS.ProcessEnv = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function runAs(account: Account): { uid?: number; gid?: number } {
  return account.ids ?? {};
}

function requireRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= ROOM_NEEDED) return;
  const left = Math.floor((bavail * bsize) / 1024 / 1024);
  throw new Trouble(`The disk is full: ${left} MB are left where the database is kept (${folder}), and a start needs 400 MB.`);
}

/** Makes the cluster when there is none. An unfinished one, whose making was interrupted, is made again. */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  const parent = dirname(cluster.folder);
  const finished = `${cluster.folder}.ready`;
  requireRoom(parent);
  if (existsSync(finished)) {
    const version = join(cluster.folder, 'PG_VERSION');
    const major = existsSync(version) ? readFileSync(version, 'utf8').trim() : null;
    if (major === MAJOR) return;
    if (major === null)
      throw new Trouble(`The database in ${cluster.folder} is damaged: put a copy back, or run \`npm run stack -- reset\`.`);
    throw new Trouble(`The database in ${cluster.folder} was made by Postgres ${major}, this is ${MAJOR}: run \`npm run stack -- reset\`.`);
  }
  rmSync(cluster.folder, { recursive: true, force: true });
  const passwordFile = `${cluster.folder}.password`;
  writeFileSync(passwordFile, `${cluster.superuserPassword}\n`, { mode: 0o600 });
  if (cluster.account.ids) chownSync(passwordFile, cluster.account.ids.uid, cluster.account.ids.gid);
  try {
    await initialise(cluster, passwordFile);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(finished, '');
}

async function initialise(cluster: Cluster, passwordFile: string): Promise<void> {
  const flags = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=en-US',
    '--no-instructions',
  ];
  if (!cluster.durable) flags.push('--no-sync');
  const args = [`--pgdata=${cluster.folder}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, ...flags];
  const child = spawn(cluster.binaries.initdb, args, {
    ...runAs(cluster.account),
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done));
  if (code === 0) return;
  if (/no space left on device/i.test(said)) throw new Trouble('The disk is full: free some space, then start again.');
  throw new Trouble(`Postgres could not make its data folder: ${said.trim().split('\n').at(-1) ?? `code ${code}`}`);
}

/**
 * Ends whatever still works in the cluster's folder. A server outlives a killed supervisor, and its workers may outlive a killed
 * server for a moment; two servers on one folder would destroy it, so this waits until the folder is quiet.
 */
export async function endLeftovers(cluster: Cluster): Promise<void> {
  const lock = join(cluster.folder, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  const folder = realpathSync(cluster.folder);
  const ours = (): number[] => processesIn(folder);
  // Only Linux can tell whose process it is; elsewhere Postgres' own check of its lock file decides.
  if (process.platform === 'linux') {
    if (ours().includes(pid)) await endProcess(remember(pid), 15_000, 'SIGINT');
    if (!(await waitUntil(() => ours().length === 0, 5_000))) {
      for (const stray of ours()) signal(stray, 'SIGKILL');
      await waitUntil(() => ours().length === 0, 5_000);
    }
    // Another program may carry the old number by now, and Postgres would believe it to be itself.
    if (existsSync(lock) && startOf(pid) !== null) rmSync(lock, { force: true });
  }
}

/** Starts the server and waits until it takes a connection. */
export async function startCluster(cluster: Cluster): Promise<ChildProcess> {
  await endLeftovers(cluster);
  mkdirSync(dirname(cluster.logFile), { recursive: true });
  const settings: Record<string, string> = {
    port: String(cluster.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_wal_size: '1GB',
    max_worker_processes: '4',
    max_parallel_workers: '2',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  const args = ['-D', cluster.folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openSync(cluster.logFile, 'a', 0o600);
  const child = spawn(cluster.binaries.postgres, args, {
    ...runAs(cluster.account),
    cwd: '/',
    env: environment,
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let ended = false;
  child.once('exit', () => (ended = true)).once('error', () => (ended = true));
  try {
    const ready = await waitUntil(async () => ended || (await answers(cluster)), 60_000, 100);
    if (ended || !ready) throw new Trouble(whyNot(cluster));
    return child;
  } catch (error) {
    if (child.pid) await endProcess(remember(child.pid), 10_000, 'SIGINT');
    throw error;
  }
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new Client({ connectionString: superuserUrl(cluster), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // Not a matter of waiting: the keys in the data folder are those of another cluster.
    if (systemCode(error) === '28P01')
      throw new Trouble('The database does not know the keys in the data folder: run `npm run stack -- reset`.');
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server's last words, as one sentence. */
function whyNot(cluster: Cluster): string {
  const tail = readFileSync(cluster.logFile, 'utf8').slice(-4_000);
  if (/no space left on device/i.test(tail)) return 'The disk is full: the database could not start. Free some space, then start again.';
  if (/address already in use/i.test(tail)) {
    return `Port ${cluster.port} for the database is taken by another program: stop it, or set STACK_PORT to another port.`;
  }
  const words = tail.split('\n').filter((line) => /FATAL|PANIC|ERROR|LOG/.test(line));
  return `The database did not start: ${words.at(-1)?.trim() ?? 'it said nothing'} (log: ${cluster.logFile}).`;
}
