// How accounts behave under each version: marks of robots, revenge and scalping, and how much one winner makes of all.
import { rateText } from '@/components/ui/share-text';
import { Panel } from '@/components/ui/panel';
import { riskAccountsHref } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { FEWEST, shareOf } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { CountLink, ShareFigure } from './share-figure';

type Row = RiskAnalysis['conduct'][number];
const MARKS = [
  ['robots', 'ea-trading'],
  ['revenge', 'revenge-trading'],
  ['scalps', 'tick-scalping'],
] as const;

const COLUMNS = [
  { name: 'Version', words: true },
  { name: 'Traded', means: 'Accounts of this version with at least one closed trade.' },
  { name: 'Robots', means: 'Of those, accounts that the rule on automated trading marked.' },
  { name: 'Revenge', means: 'Of those, accounts marked for trading after a loss in a way the rule calls revenge.' },
  { name: 'Scalping', means: 'Of those, accounts marked for trades shorter than the rule allows.' },
  {
    name: 'Best winner, middle',
    means: 'Half of the accounts with two winners or more owe less than this share of their wins to one of them.',
  },
  { name: 'Spread', means: 'From the account a tenth are below to the one a tenth are above.' },
];

export function ConductPanel({ rows }: { rows: RiskAnalysis['conduct'] }) {
  return (
    <Panel title="Conduct by version" aside={<span>Shares of the accounts that traded</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">No account has closed a trade yet.</p>
      ) : (
        <FigureTable
          caption="How accounts behave under each version of the rules"
          columns={COLUMNS}
          rows={rows.map((row) => ({ key: row.rule_set_id, cells: cellsOf(row) }))}
        />
      )}
    </Panel>
  );
}

/** Of shares that come in basis points. */
const WHOLE = 10_000;

function cellsOf(row: Row) {
  const { rule_set_id } = row;
  return [
    <span key="version">
      {row.challenge}, {row.phase}
      <span className="block text-meta text-ink-3">
        {row.code}, version {row.version}
      </span>
    </span>,
    <CountLink key="traded" count={row.traded} href={riskAccountsHref({ rule_set_id, stage: 'traded' })} />,
    ...MARKS.map(([mark, rule]) => {
      const count = row[mark];
      if (count === null) return <NotHeld key={mark} />;
      return <ShareFigure key={mark} share={shareOf(count, row.traded)} href={riskAccountsHref({ rule_set_id, rule })} />;
    }),
    <Best key="best" row={row} text={row.best_median === null ? null : rateText(row.best_median, WHOLE)} />,
    <Best
      key="spread"
      row={row}
      text={
        row.best_low === null || row.best_high === null ? null : `${rateText(row.best_low, WHOLE)} to ${rateText(row.best_high, WHOLE)}`
      }
    />,
  ];
}

function NotHeld() {
  return <span className="text-ink-3">no such rule</span>;
}

function Best({ row, text }: { row: Row; text: string | null }) {
  if (text === null) return <span className="text-ink-3">none yet</span>;
  const isThin = row.winners < FEWEST;
  return (
    <span data-thin={isThin} className={isThin ? 'text-ink-3' : undefined}>
      {text}
      <span className="block text-meta whitespace-nowrap text-ink-3">n {row.winners}</span>
    </span>
  );
}
