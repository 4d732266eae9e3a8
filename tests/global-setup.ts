// Gives a test run a folder for its own database cluster and clears it away afterwards, with whatever a killed run left behind.
// The cluster itself is started by the first test that asks for a database, so a run of pure tests costs nothing.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive, remember, type KnownProcess } from '@/supabase/local/processes';
import { stopTestCluster } from './support/cluster';

declare module 'vitest' {
  interface ProvidedContext {
    clusterFolder: string;
  }
}

const HOME = join(tmpdir(), `tideline-tests-${process.getuid?.() ?? 'user'}`);

/** A folder is named after the run that made it: its process and the moment that one started. */
function ownerOf(name: string): KnownProcess | null {
  const match = /^(\d+)-([^-]+)-/.exec(name);
  return match?.[1] && match[2] ? { pid: Number(match[1]), started: Buffer.from(match[2], 'hex').toString() } : null;
}

async function clearLeftovers(): Promise<void> {
  for (const name of readdirSync(HOME)) {
    const owner = ownerOf(name);
    if (owner && isAlive(owner)) continue;
    await stopTestCluster(join(HOME, name));
    rmSync(join(HOME, name), { recursive: true, force: true });
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(HOME, { recursive: true, mode: 0o700 });
  await clearLeftovers();
  const me = remember(process.pid);
  const folder = mkdtempSync(join(HOME, `${me.pid}-${Buffer.from(me.started).toString('hex')}-`));
  project.provide('clusterFolder', folder);
  return async () => {
    await stopTestCluster(folder);
    rmSync(folder, { recursive: true, force: true });
  };
}
