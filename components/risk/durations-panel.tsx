// The mean time to pass and to breach by phase and rule version, with the quartiles of the same accounts. What is not decided has no time yet and is counted beside.
import { durationText } from '@/components/ui/duration-text';
import { Panel } from '@/components/ui/panel';
import { riskAccountsHref, STAGE_WORDS, type Stage } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { FEWEST } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { CountLink } from './share-figure';

type Row = RiskAnalysis['durations'][number];

export function DurationsPanel({ rows }: { rows: Row[] }) {
  return (
    <Panel id="durations" title="Mean time by rule version" aside={<span>From the first trade to the decision</span>} flush>
      <FigureTable
        caption="Mean time to pass and to breach by phase and rule version"
        columns={[
          { name: 'Phase', words: true },
          { name: 'Rule version', words: true, means: 'The version the accounts are pinned to.' },
          { name: 'To pass', means: STAGE_WORDS['timed-passed'].means },
          { name: 'To breach', means: STAGE_WORDS['timed-failed'].means },
          { name: 'Unfinished', means: STAGE_WORDS.unfinished.means },
          { name: 'Without a trade', means: STAGE_WORDS.untimed.means },
        ]}
        rows={rows.map((row) => {
          const href = (stage: Stage) => riskAccountsHref({ stage, rule_set_id: row.rule_set_id, phase_id: row.phase_id });
          return {
            key: `${row.phase_id}.${row.rule_set_id}`,
            cells: [
              `${row.challenge}, ${row.phase}`,
              <span key="version" className="num">
                {row.code} v{row.version}
              </span>,
              <Mean
                key="pass"
                seconds={row.pass_mean}
                between={[row.pass_low, row.pass_high]}
                count={row.passed}
                href={href('timed-passed')}
              />,
              <Mean
                key="breach"
                seconds={row.breach_mean}
                between={[row.breach_low, row.breach_high]}
                count={row.failed}
                href={href('timed-failed')}
              />,
              <CountLink key="unfinished" count={row.unfinished} href={href('unfinished')} />,
              <CountLink key="untimed" count={row.untimed} href={href('untimed')} />,
            ],
          };
        })}
      />
    </Panel>
  );
}

type MeanProps = { seconds: number | null; between: [low: number | null, high: number | null]; count: number; href: string };

function Mean({ seconds, between: [low, high], count, href }: MeanProps) {
  if (seconds === null) return <span className="text-ink-3">nobody yet</span>;
  return (
    <span className="inline-flex flex-col items-end">
      <CountLink count={count} href={href} thin={count < FEWEST}>
        {durationText(seconds)}
      </CountLink>
      <span className="text-meta text-ink-3">
        {low !== null && high !== null && count > 1 && `half of them ${durationText(low)} to ${durationText(high)}, `}n {count}
      </span>
    </span>
  );
}
