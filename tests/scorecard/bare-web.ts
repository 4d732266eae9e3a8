// A firm with the door alone in front of it, behind real sockets: for rows that post by the thousand, and for rows that kill it.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { closePool } from '@/lib/db/pool';
import { anyFreePort } from '@/supabase/local/ports';
import { projectRoot } from '@/supabase/local/settings';
import { connect, openAccount, post, sellChallenge } from '../flow/firm';
import type { DayFlow } from '../flow/campaign-day';
import { startTestStack, type TestStack } from '../support/stack';

export interface BareWeb extends DayFlow {
  stack: TestStack;
  openAccount: (login: string) => Promise<string>;
  kill: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
}

/** The door in a process of its own, once it listens. */
export async function spawnDoor(environment: Record<string, string>, port: number): Promise<ChildProcess> {
  const env = { ...process.env, ...environment, PORT: String(port) } as NodeJS.ProcessEnv;
  const program = ['--import', 'tsx', join(projectRoot, 'tests/scorecard/door-process.ts')];
  // What it complains of is thrown away: a pipe that nobody reads is full after a few dozen complaints, and then it stands still.
  const child = spawn(process.execPath, program, { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`the door ended with ${code}`)));
  });
  return child;
}

export async function startBareWeb(graceSeconds: number, environment: Record<string, string> = {}): Promise<BareWeb> {
  const stack = await startTestStack({ environment });
  const connectionId = await connect(stack, graceSeconds, 1_000_000);
  const challenge = await sellChallenge(stack);
  const port = await anyFreePort();
  let door: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    door = await spawnDoor({ ...stack.environment, ...environment }, port);
  };
  const kill = async (): Promise<void> => {
    const child = door;
    door = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    stack,
    start,
    kill,
    send: (message, options = {}) => post(`http://127.0.0.1:${port}`, message, options),
    rows: async <T>(sql: string, ...values: unknown[]) => (await stack.sql.query(sql, values)).rows as T[],
    openAccount: (login) => openAccount(stack, connectionId, challenge, login),
    close: async () => {
      await kill();
      await closePool();
      await stack.close();
    },
  };
}
