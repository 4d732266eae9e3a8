// Everything a run measured of itself.
import { Definition } from '@/components/ui/definition';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { leftSeconds, type BatchRunRow } from '@/lib/batches/run';
import { Progress } from './run-standing';
import { figure } from './runs-panel';

/** `people` names staff by id; a run by the clock has nobody behind it. */
export function RunFacts({ run, people }: { run: BatchRunRow; people: Record<string, string> }) {
  const { metrics } = run;
  const isOver = run.state !== 'running';
  const left = leftSeconds(run);
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Panel title="Coverage">
        <Definition
          rows={[
            { term: 'Progress', value: <Progress run={run} /> },
            { term: 'Judged', value: <Count value={run.ok} /> },
            { term: 'Failed', value: <Count value={run.failed} /> },
            { term: 'Skipped', value: <Count value={run.skipped} /> },
            { term: 'Total', value: <Count value={run.total} />, hint: 'Judged, failed and skipped add up to it once the run has ended.' },
            { term: 'Started', value: <When at={run.started_at} /> },
            { term: 'Started by', value: run.started_by === null ? 'the clock' : (people[run.started_by] ?? 'former staff') },
            { term: 'Last heartbeat', value: <When at={run.heartbeat_at} /> },
            ...(left === null ? [] : [{ term: 'Left', value: `about ${figure(left)} s at this pace` }]),
            ...(run.stopped_by === null ? [] : [{ term: 'Stopped by', value: people[run.stopped_by] ?? 'former staff' }]),
            { term: 'Ended', value: run.ended_at === null ? 'not yet' : <When at={run.ended_at} /> },
          ]}
        />
      </Panel>
      <Panel title="Measured">
        {isOver ? (
          <Definition
            rows={[
              { term: 'Accounts a second', value: <Count value={metrics.accountsPerSecond} /> },
              { term: 'Mean latency', value: `${figure(metrics.averageLatencyMs)} ms` },
              { term: 'p95 latency', value: `${figure(metrics.p95LatencyMs)} ms` },
              { term: 'Cache hits', value: `${figure(metrics.cacheHitRate)} %` },
              { term: 'Breaker trips', value: <Count value={metrics.circuitBreakerTrips} /> },
              { term: 'Errors', value: `${figure(metrics.errorRate)} %` },
              { term: 'Retries', value: <Count value={metrics.retries} /> },
              { term: 'Timeouts', value: <Count value={metrics.timeouts} /> },
              { term: 'Statements', value: <Count value={metrics.statements} /> },
              { term: 'Peak memory', value: `${figure(metrics.peakRssMb)} MB` },
            ]}
          />
        ) : (
          <p className="text-ink-2">A run writes its figures down when it ends.</p>
        )}
      </Panel>
    </div>
  );
}

function Count({ value }: { value: number }) {
  return <span className="num">{figure(value)}</span>;
}
