// The process that judges in a measurement of the batch: nothing else runs in it, so its memory and its time are those of judging.
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { serviceClient } from '@/lib/db/clients';
import { closePool } from '@/lib/db/pool';
import type { BatchMetrics, BatchOptions } from '@/lib/engine/batch-options';
import { runScaleTest, type ScaleStep } from '@/lib/engine/scale-scan';
import { keepMemoryTight } from '@/lib/engine/tight-memory';

export interface JudgeTask {
  accounts: number;
  batch: Partial<BatchOptions>;
  /** Judge all of them a second time, when nothing has changed. */
  again: boolean;
}
export interface Judged {
  unjudged: number;
  metrics: BatchMetrics;
  again: BatchMetrics | null;
  /** Megabytes of this process before the first account was made, and the most it ever had until the last was judged. */
  memory: { before: number; peak: number };
}
/** Told as they begin and end, so that whoever started this can read what the others have cost meanwhile. */
export type JudgePart = 'judging' | 'judged' | 'again' | 'judged-again';

const MB = 1_048_576;
const tell = (part: JudgePart): void => void process.send?.({ part });

async function judge({ accounts, batch, again: asksAgain }: JudgeTask): Promise<Judged> {
  const before = Math.round(process.memoryUsage.rss() / MB);
  let again: BatchMetrics | null = null;
  const onStep = ({ step, done, total }: ScaleStep) => {
    if (step === 'making' && done === total) tell('judging');
    if (step === 'judging' && done === total) tell('judged');
  };
  let peak = 0;
  const onJudged = async (ids: string[]) => {
    peak = Math.round(process.resourceUsage().maxRSS / 1024);
    if (!asksAgain) return;
    tell('again');
    again = (await new BatchRiskProcessor(serviceClient(), batch).processAccounts(ids)).metrics;
    tell('judged-again');
  };
  const report = await runScaleTest({ accounts, batch, onStep, onJudged });
  if (report?.status !== 'PASS') throw new Error(`The load test did not pass: ${JSON.stringify(report).slice(0, 500)}`);
  return { unjudged: report.results.failure_count, metrics: report.metrics, again, memory: { before, peak } };
}

// As the worker does.
keepMemoryTight();
process.on('message', (task) => {
  judge(task as JudgeTask).then(
    (judged) => process.send?.({ judged }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => void closePool().then(() => process.exit()));
