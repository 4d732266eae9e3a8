// What a run over many accounts tells of itself, and what may be done about it. Pure: the time is an argument.
import { z } from 'zod';

const metric = z.number().catch(0);
const metrics = z.object({
  accountsPerSecond: metric,
  averageLatencyMs: metric,
  p95LatencyMs: metric,
  cacheHitRate: metric,
  circuitBreakerTrips: metric,
  errorRate: metric,
  retries: metric,
  timeouts: metric,
  statements: metric,
  peakRssMb: metric,
});
const failure = z.object({ accountId: z.string(), code: z.string(), message: z.string(), attempts: z.number() });

export const batchRun = z.object({
  id: z.string(),
  kind: z.string(),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  total: z.number(),
  ok: z.number(),
  failed: z.number(),
  skipped: z.number(),
  /** Written at the end; all nought before. */
  metrics,
  started_at: z.string(),
  heartbeat_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  /** Null where the worker began it by the clock. */
  started_by: z.string().nullable(),
  stop_requested_at: z.string().nullable(),
  stopped_by: z.string().nullable(),
});
export type BatchRunRow = z.infer<typeof batchRun>;
export const batchRunDetail = batchRun.extend({ errors: z.array(failure).catch([]) });
export type BatchRunDetail = z.infer<typeof batchRunDetail>;

/** A run beats every second; after a minute of silence nobody is behind it any more. */
const SILENT_MS = 60_000;

export type Standing = 'running' | 'stopping' | 'silent' | 'done' | 'failed' | 'stopped';

type Beating = Pick<BatchRunRow, 'state' | 'heartbeat_at' | 'started_at'> & Partial<Pick<BatchRunRow, 'stop_requested_at'>>;

export function standingOf(run: Beating, now: number): Standing {
  if (run.state !== 'running') return run.state;
  if (now - Date.parse(run.heartbeat_at ?? run.started_at) > SILENT_MS) return 'silent';
  return run.stop_requested_at ? 'stopping' : 'running';
}

/** Runs over the living accounts can be taken up again; a load test made its own accounts, and one account is simply judged again. */
const RESUMABLE = new Set(['rejudge', 'risk-batch', 'day-close']);

export function mayResume(run: Beating & Pick<BatchRunRow, 'kind'>, now: number): boolean {
  const standing = standingOf(run, now);
  return RESUMABLE.has(run.kind) && (standing === 'silent' || standing === 'stopped');
}

/** When it will have done the rest, at the pace it has kept so far; null before there is a pace. */
export function leftSeconds(
  run: Pick<BatchRunRow, 'state' | 'total' | 'ok' | 'failed' | 'skipped' | 'started_at' | 'heartbeat_at'>,
): number | null {
  const done = run.ok + run.failed + run.skipped;
  if (run.state !== 'running' || run.heartbeat_at === null || done === 0) return null;
  const spent = Date.parse(run.heartbeat_at) - Date.parse(run.started_at);
  return spent <= 0 ? null : Math.ceil(((run.total - done) * spent) / done / 1000);
}

const KINDS: Record<string, string> = {
  rejudge: 'Re-judge',
  'risk-batch': 'Scheduled judging',
  'day-close': 'Close of day',
  'judge-again': 'One account again',
  'retry-failed': 'Retry of failed accounts',
  'scale-test': 'Load test',
};

export function kindName(kind: string): string {
  return KINDS[kind] ?? kind.replaceAll(/[-_]/g, ' ').replace(/^./, (first) => first.toUpperCase());
}

const summary = z.object({
  total_accounts: z.number().optional(),
  success_count: z.number().optional(),
  failure_count: z.number().optional(),
  processing_time_seconds: z.number().optional(),
  status: z.string().optional(),
  code: z.string().optional(),
});
export const scaleTest = z.object({ id: z.union([z.number(), z.string()]), ended_at: z.string(), summary });
export type ScaleTestRow = z.infer<typeof scaleTest>;

/** A figure of two runs; null where a run is still under way and has measured nothing yet. */
interface ComparedFigure {
  name: string;
  unit: string;
  own: number | null;
  other: number | null;
}

const MEASURED: [name: string, unit: string, of: (run: BatchRunRow) => number][] = [
  ['Accounts a second', '', ({ metrics: all }) => all.accountsPerSecond],
  ['Mean latency', ' ms', ({ metrics: all }) => all.averageLatencyMs],
  ['p95 latency', ' ms', ({ metrics: all }) => all.p95LatencyMs],
  ['Cache hits', ' %', ({ metrics: all }) => all.cacheHitRate],
  ['Breaker trips', '', ({ metrics: all }) => all.circuitBreakerTrips],
  ['Errors', ' %', ({ metrics: all }) => all.errorRate],
  ['Retries', '', ({ metrics: all }) => all.retries],
  ['Timeouts', '', ({ metrics: all }) => all.timeouts],
  ['Statements', '', ({ metrics: all }) => all.statements],
  ['Peak memory', ' MB', ({ metrics: all }) => all.peakRssMb],
];

/** What each covered, how long it took, and what it measured of itself, in one order. */
export function comparedRuns(run: BatchRunRow, against: BatchRunRow): ComparedFigure[] {
  const line = (name: string, unit: string, of: (one: BatchRunRow) => number | null): ComparedFigure => {
    return { name, unit, own: of(run), other: of(against) };
  };
  const seconds = (one: BatchRunRow) =>
    one.ended_at === null ? null : Math.round((Date.parse(one.ended_at) - Date.parse(one.started_at)) / 1000);
  return [
    line('Accounts', '', ({ total }) => total),
    line('Judged', '', ({ ok }) => ok),
    line('Failed', '', ({ failed }) => failed),
    line('Skipped', '', ({ skipped }) => skipped),
    line('Took', ' s', seconds),
    ...MEASURED.map(([name, unit, of]) => line(name, unit, (one) => (one.state === 'running' ? null : of(one)))),
  ];
}
