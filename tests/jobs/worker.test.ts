// Workers on the real queue: jobs run, failures are told once, a dead worker's locks are freed, a living one's are not.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ExhaustedJob } from '@/lib/jobs/settle';
import { unlockSilent } from '@/lib/jobs/heartbeat';
import { startWorker, type RunningWorker, type WorkerSettings } from '@/lib/jobs/start';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
const running: RunningWorker[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const worker of running.splice(0)) await worker.stop().then(() => worker.ended);
});
afterAll(() => database.close());

async function work(settings: Partial<WorkerSettings>): Promise<RunningWorker> {
  const quiet = { tasks: {}, concurrency: 2, pollMs: 50, log: () => undefined, exhausted: () => Promise.resolve() };
  const worker = await startWorker({ databaseUrl: database.url, ...quiet, ...settings });
  running.push(worker);
  return worker;
}

async function add(task: string, payload: object, attempts = 25): Promise<string> {
  const added = await database.sql.query<{ id: string }>('select id::text from graphile_worker.add_job($1, $2::json, max_attempts => $3)', [
    task,
    JSON.stringify(payload),
    attempts,
  ]);
  return added.rows[0]?.id ?? '';
}

async function lockedBy(job: string): Promise<string | null> {
  const found = await database.sql.query<{ locked_by: string | null }>('select locked_by from graphile_worker.jobs where id = $1', [job]);
  return found.rows[0]?.locked_by ?? null;
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await condition()) return;
    await pause(50);
  }
  throw new Error('it never happened');
}

/** A job that a worker took `ago` and never finished; its last beat is as old. */
async function abandoned(ago: string, beat: string | null): Promise<{ job: string; worker: string }> {
  const [job, worker] = [await add('never', {}), `gone-${randomUUID()}`];
  await database.sql.query(
    "update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - $3::interval, run_at = now() + interval '1 day' where id = $1",
    [job, worker, ago],
  );
  if (beat)
    await database.sql.query('insert into private.worker_beats (worker_id, beat_at) values ($1, now() - $2::interval)', [worker, beat]);
  return { job, worker };
}

test('a job runs with its payload and leaves the queue', async () => {
  const seen: unknown[] = [];
  await work({ tasks: { greet: async (payload) => void seen.push(payload) } });
  const job = await add('greet', { inbox_id: 'a' });
  await until(() => seen.length === 1);
  expect(seen).toEqual([{ inbox_id: 'a' }]);
  await until(async () => (await database.sql.query('select from graphile_worker.jobs where id = $1', [job])).rowCount === 0);
});

test('a failure is one line, and only the last attempt asks a person', async () => {
  const lines: string[] = [];
  const asked: ExhaustedJob[] = [];
  const fail = () => Promise.reject(new Error('no luck\n    at some stack'));
  await work({ tasks: { fail }, log: (line) => lines.push(line), exhausted: async (job) => void asked.push(job) });
  const patient = await add('fail', { n: 1 }, 2);
  const spent = await add('fail', { n: 2 }, 1);
  await until(() => lines.length >= 2 && asked.length >= 1);
  expect(lines.every((line) => /^job fail \d+ failed \(attempt 1 of [12]\): no luck$/.test(line))).toBe(true);
  expect(asked).toEqual([{ job_id: spent, task: 'fail', payload: { n: 2 }, attempts: 1, error: 'no luck' }]);
  expect(lines.some((line) => line.includes(patient))).toBe(true);
});

test('a worker beats under the id that locks its jobs, and takes the beat away when it stops', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const worker = await work({ tasks: { hold: () => held } });
  const job = await add('hold', {});
  await until(async () => (await lockedBy(job)) !== null);
  expect(await lockedBy(job)).toBe(worker.id);
  const beats = () => database.sql.query('select from private.worker_beats where worker_id = $1', [worker.id]);
  expect((await beats()).rowCount).toBe(1);
  release();
  await worker.stop();
  await worker.ended;
  expect((await beats()).rowCount).toBe(0);
});

test.each([
  { name: 'silent for three minutes is freed', ago: '3 minutes', beat: '3 minutes', freed: true },
  { name: 'that never wrote a beat is freed', ago: '3 minutes', beat: null, freed: true },
  { name: 'alive but busy for an hour keeps it', ago: '1 hour', beat: '5 seconds', freed: false },
  { name: 'that has just begun keeps it', ago: '10 seconds', beat: null, freed: false },
])('the job of a worker $name', async ({ ago, beat, freed }) => {
  const { job, worker } = await abandoned(ago, beat);
  const silent = await unlockSilent(database.sql);
  expect(silent.includes(worker)).toBe(freed);
  expect(await lockedBy(job)).toBe(freed ? null : worker);
});

test('a worker frees the locks of the dead as it starts', async () => {
  const { job } = await abandoned('3 minutes', '3 minutes');
  await work({});
  expect(await lockedBy(job)).toBeNull();
});

test('a job whose last attempt ended with its worker is handed to a person before it is freed', async () => {
  const { job } = await abandoned('3 minutes', '3 minutes');
  await abandoned('3 minutes', '3 minutes');
  await database.sql.query('update graphile_worker._private_jobs set attempts = max_attempts where id = $1', [job]);
  const asked: ExhaustedJob[] = [];
  await work({ exhausted: async (one) => void asked.push(one) });
  expect(asked).toEqual([{ job_id: job, task: 'never', payload: {}, attempts: 25, error: 'its worker ended on the way' }]);
  expect(await lockedBy(job)).toBeNull();
});
