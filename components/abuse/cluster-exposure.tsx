// What a cluster holds in one direction: accounts that trade as one lose as one.
import type { ClusterSymbol } from '@/lib/abuse/exposure-read';

const SHOWN = 8;

/** Undefined where it could not be read. */
export function ClusterExposure({ symbols }: { symbols: ClusterSymbol[] | undefined }) {
  return (
    <div className="border-t border-line px-4 py-2 text-label text-ink-2">
      {symbols === undefined ? (
        <p role="alert">What they hold together could not be read. (exposure-not-read)</p>
      ) : symbols.length === 0 ? (
        <p>They hold nothing now.</p>
      ) : (
        <>
          <p className="text-ink-3">Net open volume of all its living accounts, as last reported</p>
          <ul className="flex flex-wrap gap-x-4 gap-y-1" aria-label="Net open volume by symbol">
            {symbols.slice(0, SHOWN).map(({ symbol, unit, accounts, buy_lots, sell_lots, net_lots }) => (
              <li key={`${symbol}.${unit}`} title={`Bought ${buy_lots}, sold ${sell_lots}, held by ${accounts}`}>
                {symbol} <span className="num font-medium text-ink">{net_lots.replace('-', '\u2212')}</span> {unit}
              </li>
            ))}
            {symbols.length > SHOWN && <li>and {symbols.length - SHOWN} symbols more</li>}
          </ul>
        </>
      )}
    </div>
  );
}
