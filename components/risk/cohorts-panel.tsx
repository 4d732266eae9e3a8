// Accounts by the week they were opened in: whether a change of rules made later cohorts fare better or worse.
import { Panel } from '@/components/ui/panel';
import { riskAccountsHref } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { shareOf } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { CountLink, ShareFigure } from './share-figure';

export function CohortsPanel({ rows }: { rows: RiskAnalysis['cohorts'] }) {
  return (
    <Panel title="By week of opening" aside={<span>The last 12 weeks, Monday to Sunday in UTC</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">No account was opened in the last 12 weeks.</p>
      ) : (
        <FigureTable
          caption="Accounts by the week they were opened in"
          columns={[
            { name: 'Week of', words: true },
            { name: 'Opened', means: 'Accounts activated in that week.' },
            { name: 'Failed', means: 'Of those, failed until now; later weeks have had less time.' },
            { name: 'Passed', means: 'Of those, passed until now; later weeks have had less time.' },
          ]}
          rows={rows.map((row) => ({
            key: row.week,
            cells: [
              <span key="week" className="num">
                {row.week}
              </span>,
              <CountLink key="opened" count={row.opened} href={riskAccountsHref({ week: row.week })} />,
              <ShareFigure
                key="failed"
                share={shareOf(row.failed, row.opened)}
                href={riskAccountsHref({ week: row.week, stage: 'failed' })}
              />,
              <ShareFigure
                key="passed"
                share={shareOf(row.passed, row.opened)}
                href={riskAccountsHref({ week: row.week, stage: 'passed' })}
              />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
