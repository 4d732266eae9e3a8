// Two clusters beside each other, and what a start does after the database server was killed.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '@/supabase/local/api-app';
import { queryRows, runSql } from '@/supabase/local/database';
import { makeKeys } from '@/supabase/local/keys';
import { openCluster, removeCluster, addressOf, type OpenedCluster } from '@/supabase/local/open-cluster';
import { anyFreePort, requireFreePort } from '@/supabase/local/ports';
import { ensureCluster, startCluster } from '@/supabase/local/postgres-cluster';
import { endProcess, remember, type KnownProcess } from '@/supabase/local/processes';
import { stopTestCluster } from '@/tests/support/cluster';

const folders: string[] = [];
const servers: KnownProcess[] = [];

async function newCluster(): Promise<OpenedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  folders.push(folder);
  const opened = openCluster(folder, await anyFreePort(), false);
  await ensureCluster(opened.cluster);
  return opened;
}

async function start(opened: OpenedCluster): Promise<KnownProcess> {
  const child = await startCluster(opened.cluster);
  const server = remember(child.pid ?? 0);
  servers.push(server);
  return server;
}

let one: OpenedCluster;
let two: OpenedCluster;
let first: KnownProcess;

beforeAll(async () => {
  one = await newCluster();
  two = await newCluster();
  first = await start(one);
});
afterAll(async () => {
  for (const server of servers) await endProcess(server, 5_000, 'SIGQUIT');
  for (const opened of [one, two]) removeCluster(opened.cluster.folder);
  for (const folder of folders) {
    await stopTestCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});

const url = (opened: OpenedCluster): string => addressOf(opened).superuser;

describe('the embedded database', () => {
  it('two stand side by side and know nothing of each other', async () => {
    await start(two);
    await runSql(url(one), 'create table only_in_one (id int)', 'insert into only_in_one values (1)');
    expect(await queryRows(url(two), "select 1 from pg_tables where tablename = 'only_in_one'")).toEqual([]);
  });

  it('is started over a server that outlived its supervisor', async () => {
    const second = await start(one);
    expect(second.pid).not.toBe(first.pid);
    first = second;
    expect(await queryRows(url(one), 'select id from only_in_one')).toEqual([{ id: 1 }]);
  });

  it('is started after the server was killed outright', async () => {
    process.kill(first.pid, 'SIGKILL');
    first = await start(one);
    expect(await queryRows(url(one), 'select id from only_in_one')).toEqual([{ id: 1 }]);
  });

  it('is made anew when its keys were deleted with the data folder', () => {
    const folder = folders[1] ?? '';
    rmSync(join(folder, 'keys.json'));
    const again = openCluster(folder, two.cluster.port, false);
    expect(again.keys.superuser_password).not.toBe(two.keys.superuser_password);
  });

  it('names a taken port and the setting that moves it', async () => {
    const port = await anyFreePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    await new Promise((done) => squatter.once('listening', done));
    await expect(requireFreePort(port, 'the API', 'STACK_PORT')).rejects.toThrow(`Port ${port} for the API is taken by another program`);
    squatter.close();
  });

  it('that is gone is said to be gone at once, however often the API has been asked for it', async () => {
    const databaseUrl = `postgresql://postgres@127.0.0.1:${await anyFreePort()}/postgres`;
    const api = createApi({ databaseUrl, keys: makeKeys(), appUrl: '', supabaseFolder: '', email: { send: () => Promise.resolve() } });
    const { driver } = api.connection as unknown as { driver: { unsafe: (text: string) => Promise<unknown> } };
    const began = Date.now();
    const answers = await Promise.allSettled(Array.from({ length: 36 }, () => driver.unsafe('select 1')));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(36);
    // Left to itself the driver would keep the last of them waiting for twenty seconds and more.
    expect(Date.now() - began).toBeLessThan(10_000);
    await api.connection.close();
  });
});
