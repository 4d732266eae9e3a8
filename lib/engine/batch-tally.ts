// Counts what a run does and turns the counts into the metrics that are promised. A figure without anything behind it is 0.
import type { BatchError, BatchMetrics } from '@/lib/engine/batch-options';

/** Latencies are kept per batch, since every account of a batch shares it; a long-lived processor keeps the latest ones. */
const KEPT_BATCHES = 20_000;

export class Tally {
  total = 0;
  readonly success = new Set<string>();
  readonly skipped = new Set<string>();
  readonly breached = new Set<string>();
  readonly unknown = new Set<string>();
  readonly errors = new Map<string, BatchError>();
  lookUps = 0;
  misses = 0;
  trips = 0;
  retries = 0;
  timeouts = 0;
  statements = 0;
  peakRss = 0;
  private readonly latencies: { ms: number; accounts: number }[] = [];

  latency(ms: number, accounts: number): void {
    if (accounts === 0) return;
    if (this.latencies.length >= KEPT_BATCHES) this.latencies.shift();
    this.latencies.push({ ms, accounts });
  }

  get done(): number {
    return this.success.size + this.errors.size + this.skipped.size;
  }

  metrics(seconds: number): BatchMetrics {
    const judged = this.success.size + this.errors.size;
    return {
      accountsPerSecond: seconds > 0 ? tenths(judged / seconds) : 0,
      averageLatencyMs: tenths(this.average()),
      p95LatencyMs: tenths(this.percentile(0.95)),
      cacheHitRate: this.lookUps === 0 ? 0 : tenths(((this.lookUps - this.misses) / this.lookUps) * 100),
      circuitBreakerTrips: this.trips,
      errorRate: this.total === 0 ? 0 : tenths((this.errors.size / this.total) * 100),
      retries: this.retries,
      timeouts: this.timeouts,
      statements: this.statements,
      peakRssMb: Math.round(this.peakRss / 1_048_576),
    };
  }

  private average(): number {
    const accounts = this.latencies.reduce((sum, one) => sum + one.accounts, 0);
    return accounts === 0 ? 0 : this.latencies.reduce((sum, one) => sum + one.ms * one.accounts, 0) / accounts;
  }

  /** The latency that this share of the accounts did not exceed. */
  private percentile(share: number): number {
    const sorted = [...this.latencies].sort((a, b) => a.ms - b.ms);
    const wanted = Math.ceil(sorted.reduce((sum, one) => sum + one.accounts, 0) * share);
    let seen = 0;
    for (const { ms, accounts } of sorted) if ((seen += accounts) >= wanted) return ms;
    return 0;
  }
}

/** One decimal is what the figures are good for. */
function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
