// Batches: did the last run cover everyone correctly?
import type { Metadata } from 'next';
import { CsvLink } from '@/components/lists/csv-link';
import { RefreshWhile } from '@/components/live/refresh-while';
import { RunsPanel } from '@/components/batches/runs-panel';
import { ScaleTestsPanel } from '@/components/batches/scale-tests-panel';
import { StartPanel } from '@/components/batches/start-panel';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readRuns, readScaleTests } from '@/lib/batches/read';
import { standingOf } from '@/lib/batches/run';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { rejudgeAll, runLoadTest } from './actions';
import { actorsOnly } from './who-acts';

const HEAD = pageHead('/batches');
export const metadata: Metadata = { title: HEAD.title };
const SHOWN = 25;

export default async function BatchesPage({ searchParams }: PageProps<'/batches'>) {
  const actor = await requireStaff(readersOf('/batches'));
  const asked = (await searchParams).page;
  const page = typeof asked === 'string' && /^[1-9]\d{0,4}$/.test(asked) ? Number.parseInt(asked, 10) : 1;
  const client = await createClient();
  const readAt = new Date();
  const [runs, tests] = await Promise.all([readRuns(client, page, SHOWN).catch(() => null), readScaleTests(client).catch(() => null)]);
  const isUnderWay = runs?.rows.some((run) => standingOf(run, readAt.getTime()) === 'running') ?? false;
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={readAt.toISOString()} />}
        actions={
          <>
            <RefreshWhile on={isUnderWay} />
            <CsvLink href="/batches/export" />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <StartPanel refusedBecause={actorsOnly(actor)} rejudge={rejudgeAll} scaleTest={runLoadTest} />
        {!runs && <ErrorState code="batches-not-read" title="The runs could not be read" />}
        {runs && runs.rows.length === 0 && page === 1 && (
          <Empty title="No run yet" body="The worker judges every living account by the clock; a run can also be started here." />
        )}
        {runs && (runs.rows.length > 0 || page > 1) && <RunsPanel {...runs} page={page} now={readAt.getTime()} />}
        {tests ? <ScaleTestsPanel rows={tests} /> : <ErrorState code="scale-tests-not-read" title="The load tests could not be read" />}
      </div>
    </>
  );
}
