// What the traders hold, by symbol: bought, sold and net lots of open positions as last reported.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import type { Dashboard } from '@/lib/stats/read';

const lots = (value: number | string) => String(value).replace('-', '\u2212');

export function ExposurePanel({ exposure }: { exposure: Dashboard['exposure'] }) {
  return (
    <Panel title="Exposure by symbol" aside={<span>Lots of open positions, as reported</span>} flush>
      {exposure.length === 0 ? (
        <p className="p-4 text-ink-2">No open position is reported.</p>
      ) : (
        <div className="max-h-72 overflow-auto" tabIndex={0} role="region" aria-label="Exposure by symbol">
          <table className="w-full">
            <caption className="sr-only">Bought, sold and net lots by symbol</caption>
            <thead>
              <tr className="text-label text-ink-2">
                {['Symbol', 'Bought', 'Sold', 'Net'].map((word, index) => (
                  <th
                    key={word}
                    scope="col"
                    className={index === 0 ? 'px-4 py-1.5 text-left font-medium' : 'px-4 py-1.5 text-right font-medium'}
                  >
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {exposure.map((row) => (
                <tr key={row.symbol} className="border-t border-line">
                  <th scope="row" className="px-4 py-1 text-left font-normal">
                    <Link href={`/trades/open?symbol=${encodeURIComponent(row.symbol)}`} className="text-accent hover:underline">
                      {row.symbol}
                    </Link>
                  </th>
                  {[row.buy_lots, row.sell_lots, row.net_lots].map((value, index) => (
                    <td key={index} className="num px-4 py-1 text-right">
                      {lots(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
