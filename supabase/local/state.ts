// What is running for a data folder: written by the supervisor, read by everybody who asks.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from './keys';
import { isAlive, remember, type KnownProcess } from './processes';
import { systemCode } from './trouble';

export type PartName = 'database' | 'api' | 'broker' | 'worker' | 'web';

export interface StackState {
  supervisor: KnownProcess;
  parts: Partial<Record<PartName, KnownProcess>>;
  ready: boolean;
  app_url: string;
  api_url: string;
  db_url: string;
}

const statePath = (dataDir: string): string => join(dataDir, 'stack.json');

/** The last written state, whether or not its processes still live. An unreadable file counts as none. */
export function readState(dataDir: string): StackState | null {
  const path = statePath(dataDir);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StackState;
  } catch {
    return null;
  }
}

/** The state of a stack that runs now, or null. */
export function runningState(dataDir: string): StackState | null {
  const state = readState(dataDir);
  return state && isAlive(state.supervisor) ? state : null;
}

export function writeState(dataDir: string, state: StackState): void {
  writePrivate(statePath(dataDir), `${JSON.stringify(state, null, 2)}\n`);
}

export const clearState = (dataDir: string): void => rmSync(statePath(dataDir), { force: true });

/**
 * Makes this process the one supervisor of the data folder. Answers the living one instead when there is one. The lock is a file
 * that only one process can create; one left behind by a killed supervisor names a process that is gone and is taken over.
 */
export function claim(dataDir: string): { owner: KnownProcess; mine: boolean } {
  const path = join(dataDir, 'supervisor.lock');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const me = remember(process.pid);
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(me), { flag: 'wx', mode: 0o600 });
      return { owner: me, mine: true };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const owner = readLock(path);
    if (owner && isAlive(owner)) return { owner, mine: owner.pid === process.pid };
    rmSync(path, { force: true });
  }
}

/** The supervisor that holds the data folder now, also while it has not started anything yet. */
export function supervisorOf(dataDir: string): KnownProcess | null {
  const owner = readLock(join(dataDir, 'supervisor.lock'));
  return owner && isAlive(owner) ? owner : null;
}

export function release(dataDir: string): void {
  const path = join(dataDir, 'supervisor.lock');
  if (readLock(path)?.pid === process.pid) rmSync(path, { force: true });
}

function readLock(path: string): KnownProcess | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KnownProcess;
  } catch {
    return null;
  }
}
