// How workers tell each other that they are alive, and how the locks of a killed one are freed.
// graphile-worker itself frees them only after four hours, which is far too long for a breach letter or a payout.
import type { Pool } from 'pg';
import type { ExhaustedJob } from '@/lib/jobs/settle';

export const BEAT_EVERY_MS = 5_000;
export const UNLOCK_EVERY_MS = 60_000;
const SILENT_AFTER = '2 minutes';

/** Writes this worker's beat. The database's clock is used, so that machines with different clocks agree on who is silent. */
export async function beat(pool: Pool, workerId: string): Promise<void> {
  await pool.query(
    `insert into private.worker_beats (worker_id, beat_at) values ($1, clock_timestamp())
     on conflict (worker_id) do update set beat_at = excluded.beat_at`,
    [workerId],
  );
}

/** Takes the beat away at a clean stop. */
export async function endBeat(pool: Pool, workerId: string): Promise<void> {
  await pool.query('delete from private.worker_beats where worker_id = $1', [workerId]);
}

const IS_SILENT = `job.locked_at < clock_timestamp() - $1::interval
        and not exists (select from private.worker_beats b
                         where b.worker_id = job.locked_by and b.beat_at >= clock_timestamp() - $1::interval)`;

/** Jobs whose last attempt ended with its worker: once they are freed nobody takes them again, and nobody else would say so. */
export async function lastTries(pool: Pool): Promise<ExhaustedJob[]> {
  const found = await pool.query<ExhaustedJob>(
    `select job.id::text as job_id, job.task_identifier as task, kept.payload, job.attempts, 'its worker ended on the way' as error
       from graphile_worker.jobs job join graphile_worker._private_jobs kept on kept.id = job.id
      where job.attempts >= job.max_attempts and ${IS_SILENT} order by job.id`,
    [SILENT_AFTER],
  );
  return found.rows;
}

/**
 * Frees the jobs of every worker silent for two minutes and forgets it. A lock whose holder never wrote a beat counts from the
 * moment it was taken. Answers the ids of the silent workers.
 */
export async function unlockSilent(pool: Pool): Promise<string[]> {
  const found = await pool.query<{ id: string }>(
    `select distinct job.locked_by as id from graphile_worker.jobs job
      where ${IS_SILENT}
     union
     select worker_id from private.worker_beats where beat_at < clock_timestamp() - $1::interval`,
    [SILENT_AFTER],
  );
  const silent = found.rows.map((row) => row.id);
  if (silent.length === 0) return [];
  await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [silent]);
  await pool.query('delete from private.worker_beats where worker_id = any($1::text[])', [silent]);
  return silent;
}
