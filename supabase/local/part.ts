// One program of the stack: started, watched, started again when it dies, ended when asked.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcess, pause, remember, type KnownProcess } from './processes';
import type { PartName } from './state';
import { Trouble } from './trouble';

export interface PartPlan {
  name: PartName;
  /** Starts the program and resolves when it works. */
  start: () => Promise<ChildProcess>;
  /** How it is asked to end. */
  ask: NodeJS.Signals;
}

/** A program that lived this long was well; its next death starts counting anew. */
const WELL_AFTER = 60_000;
const TRIES = 8;

export class Part {
  process: KnownProcess | null = null;
  private ending = false;
  private deaths = 0;

  constructor(
    readonly plan: PartPlan,
    private readonly changed: () => void,
    private readonly say: (line: string) => void,
    private readonly giveUp: (error: Error) => void,
  ) {}

  async start(): Promise<void> {
    const child = await this.plan.start();
    this.process = remember(child.pid ?? 0);
    this.changed();
    const began = Date.now();
    const died = (code: number | null, name: string | null): void => void this.revive(`${name ?? `code ${code}`}`, Date.now() - began);
    if (child.exitCode !== null || child.signalCode !== null) died(child.exitCode, child.signalCode);
    else child.once('exit', died);
  }

  private async revive(why: string, lived: number): Promise<void> {
    if (this.ending) return;
    this.deaths = lived > WELL_AFTER ? 1 : this.deaths + 1;
    for (; this.deaths <= TRIES; this.deaths += 1) {
      this.say(`${this.plan.name} ended (${why}): starting it again`);
      await pause(Math.min(250 * 2 ** this.deaths, 15_000));
      if (this.ending) return;
      try {
        await this.start();
        return;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
    this.giveUp(new Trouble(`${this.plan.name} ended ${TRIES} times in a row (${why}): see the logs.`));
  }

  async end(): Promise<void> {
    this.ending = true;
    if (this.process) await endProcess(this.process, 10_000, this.plan.ask);
    this.process = null;
  }
}

/** Starts a Node program as a part: its own process group, its output in a log, gone when the supervisor is gone. */
export function startNode(args: string[], environment: Record<string, string>, logFile: string, folder: string): ChildProcess {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const leave = join(dirname(fileURLToPath(import.meta.url)), 'leave-with-parent.mjs');
  const child = spawn(process.execPath, ['--import', leave, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LANG: process.env.LANG,
      ...environment,
      LEAVE_WITH_PIPE: '3',
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', log, log, 'pipe'],
    detached: true,
  });
  closeSync(log);
  child.on('error', () => undefined);
  return child;
}

/** Resolves with the child once the check passes; throws when the child dies first or the time is up. */
export async function whenReady(
  child: ChildProcess,
  name: string,
  check: () => Promise<boolean>,
  seconds: number,
  logFile: string,
): Promise<ChildProcess> {
  const end = Date.now() + seconds * 1_000;
  while (!(await check())) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Trouble(`The ${name} ended while starting: ${lastComplaint(logFile)} (log: ${logFile}).`);
    }
    if (Date.now() > end) {
      if (child.pid) await endProcess(remember(child.pid), 2_000);
      throw new Trouble(`The ${name} was not ready after ${seconds} seconds: see ${logFile}.`);
    }
    await pause(100);
  }
  return child;
}

/** The last line of a log that sounds like a reason. */
function lastComplaint(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').slice(-8_000).split('\n');
  return (
    lines
      .filter((line) => /error|⨯|cannot|in use|ENOSPC/i.test(line))
      .at(-1)
      ?.trim() ?? 'it said nothing'
  );
}

/** True when the address answers with a 2xx. */
export async function answersOk(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
