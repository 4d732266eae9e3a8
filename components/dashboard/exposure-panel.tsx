// What living accounts hold, by symbol and unit: bought, sold and net, and the net of those that trade live.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { proof } from '@/lib/stats/figures';
import type { Figures } from '@/lib/stats/read';
import { Rows } from './figure-tile';

const signed = (lots: string) => lots.replace('-', '\u2212');

export function ExposurePanel({ exposure, mayReadTrades }: { exposure: Figures<'exposure'>; mayReadTrades: boolean }) {
  return (
    <Panel
      title="Exposure by symbol"
      aside={exposure.oldest_at && <FreshnessStamp at={exposure.oldest_at} staleAfterSeconds={900} />}
      flush
    >
      {exposure.rows.length === 0 ? (
        <p className="p-4 text-ink-2">No living account is reported to hold anything.</p>
      ) : (
        <FigureTable
          caption="Open positions of living accounts by symbol"
          columns={[
            { name: 'Symbol', words: true },
            { name: 'Positions', means: 'Open positions of living accounts, as last reported.' },
            { name: 'Bought', means: 'Volume of bought positions.' },
            { name: 'Sold', means: 'Volume of sold positions.' },
            { name: 'Net', means: 'Bought less sold.' },
            { name: 'Live net', means: 'Bought less sold, of accounts in a live phase.' },
            { name: 'Unit', words: true },
          ]}
          rows={exposure.rows.map((row) => ({
            key: `${row.symbol} ${row.unit}`,
            cells: [
              row.symbol,
              <Rows key="all" count={row.positions} href={mayReadTrades ? proof.positions(row.symbol, row.unit) : undefined} />,
              signed(row.buy_lots),
              signed(row.sell_lots),
              signed(row.net_lots),
              <Rows key="live" count={row.live_positions} href={mayReadTrades ? proof.livePositions(row.symbol, row.unit) : undefined}>
                {signed(row.live_net_lots)}
              </Rows>,
              row.unit,
            ],
          }))}
        />
      )}
    </Panel>
  );
}
