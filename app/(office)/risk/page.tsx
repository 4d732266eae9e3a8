// Risk analysis: are the challenges too hard, too easy, or gamed?
import type { Metadata } from 'next';
import { CohortsPanel } from '@/components/risk/cohorts-panel';
import { ConductPanel } from '@/components/risk/conduct-panel';
import { CrowdingPanel } from '@/components/risk/crowding-panel';
import { DurationsPanel } from '@/components/risk/durations-panel';
import { FunnelPanel } from '@/components/risk/funnel-panel';
import { RulesPanel } from '@/components/risk/rules-panel';
import { TimesPanel } from '@/components/risk/times-panel';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { readRiskAnalysis, type RiskAnalysis } from '@/lib/stats/risk-read';
import { FEWEST } from '@/lib/stats/wilson';

const HEAD = pageHead('/risk');
export const metadata: Metadata = { title: HEAD.title };

export default async function RiskPage() {
  const actor = await requireStaff(readersOf('/risk'));
  const analysis = await readRiskAnalysis(await createClient()).catch(() => null);
  return (
    <>
      <PageHeader {...HEAD} stamp={analysis && <FreshnessStamp at={analysis.as_of} />} />
      {analysis ? (
        <Analysis analysis={analysis} mayReadTrades={readersOf('/trades').includes(actor.role)} />
      ) : (
        <ErrorState code="risk-not-read" title="The figures could not be read" />
      )}
    </>
  );
}

function Analysis({ analysis, mayReadTrades }: { analysis: RiskAnalysis; mayReadTrades: boolean }) {
  const finished = analysis.funnel.reduce((sum, row) => sum + row.failed + row.passed, 0);
  if (analysis.funnel.length === 0) {
    return <Empty title="No account has been opened yet" body={`Shares need at least ${FEWEST} finished accounts to say anything.`} />;
  }
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-2">
        {finished < FEWEST && `Needs at least ${FEWEST} finished accounts; ${finished} so far. `}
        Figures in grey rest on fewer than {FEWEST} accounts. Each figure leads to the accounts behind it; hover over its name, or open
        “What is counted”, for its definition.
      </p>
      <FunnelPanel rows={analysis.funnel} />
      <RulesPanel rows={analysis.rules} />
      <ConductPanel rows={analysis.conduct} />
      <TimesPanel rows={analysis.times} />
      <DurationsPanel rows={analysis.durations} />
      <div className="grid gap-4 xl:grid-cols-2">
        <CohortsPanel rows={analysis.cohorts} />
        <CrowdingPanel rows={analysis.crowding} holding={analysis.holding} mayReadTrades={mayReadTrades} />
      </div>
    </div>
  );
}
