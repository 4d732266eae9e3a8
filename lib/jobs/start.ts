// A running worker: takes jobs, beats, frees the locks of silent workers, and asks a person about jobs that failed for good.
// Kept apart from the entry file so that tests can start and stop workers in their own process.
import { EventEmitter } from 'node:events';
import { Logger, run, runMigrations, type TaskList, type WorkerEvents } from 'graphile-worker';
import { Pool } from 'pg';
import type { ExhaustedJob } from '@/lib/jobs/settle';
import { BEAT_EVERY_MS, UNLOCK_EVERY_MS, beat, endBeat, lastTries, unlockSilent } from '@/lib/jobs/heartbeat';

export interface RunningWorker {
  /** The id under which this worker locks jobs and beats. */
  id: string;
  /** Ends with the worker, cleanly or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerSettings {
  databaseUrl: string;
  tasks: TaskList;
  concurrency: number;
  pollMs: number;
  log: (line: string) => void;
  /** Called once a job has used up its attempts. */
  exhausted: (job: ExhaustedJob) => Promise<void>;
  /** What runs by the clock, in graphile-worker's own notation; nothing where somebody outside keeps the time. */
  timetable?: string;
}

export async function startWorker(settings: WorkerSettings): Promise<RunningWorker> {
  const { databaseUrl, tasks, concurrency, pollMs, log, exhausted, timetable = '' } = settings;
  const pool = new Pool({ connectionString: databaseUrl, max: concurrency + 3 });
  pool.on('error', (error) => log(`connection lost: ${error.message}`));
  // A connection in use reports its loss itself; without a listener the process would end.
  pool.on('connect', (client) => client.on('error', (error) => log(`connection lost: ${error.message}`)));
  const events: WorkerEvents = new EventEmitter();
  const poolId = new Promise<string>((resolve) => events.once('pool:create', ({ workerPool }) => resolve(workerPool.id)));
  reportFailures(events, log, exhausted);
  const logger = new Logger(() => () => undefined);
  const free = () => freeSilent(pool, log, exhausted);
  await prepare(pool, logger).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  await free().catch((error: unknown) => log(`worker upkeep: ${words(error)}`));
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    concurrency,
    pollInterval: pollMs,
    events,
    noHandleSignals: true,
    crontab: timetable,
    logger,
  });
  const id = await poolId;
  await beat(pool, id);
  const timers = [every(BEAT_EVERY_MS, () => beat(pool, id), log), every(UNLOCK_EVERY_MS, free, log)];
  const end = async () => {
    timers.forEach(clearInterval);
    await endBeat(pool, id).catch(() => undefined);
    await pool.end();
  };
  let stopping: Promise<void> | undefined;
  return { id, ended: runner.promise.finally(end), stop: () => (stopping ??= runner.stop()) };
}

/** Installs the queue where it is missing; our own migrations need it to be there first, so the first start may end here. */
async function prepare(pool: Pool, logger: Logger): Promise<void> {
  await runMigrations({ pgPool: pool, logger });
  const migrated = await pool.query<{ present: boolean }>("select to_regclass('private.worker_beats') is not null as present");
  if (!migrated.rows[0]?.present) throw new Error('The job queue is installed. Apply the migrations, then start the worker again.');
}

function every(ms: number, act: () => Promise<unknown>, log: (line: string) => void): NodeJS.Timeout {
  return setInterval(() => void act().catch((error: unknown) => log(`worker upkeep: ${words(error)}`)), ms);
}

/** A person is asked first: were it the other way round and this worker died in between, nobody ever would be. */
async function freeSilent(pool: Pool, log: (line: string) => void, exhausted: WorkerSettings['exhausted']): Promise<void> {
  for (const job of await lastTries(pool)) await exhausted(job);
  const silent = await unlockSilent(pool);
  if (silent.length > 0) log(`freed the jobs of silent workers: ${silent.join(', ')}`);
}

/** One line per failure, and a review where there will be no further attempt. The payload holds ids only, so it may be kept. */
function reportFailures(events: WorkerEvents, log: (line: string) => void, exhausted: WorkerSettings['exhausted']): void {
  events.on('job:error', ({ job, error }) => {
    log(`job ${job.task_identifier} ${job.id} failed (attempt ${job.attempts} of ${job.max_attempts}): ${words(error)}`);
  });
  events.on('job:failed', ({ job, error }) => {
    const told = { job_id: job.id, task: job.task_identifier, payload: job.payload, attempts: job.attempts, error: words(error) };
    exhausted(told).catch((trouble: unknown) => log(`no review for job ${job.id}: ${words(trouble)}`));
  });
  events.on('worker:fatalError', ({ error }) => log(`worker: ${words(error)}`));
  events.on('pool:listen:error', ({ error }) => log(`worker cannot listen: ${words(error)}`));
}

function words(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
