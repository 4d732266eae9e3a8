// Knowing a process again. A number alone is not enough, because the system gives old numbers to new programs:
// a process is its number and the moment it started.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';

export interface KnownProcess {
  pid: number;
  started: string;
}

/** When the process started, in whatever form this system tells it; null when there is no such process. */
export function startOf(pid: number): string | null {
  if (existsSync('/proc/self/stat')) {
    try {
      // The program's name stands in parentheses and may contain spaces, so the fields are counted from its end.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  try {
    return (
      execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
    );
  } catch {
    return null;
  }
}

export const remember = (pid: number): KnownProcess => ({ pid, started: startOf(pid) ?? '' });

export const isAlive = (known: KnownProcess): boolean => known.started !== '' && startOf(known.pid) === known.started;

/** Sends a signal to the process and, where it leads one, to its group. A process that is gone is no trouble. */
export function signal(pid: number, name: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name);
    } catch {
      // Gone already, or never a group leader: either way there is nobody left to tell.
    }
  }
}

export const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Waits until the condition holds; false when the time is up. */
export async function waitUntil(condition: () => boolean | Promise<boolean>, milliseconds: number, every = 50): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() >= end) return false;
    await pause(every);
  }
  return true;
}

/** Asks a process to end, then makes it. */
export async function endProcess(known: KnownProcess, patience = 10_000, ask: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (!isAlive(known)) return;
  signal(known.pid, ask);
  if (await waitUntil(() => !isAlive(known), patience)) return;
  signal(known.pid, 'SIGKILL');
  await waitUntil(() => !isAlive(known), 5_000);
}

/** Processes that work inside a folder (Linux only): how the survivors of a killed database server are found. */
export function processesIn(folder: string): number[] {
  if (!existsSync('/proc/self/cwd')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    });
}
