// What a batch run may be told and what it answers: the options, results and metrics that outside callers rely on.
export interface BatchOptions {
  /** Accounts per load and record call. */
  batchSize: number;
  /** Calls at once. */
  maxConcurrent: number;
  /** A batch ends at this; its accounts are retried, then failed. */
  timeoutMs: number;
  retryAttempts: number;
  /** The first wait; each further one is twice as long. */
  retryBaseMs: number;
  /** Share by which a wait may be longer or shorter; 0 means exactly. */
  retryJitter: number;
  /** Failures of batches in a row that open the circuit. */
  circuitBreakerThreshold: number;
  circuitBreakerPauseMs: number;
}

export const DEFAULTS: BatchOptions = {
  batchSize: 100,
  maxConcurrent: 10,
  timeoutMs: 30_000,
  retryAttempts: 3,
  retryBaseMs: 1_000,
  retryJitter: 0.1,
  circuitBreakerThreshold: 5,
  circuitBreakerPauseMs: 30_000,
};

export interface Progress {
  runId: string;
  done: number;
  total: number;
  successCount: number;
  failureCount: number;
  skippedCount: number;
  accountsPerSecond: number;
}
export interface RunOptions {
  onProgress?: (progress: Progress) => void;
  /** Takes up a run that was begun before: accounts it has finished are not judged again. */
  runId?: string;
  /** Stops the run; what has not begun is skipped. */
  signal?: AbortSignal;
  /** Judges every account, also those that are known to stand as the last run found them. */
  isWhole?: boolean;
  /** What the run is called in the list of runs. */
  kind?: string;
}
export interface BatchError {
  accountId: string;
  code: string;
  message: string;
  attempts: number;
}
export interface BatchMetrics {
  accountsPerSecond: number;
  averageLatencyMs: number;
  p95LatencyMs: number;
  cacheHitRate: number;
  circuitBreakerTrips: number;
  errorRate: number;
  retries: number;
  timeouts: number;
  statements: number;
  peakRssMb: number;
}
export interface BatchResult {
  runId: string;
  totalAccounts: number;
  successCount: number;
  failureCount: number;
  skippedCount: number;
  breachedCount: number;
  unknownCount: number;
  errors: BatchError[];
  metrics: BatchMetrics;
}
export type CircuitState = 'closed' | 'open' | 'half-open';
export interface BatchStats extends BatchMetrics {
  runs: number;
  totalAccounts: number;
  successCount: number;
  failureCount: number;
  skippedCount: number;
  circuitState: CircuitState;
}

const WHOLE: readonly (keyof BatchOptions)[] = ['batchSize', 'maxConcurrent', 'timeoutMs', 'circuitBreakerThreshold'];

/** The given options over the defaults. A number that makes no sense is a mistake of the caller and throws. */
export function batchOptions(given: Partial<BatchOptions>): BatchOptions {
  const options = { ...DEFAULTS, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
  for (const [name, value] of Object.entries(options)) {
    const least = (WHOLE as readonly string[]).includes(name) ? 1 : 0;
    if (!Number.isFinite(value) || value < least) throw new RangeError(`${name} must be at least ${least}, but it is ${value}.`);
  }
  return options;
}
