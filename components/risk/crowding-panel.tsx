// Where the traders stand together: a symbol that many hold on one side moves many accounts at once.
import { Panel } from '@/components/ui/panel';
import { proof } from '@/lib/stats/figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { shareOf } from '@/lib/stats/wilson';
import { FigureTable } from '@/components/ui/figure-table';
import { CountLink, ShareFigure } from './share-figure';

type Props = { rows: RiskAnalysis['crowding']; holding: number; mayReadTrades: boolean };

export function CrowdingPanel({ rows, holding, mayReadTrades }: Props) {
  return (
    <Panel title="Crowding by symbol" aside={<span>Open positions of living accounts, as last reported</span>} flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">No open position is reported.</p>
      ) : (
        <FigureTable
          caption="Accounts and volume by symbol"
          columns={[
            { name: 'Symbol', words: true },
            { name: 'Accounts', means: `Accounts that hold it, of the ${holding} that hold anything.` },
            { name: 'Traders', means: 'People behind those accounts.' },
            { name: 'Buying', means: 'Of the accounts that hold it, those with a bought position.' },
            { name: 'Bought', means: 'Volume of bought positions, in the unit named.' },
            { name: 'Sold', means: 'Volume of sold positions, in the unit named.' },
            { name: 'Net', means: 'Bought less sold: what a move of the price does to all of them together.' },
          ]}
          rows={rows.map((row) => {
            const href = mayReadTrades ? proof.positions(row.symbol, row.unit) : undefined;
            return {
              key: `${row.symbol}.${row.unit}`,
              cells: [
                <CountLink key="symbol" count={row.accounts} href={href}>
                  {row.symbol}
                </CountLink>,
                <ShareFigure key="accounts" share={shareOf(row.accounts, holding)} href={href} />,
                row.traders,
                <ShareFigure key="buyers" share={shareOf(row.buyers, row.accounts)} href={href} />,
                `${row.buy_lots} ${row.unit}`,
                `${row.sell_lots} ${row.unit}`,
                `${row.net_lots.replace('-', '\u2212')} ${row.unit}`,
              ],
            };
          })}
        />
      )}
    </Panel>
  );
}
