// What the dashboard shows, part by part. A part that could not be read says so in its own place; a null never takes its neighbours along.
import type { ReactNode } from 'react';
import { TrendChart } from '@/components/charts/trend-chart';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import type { PayoutFigures } from '@/lib/payouts/office-read';
import { proof } from '@/lib/stats/figures';
import type { Part, PartName, Waiting } from '@/lib/stats/read';
import { ExposurePanel } from './exposure-panel';
import { FeedsPanel } from './feeds-panel';
import { FailedTile } from './figure-tile';
import { AccountTiles, BreachTiles, ChurnTile, TimeTiles, WaitingTile } from './figures';
import { GrowthPanel } from './growth-panel';
import { PaidTiles } from './paid-tiles';
import { PhasesPanel } from './phases-panel';
import { ProductFunnel } from './product-funnel';
import { StaleBanner } from './stale-banner';
import { StateStrip } from './state-strip';

export type BoardProps = { [Name in PartName]: Part<Name> | null } & {
  /** Undefined for a role that sees none of it; null where it could not be read. */
  waiting: Waiting | null | undefined;
  paid: PayoutFigures | null | undefined;
  may: { risk: boolean; trades: boolean };
};

export function Board(board: BoardProps) {
  if (board.accounts?.figures.total === 0) {
    return (
      <div className="flex flex-col gap-4">
        <Empty
          title="No accounts yet"
          body="Create a challenge and connect a broker: the first account appears here. To look at a demo firm, run npm start where no Supabase project is set."
        />
        <Tiles {...board} />
        <Section part={board.feeds} name="feeds">
          {({ figures }) => <FeedsPanel feeds={figures} />}
        </Section>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {board.feeds && <StaleBanner feeds={board.feeds.figures} />}
      <Section part={board.accounts} name="accounts">
        {({ figures }) => <StateStrip counts={figures.by_state} />}
      </Section>
      <Tiles {...board} />
      <Panels {...board} />
    </div>
  );
}

function Tiles(board: BoardProps) {
  return (
    <section aria-label="Figures" className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {board.waiting !== undefined && <WaitingTile waiting={board.waiting} />}
      {board.breaches ? <BreachTiles breaches={board.breaches.figures} /> : <FailedTile name="Breaches" code="breaches-not-read" />}
      {board.accounts ? <AccountTiles accounts={board.accounts.figures} /> : <FailedTile name="Accounts" code="accounts-not-read" />}
      {board.times ? (
        <TimeTiles times={board.times.figures} mayReadRisk={board.may.risk} />
      ) : (
        <FailedTile name="Mean time to pass and to breach" code="times-not-read" />
      )}
      {board.churn ? <ChurnTile churn={board.churn} /> : <FailedTile name="Churn" code="churn-not-read" />}
      {board.paid !== undefined && <PaidTiles figures={board.paid} />}
    </section>
  );
}

function Panels(board: BoardProps) {
  return (
    <>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Section part={board.trend} name="trend">
            {({ figures }) => (
              <Panel title="Passed and failed, 30 days" aside={<span>By the accounts’ own trading day</span>}>
                <TrendChart days={figures} behind={proof.ended} />
              </Panel>
            )}
          </Section>
          <Section part={board.exposure} name="exposure">
            {({ figures }) => <ExposurePanel exposure={figures} mayReadTrades={board.may.trades} />}
          </Section>
          <Section part={board.feeds} name="feeds">
            {({ figures }) => <FeedsPanel feeds={figures} />}
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Section part={board.accounts} name="phases">
            {({ figures }) => <PhasesPanel accounts={figures} />}
          </Section>
          <Section part={board.growth} name="growth">
            {({ figures }) => <GrowthPanel weeks={figures} />}
          </Section>
        </div>
      </div>
      <Section part={board.funnel} name="funnel">
        {(funnel) => <ProductFunnel funnel={funnel} />}
      </Section>
    </>
  );
}

/** A part of the board, or what failed in its place. */
function Section<T>({ part, name, children }: { part: T | null; name: string; children: (part: T) => ReactNode }) {
  if (part === null) return <ErrorState code={`${name}-not-read`} title="This part could not be read" />;
  return children(part);
}
