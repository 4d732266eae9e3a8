// Which rules bite: accounts that broke each, that it ended, and that it warned, of those it applies to. What is only reached has no line.
import { Panel } from '@/components/ui/panel';
import { ruleName, TO_REACH } from '@/lib/rules/rule-name';
import { MARK_WORDS, riskAccountsHref, type Mark } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { shareOf } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { ShareFigure } from './share-figure';

const MARKS: Mark[] = ['broken', 'ended', 'warned'];

export function RulesPanel({ rows }: { rows: RiskAnalysis['rules'] }) {
  const bitten = rows.filter(({ rule }) => !TO_REACH.includes(rule));
  const columns = [
    { name: 'Rule', words: true },
    ...MARKS.map((mark) => MARK_WORDS[mark]),
    { name: 'Breaches', means: 'Verdicts that stand, one account may have many.' },
    { name: 'Warnings', means: 'Times an account came near the limit.' },
  ];
  return (
    <Panel title="Breaches and warnings by rule" aside={<span>Shares of the accounts whose version holds the rule</span>} flush>
      <FigureTable
        caption="Accounts that broke, were ended by or were warned by each rule"
        columns={columns}
        rows={bitten.map((row) => ({
          key: row.rule,
          cells: [
            ruleName(row.rule),
            ...MARKS.map((mark) => (
              <ShareFigure key={mark} share={shareOf(row[mark], row.held)} href={riskAccountsHref({ rule: row.rule, mark })} />
            )),
            row.breaches,
            row.warnings,
          ],
        }))}
      />
    </Panel>
  );
}
