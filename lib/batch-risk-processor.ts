// Judges thousands of accounts against their pinned rules now: one load and one record per batch, so many batches at once, and none
// of them able to take the others with it. Every account ends judged, failed by name or skipped, and the three add up to the total.
import pLimit from 'p-limit';
import type { SupabaseClient } from '@supabase/supabase-js';
import { proveAsker } from '@/lib/engine/asker-gate';
import { batchOptions, type BatchOptions, type BatchResult, type BatchStats, type RunOptions } from '@/lib/engine/batch-options';
import { BatchCalls } from '@/lib/engine/batch-settle';
import { Tally } from '@/lib/engine/batch-tally';
import { CircuitBreaker } from '@/lib/engine/circuit-breaker';
import { Lifetime } from '@/lib/engine/lifetime';
import { Refused, refused } from '@/lib/engine/refused';
import { BatchRun, type World } from '@/lib/engine/run-settle';
import { inTightMemory } from '@/lib/engine/tight-memory';

const BEAT_EVERY_MS = 1_000;

const REAL: World = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  chance: () => Math.random(),
  rss: () => process.memoryUsage.rss(),
};

export class BatchRiskProcessor {
  private readonly options: BatchOptions;
  private readonly breaker: CircuitBreaker;
  private readonly lifetime = new Lifetime();
  private tally = new Tally();
  private readonly calls = new BatchCalls(() => this.tally);
  private isRunning = false;

  /** `asker` proves who asks (staff in risk or admin, or the firm's own key); the writing is done with the firm's key. */
  constructor(
    private readonly asker: SupabaseClient,
    options: Partial<BatchOptions> = {},
    private readonly world: World = REAL,
  ) {
    this.options = batchOptions(options);
    this.breaker = new CircuitBreaker(this.options.circuitBreakerThreshold, this.options.circuitBreakerPauseMs, world);
  }

  /** Throws a refusal where nothing could be begun; from then on trouble is counted and named, never thrown. */
  async processAccounts(accountIds: readonly string[], run: RunOptions = {}): Promise<BatchResult> {
    await proveAsker(this.asker);
    if (this.isRunning) throw refused('already-running', 'This processor is in a run; wait for it, or make another one.', { status: 409 });
    this.isRunning = true;
    try {
      return await inTightMemory(() => this.process([...new Set(accountIds)], run));
    } finally {
      this.isRunning = false;
    }
  }

  getStats(): BatchStats {
    return this.lifetime.stats(this.breaker.state);
  }

  private async process(ids: string[], run: RunOptions): Promise<BatchResult> {
    const { world } = this;
    const tally = (this.tally = new Tally());
    tally.total = ids.length;
    const tripsBefore = this.breaker.trips;
    const began = world.elapsed();
    const runId = await this.begin(ids, run);
    const left = ids.filter((id) => !tally.success.has(id) && !tally.skipped.has(id));
    const before = tally.success.size;
    const seconds = () => (world.elapsed() - began) / 1000;
    const stopping = new AbortController();
    const signal = run.signal ? AbortSignal.any([run.signal, stopping.signal]) : stopping.signal;
    const batches = new BatchRun(runId, this.options, tally, this.calls, this.breaker, world, signal, run.isWhole === true);
    let beaten = began;
    const limit = pLimit(this.options.maxConcurrent);
    const progress = async (): Promise<void> => {
      tally.trips = this.breaker.trips - tripsBefore;
      tally.peakRss = Math.max(tally.peakRss, world.rss());
      const counts = { successCount: tally.success.size, failureCount: tally.errors.size, skippedCount: tally.skipped.size };
      run.onProgress?.({
        runId,
        done: tally.done,
        total: tally.total,
        ...counts,
        accountsPerSecond: tally.metrics(seconds()).accountsPerSecond,
      });
      if (world.elapsed() - beaten < BEAT_EVERY_MS) return;
      beaten = world.elapsed();
      if (await batches.beat()) stopping.abort();
    };
    await Promise.all(chunks(left, this.options.batchSize).map((batch) => limit(() => batches.process(batch).then(progress))));
    await progress();
    const took = seconds();
    // A resumed run tells the speed of what was done now, not of what was found done.
    const spent = before > 0 && tally.success.size > before ? took * (tally.success.size / (tally.success.size - before)) : took;
    const state = signal.aborted ? 'stopped' : 'done';
    await batches.end(state, tally.metrics(spent));
    const result = this.resultOf(runId, tally, spent);
    this.lifetime.add({ result, seconds: spent, lookUps: tally.lookUps, misses: tally.misses });
    return result;
  }

  private async begin(ids: string[], run: RunOptions): Promise<string> {
    const now = new Date(this.world.now()).toISOString();
    const signal = AbortSignal.timeout(this.options.timeoutMs);
    try {
      if (run.runId === undefined) return await this.calls.start(run.kind ?? 'rejudge', ids.length, now, signal);
      const done = await this.calls.resume(run.runId, ids.length, now, signal);
      if (done === null) throw refused('not-found', `There is no run ${run.runId}.`);
      // Only what this call names is counted, so that the counts add up to its total.
      const asked = new Set(ids);
      const take = (from: string[], into: Set<string>) => from.forEach((id) => void (asked.has(id) && into.add(id)));
      for (const name of ['skipped', 'breached', 'unknown'] as const) take(done[name], this.tally[name]);
      take(done.judged, this.tally.success);
      return run.runId;
    } catch (error) {
      if (error instanceof Refused) throw error;
      throw refused('not-stored', `The run could not be begun: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private resultOf(runId: string, tally: Tally, seconds: number): BatchResult {
    return {
      runId,
      totalAccounts: tally.total,
      successCount: tally.success.size,
      failureCount: tally.errors.size,
      skippedCount: tally.skipped.size,
      breachedCount: tally.breached.size,
      unknownCount: tally.unknown.size,
      errors: [...tally.errors.values()],
      metrics: tally.metrics(seconds),
    };
  }
}

function chunks(ids: string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, place) => ids.slice(place * size, (place + 1) * size));
}
