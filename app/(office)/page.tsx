// The dashboard: is the firm safe right now, and what needs me?
import type { Metadata } from 'next';
import { TrendChart } from '@/components/charts/trend-chart';
import { ExposurePanel } from '@/components/dashboard/exposure-panel';
import { FeedsPanel } from '@/components/dashboard/feeds-panel';
import { Figures } from '@/components/dashboard/figures';
import { PhasesPanel } from '@/components/dashboard/phases-panel';
import { StateStrip } from '@/components/dashboard/state-strip';
import { Live } from '@/components/live/live';
import { Empty, ErrorState } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readHead } from '@/lib/events/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { readDashboard, type Dashboard } from '@/lib/stats/read';

export const metadata: Metadata = { title: 'Dashboard' };

export default async function DashboardPage() {
  await requireStaff(readersOf('/'));
  const after = await readHead().catch(() => null);
  const board = await readDashboard(await createClient()).catch(() => null);
  return (
    <>
      <PageHeader
        title="Dashboard"
        question="Is the firm safe right now, and what needs me?"
        stamp={board && <FreshnessStamp at={board.as_of} />}
        actions={after !== null && <Live after={after} topics={['account', 'violation', 'review']} mode="refresh" />}
      />
      {board ? <Board board={board} /> : <ErrorState code="dashboard-not-read" title="The figures could not be read" />}
    </>
  );
}

function Board({ board }: { board: Dashboard }) {
  if (board.accounts.total === 0) {
    return (
      <div className="flex flex-col gap-4">
        <Empty title="No accounts yet" body="Create a challenge, connect a broker, or seed the demo: the first account appears here." />
        <FeedsPanel feeds={board.feeds} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <StateStrip counts={board.accounts.by_state} />
      <Figures board={board} />
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel title="Passed and failed, 30 days">
          <TrendChart days={board.trend} />
        </Panel>
        <PhasesPanel accounts={board.accounts} />
        <ExposurePanel exposure={board.exposure} />
        <FeedsPanel feeds={board.feeds} />
      </div>
    </div>
  );
}
