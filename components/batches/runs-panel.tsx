// The runs, the latest first: state, progress, and the figures each one measured of itself.
import Link from 'next/link';
import { FigureTable, type FigureColumn } from '@/components/ui/figure-table';
import { LinkButton } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { kindName, type BatchRunRow } from '@/lib/batches/run';
import { Progress, StandingWord } from './run-standing';

const COLUMNS: FigureColumn[] = [
  { name: 'Run', words: true },
  { name: 'State', words: true },
  { name: 'Started', words: true },
  { name: 'Progress', words: true, means: 'Judged, failed and skipped, of the accounts named.' },
  { name: 'Judged' },
  { name: 'Failed', means: 'Not judged; the run names each with its reason.' },
  { name: 'Skipped', means: 'Ended meanwhile, or left when the run was stopped.' },
  { name: 'Accounts/s' },
  { name: 'p95 ms', means: '95 of 100 accounts were judged within this.' },
  { name: 'Cache', means: 'Share of rule-set look-ups answered from memory.' },
  { name: 'Trips', means: 'Times the circuit breaker opened.' },
];

type Props = { rows: BatchRunRow[]; hasMore: boolean; page: number; now: number };

export function RunsPanel({ rows, hasMore, page, now }: Props) {
  return (
    <Panel
      title="Runs"
      flush
      aside={
        (hasMore || page > 1) && (
          <nav aria-label="Pages of runs" className="flex gap-2">
            {page > 1 && (
              <LinkButton size="small" href={page === 2 ? '/batches' : `/batches?page=${page - 1}`}>
                Newer
              </LinkButton>
            )}
            {hasMore && (
              <LinkButton size="small" href={`/batches?page=${page + 1}`}>
                Older
              </LinkButton>
            )}
          </nav>
        )
      }
    >
      <FigureTable
        caption="Runs over many accounts, the latest first"
        columns={COLUMNS}
        rows={rows.map((run) => ({ key: run.id, cells: cellsOf(run, now) }))}
      />
    </Panel>
  );
}

function cellsOf(run: BatchRunRow, now: number) {
  const measured = (text: string) => (run.state === 'running' ? <span className="text-ink-3">at the end</span> : text);
  return [
    <Link key="run" href={`/batches/${run.id}`} prefetch={false} className="text-accent hover:underline">
      {kindName(run.kind)}
    </Link>,
    <StandingWord key="state" run={run} now={now} />,
    <When key="started" at={run.started_at} mode="minute" />,
    <Progress key="progress" run={run} />,
    run.ok,
    run.failed,
    run.skipped,
    measured(figure(run.metrics.accountsPerSecond)),
    measured(figure(run.metrics.p95LatencyMs)),
    measured(`${figure(run.metrics.cacheHitRate)} %`),
    measured(figure(run.metrics.circuitBreakerTrips)),
  ];
}

const FIGURES = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
export const figure = (value: number) => FIGURES.format(value);
