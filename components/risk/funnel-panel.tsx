// From opened to live, by phase and rule version: where accounts fall out.
import { Panel } from '@/components/ui/panel';
import { riskAccountsHref, STAGE_WORDS, type Stage } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { shareOf } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { CountLink, ShareFigure } from './share-figure';

const SHARES: Stage[] = ['traded', 'failed', 'passed', 'live'];

export function FunnelPanel({ rows }: { rows: RiskAnalysis['funnel'] }) {
  const columns = [
    { name: 'Phase', words: true },
    { name: 'Rule version', words: true, means: 'The version the accounts are pinned to.' },
    ...(['opened', ...SHARES, 'unfinished'] as Stage[]).map((stage) => STAGE_WORDS[stage]),
  ];
  return (
    <Panel title="Funnel by phase and rule version" aside={<span>Shares of the accounts opened, with 95 % interval</span>} flush>
      <FigureTable
        caption="Accounts by phase and rule version, from opened to live"
        columns={columns}
        rows={rows.map((row) => {
          const href = (stage: Stage) => riskAccountsHref({ stage, rule_set_id: row.rule_set_id, phase_id: row.phase_id });
          return {
            key: `${row.phase_id}.${row.rule_set_id}`,
            cells: [
              <>
                {row.challenge}, {row.phase}
              </>,
              <span key="version" className="num">
                {row.code} v{row.version}
              </span>,
              <CountLink key="opened" count={row.opened} href={href('opened')} />,
              ...SHARES.map((stage) => (
                <ShareFigure
                  key={stage}
                  share={shareOf(row[stage as 'traded' | 'failed' | 'passed' | 'live'], row.opened)}
                  href={href(stage)}
                />
              )),
              <CountLink key="unfinished" count={row.unfinished} href={href('unfinished')} />,
            ],
          };
        })}
      />
    </Panel>
  );
}
