// One run: who was judged, who was not, and why.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { FailuresPanel } from '@/components/batches/failures-panel';
import { RefreshWhile } from '@/components/live/refresh-while';
import { RunDeed } from '@/components/batches/run-deed';
import { RunFacts } from '@/components/batches/run-facts';
import { StandingWord } from '@/components/batches/run-standing';
import { TwoRuns } from '@/components/batches/two-runs';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readAlike, readLogins, readRun, readRunners } from '@/lib/batches/read';
import { kindName, mayResume, standingOf, type BatchRunDetail } from '@/lib/batches/run';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { resumeBatch, retryBatch, stopBatch } from '../actions';
import { actorsOnly } from '../who-acts';

export const metadata: Metadata = { title: 'Run' };

export default async function RunPage({ params, searchParams }: PageProps<'/batches/[id]'>) {
  const actor = await requireStaff(readersOf('/batches'));
  const { id } = await params;
  const client = await createClient();
  const run = await readRun(client, id);
  if (!run) notFound();
  const readAt = new Date();
  const now = readAt.getTime();
  const failed = run.errors.map((one) => one.accountId);
  const asked = (await searchParams).against;
  const [logins, people, others, against] = await Promise.all([
    readLogins(client, failed).catch(() => null),
    readRunners(client, [run]).catch(() => null),
    readAlike(client, run).catch(() => null),
    typeof asked === 'string' && asked !== id ? readRun(client, asked).catch(() => null) : null,
  ]);
  const standing = standingOf(run, now);
  const refusedBecause = actorsOnly(actor);
  return (
    <>
      <PageHeader
        title={
          <>
            {kindName(run.kind)} <StandingWord run={run} now={now} />
          </>
        }
        question="Did this run cover everyone correctly?"
        stamp={<FreshnessStamp at={readAt.toISOString()} />}
        actions={
          <>
            <RefreshWhile on={standing === 'running' || standing === 'stopping'} />
            <Link href="/batches" className="text-accent hover:underline">
              All runs
            </Link>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {people === null && <p className="text-label text-critical">Who started it could not be read. (people-not-read)</p>}
        <RunFacts run={run} people={people ?? {}} />
        <Deeds run={run} now={now} refusedBecause={refusedBecause} />
        {others === null ? (
          <ErrorState code="runs-not-read" title="Runs to compare with could not be read" />
        ) : (
          <TwoRuns run={run} against={against} choices={others} />
        )}
        <FailuresPanel run={run} logins={logins ?? {}} refusedBecause={refusedBecause} retry={retryBatch} />
      </div>
    </>
  );
}

type DeedsProps = { run: BatchRunDetail; now: number; refusedBecause: string | null };

function Deeds({ run, now, refusedBecause }: DeedsProps) {
  return (
    <>
      {standingOf(run, now) === 'running' && (
        <RunDeed
          id={run.id}
          label="Stop the run"
          explains="What is not judged by then is left. The run can be taken up again."
          refusedBecause={refusedBecause}
          action={stopBatch}
        />
      )}
      {mayResume(run, now) && (
        <RunDeed
          id={run.id}
          label="Resume the run"
          explains="Accounts it has finished are not judged again; every other living account is."
          refusedBecause={refusedBecause}
          action={resumeBatch}
        />
      )}
      {run.state !== 'running' && run.errors.length > 0 && (
        <RunDeed
          id={run.id}
          label={`Judge the ${run.errors.length} failed again`}
          explains="Only the accounts this run failed on are judged, as a run of their own."
          refusedBecause={refusedBecause}
          action={retryBatch}
        />
      )}
    </>
  );
}
