// A part of a measurement in a process of its own, told its task and answering in messages; and what processes have cost so far.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Starts the named file of this folder; it inherits the settings as they are now. */
export function startOwn(name: string): ChildProcess {
  return fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), { execArgv: ['--import', 'tsx'] });
}

/** Its next message; a process that ends without one is trouble. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(() => {
    throw new Error('A process of the measurement ended early.');
  });
  const [told] = await Promise.race([once(child, 'message'), ended]);
  return told as T;
}

export async function endOwn(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}

const TICKS_PER_SECOND = 100;

/** Seconds of processor time of a process and of its children, or nothing where the system does not tell them in files. */
export function processorSeconds(pid: number): number {
  let ticks = 0;
  for (const one of processes()) {
    const stat = statOf(one);
    if (stat && (one === pid || stat.parent === pid)) ticks += stat.ticks + (one === pid ? stat.ofEnded : 0);
  }
  return ticks / TICKS_PER_SECOND;
}

function processes(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [parseInt(name, 10)] : []));
  } catch {
    return [];
  }
}

function statOf(pid: number): { parent: number; ticks: number; ofEnded: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const at = (place: number) => parseInt(fields[place] ?? '0', 10);
    return { parent: at(1), ticks: at(11) + at(12), ofEnded: at(13) + at(14) };
  } catch {
    return null;
  }
}
