// What a test needs to end programs exactly where it wants: a platform and a post office that listen, count and fall silent, a lock that
// holds the next statement, and kill -9. Nothing of the product is replaced.
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import { anyFreePort } from '@/supabase/local/ports';
import { projectRoot } from '@/supabase/local/settings';
import type { SaleFirm } from './sale-firm';

/** `silent` takes what it is handed and never says so; `down` hangs up at once. */
export type Mood = 'ok' | 'silent' | 'down';
export interface Listening {
  url: string;
  mood: Mood;
  /** Every call, by the key under which it came; what was done is one per key. */
  heard: { key: string; type: string; answer: unknown }[];
  close: () => void;
}

async function listen(mood: Mood, keyed: string, answerOf: (body: Record<string, unknown>, done: number) => unknown): Promise<Listening> {
  const state: Listening = { url: '', mood, heard: [], close: () => undefined };
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (state.mood === 'down') return void request.socket.destroy();
      const key = String(request.headers[keyed]);
      const body = JSON.parse(text) as Record<string, unknown>;
      const known = state.heard.find((one) => one.key === key);
      const type = String(body.type ?? 'letter');
      const answer = known?.answer ?? answerOf(body, keysOf(state, type).size);
      state.heard.push({ key, type, answer });
      if (state.mood === 'ok') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  };
  const server = createServer(serve);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return state;
}

/** Opens one login per key, however often it is asked. */
export const startPlatform = () => listen('ok', 'webhook-id', (_, done) => ({ login: `P-${1_000 + done}` }));
/** Keeps one letter per key. */
export const startPostOffice = () => listen('ok', 'idempotency-key', ({ to }, done) => ({ id: `letter-${done}`, to }));

export const keysOf = (place: Listening, type: string): Set<string> =>
  new Set(place.heard.filter((one) => one.type === type).map(({ key }) => key));

/** Takes a lock in a session of its own; answers how to let it go. */
export async function holding({ stack }: SaleFirm, sql: string, ...values: unknown[]): Promise<() => Promise<void>> {
  const holder = new Client({ connectionString: stack.dbUrl });
  // A test that fails in between leaves its session to the end of the database.
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query('begin');
  await holder.query(sql, values);
  return () => holder.end();
}

const waiting = `wait_event_type = 'Lock' and pid <> pg_backend_pid() and datname = current_database() and query ilike '%' || $1 || '%'`;
/** Waits until that function stands before the lock. */
export const standsAt = ({ rows }: SaleFirm, name: string) =>
  expect
    .poll(() => rows(`select 1 from pg_stat_activity where ${waiting}`, name), { timeout: 45_000, interval: 10, message: name })
    .not.toEqual([]);
/** Whoever asked is dead; the statement that still waits for them comes to nothing, as it does where its backend is gone. */
export async function comesToNothing({ rows }: SaleFirm, name: string): Promise<void> {
  await rows(`select pg_cancel_backend(pid) from pg_stat_activity where ${waiting}`, name);
  await expect.poll(() => rows(`select 1 from pg_stat_activity where ${waiting}`, name), { timeout: 5_000, interval: 10 }).toEqual([]);
}

/** Starts a worker, lets it come as far as `there`, and ends it with kill -9; what it had begun is free again as after its silence. */
export async function killWorker(firm: SaleFirm, there: () => Promise<unknown>): Promise<void> {
  await due(firm);
  const end = await firm.stack.startWorker();
  await there();
  await end('SIGKILL');
  await firm.rows(`update private.worker_beats set beat_at = beat_at - interval '5 minutes'`);
}

/** Whatever is to be tried later is tried now. */
export const due = ({ rows }: SaleFirm) =>
  rows('update graphile_worker._private_jobs set run_at = now() where run_at > now() and attempts < max_attempts');

export interface Door {
  post: (path: string, body: string, headers: Record<string, string>) => Promise<number>;
  kill: () => Promise<void>;
}
/** The webhook door in a process of its own. */
export async function startDoor({ stack }: SaleFirm): Promise<Door> {
  const port = await anyFreePort();
  const env = { ...process.env, ...stack.environment, PORT: String(port) } as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, ['--import', 'tsx', join(projectRoot, 'tests/scorecard/door-process.ts')], {
    cwd: projectRoot,
    env,
  });
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready());
    child.once('exit', (code) => failed(new Error(`the door ended with ${code}`)));
  });
  return {
    post: async (path, body, headers) => (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers })).status,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
