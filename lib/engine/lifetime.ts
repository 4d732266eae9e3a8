// What a processor has done over its whole life: the runs' counts added up, and its latencies told over the runs' accounts.
import type { BatchMetrics, BatchResult, BatchStats, CircuitState } from '@/lib/engine/batch-options';

interface Finished {
  result: BatchResult;
  seconds: number;
  lookUps: number;
  misses: number;
}

export class Lifetime {
  private readonly sums = { runs: 0, total: 0, success: 0, failure: 0, skipped: 0, seconds: 0, lookUps: 0, misses: 0 };
  private readonly counts = { circuitBreakerTrips: 0, retries: 0, timeouts: 0, statements: 0, peakRssMb: 0 };
  private latency = { weighted: 0, p95: 0, accounts: 0 };

  add({ result, seconds, lookUps, misses }: Finished): void {
    const { metrics, totalAccounts, successCount, failureCount, skippedCount } = result;
    const sums = this.sums;
    sums.runs += 1;
    sums.total += totalAccounts;
    sums.success += successCount;
    sums.failure += failureCount;
    sums.skipped += skippedCount;
    sums.seconds += seconds;
    sums.lookUps += lookUps;
    sums.misses += misses;
    for (const name of ['circuitBreakerTrips', 'retries', 'timeouts', 'statements'] as const) this.counts[name] += metrics[name];
    this.counts.peakRssMb = Math.max(this.counts.peakRssMb, metrics.peakRssMb);
    const judged = successCount + failureCount;
    this.latency.weighted += metrics.averageLatencyMs * judged;
    this.latency.accounts += judged;
    // Over several runs the worst of them is told: a mean of percentiles would hide it.
    this.latency.p95 = Math.max(this.latency.p95, metrics.p95LatencyMs);
  }

  stats(circuitState: CircuitState): BatchStats {
    const { runs, total, success, failure, skipped, seconds, lookUps, misses } = this.sums;
    const { weighted, accounts, p95 } = this.latency;
    const metrics: BatchMetrics = {
      accountsPerSecond: seconds > 0 ? tenths((success + failure) / seconds) : 0,
      averageLatencyMs: accounts > 0 ? tenths(weighted / accounts) : 0,
      p95LatencyMs: p95,
      cacheHitRate: lookUps > 0 ? tenths(((lookUps - misses) / lookUps) * 100) : 0,
      errorRate: total > 0 ? tenths((failure / total) * 100) : 0,
      ...this.counts,
    };
    return { ...metrics, runs, totalAccounts: total, successCount: success, failureCount: failure, skippedCount: skipped, circuitState };
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
