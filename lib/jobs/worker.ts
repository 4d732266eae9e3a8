// The worker's entry: `node --import tsx lib/jobs/worker.ts`. Many may run, on one machine or several; they share the queue.
import { closePool } from '@/lib/db/pool';
import { sweepScaleRuns } from '@/lib/engine/scale-scan';
import { keepMemoryTight } from '@/lib/engine/tight-memory';
import { databaseUrl, isEmbedded } from '@/lib/env';
import { openJobReview, type ExhaustedJob } from '@/lib/jobs/settle';
import { startWorker } from '@/lib/jobs/start';
import { TIMETABLE } from '@/lib/jobs/scheduled';
import { runScheduled } from '@/lib/jobs/scheduled-settle';
import { tasks } from '@/lib/jobs/tasks';
import { keepReadingOn } from '@/lib/jobs/outbox';

const log = (line: string) => console.error(`${new Date().toISOString()} worker ${line}`);

async function main(): Promise<void> {
  keepMemoryTight();
  const exhausted = (job: ExhaustedJob) => openJobReview(job, new Date());
  const timetable = isEmbedded() ? TIMETABLE : '';
  // Listening begins before the work does: whoever ends a worker that has only just begun is heard as well.
  const asked = new Promise<void>((heard) => ['SIGTERM', 'SIGINT'].forEach((name) => process.once(name, () => heard())));
  const worker = await startWorker({ databaseUrl: databaseUrl(), tasks, concurrency: 4, pollMs: 1_000, log, exhausted, timetable });
  const inPassing = (what: string, done: Promise<unknown>) =>
    void done.catch((error: unknown) => log(`${what}: ${error instanceof Error ? error.message : String(error)}`));
  inPassing('leftovers of a load test', sweepScaleRuns());
  // Whoever has just changed the key starts again for it, and should not have to wait for the night.
  inPassing('sealing again', runScheduled('reseal-credentials', new Date()));
  const endOutbox = keepReadingOn(log);
  void asked.then(() => worker.stop()).catch(() => undefined);
  console.log(`worker ready ${worker.id}`);
  await worker.ended;
  await endOutbox();
  await closePool();
}

main().catch((error: unknown) => {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
