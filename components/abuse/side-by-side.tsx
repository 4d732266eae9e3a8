// The matched openings of two accounts beside each other, newest first.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { MatchRow, PairRow } from '@/lib/abuse/copy-read';
import { apartText, countText, ratioText } from './copy-words';

const opening = (side: string, lots: number): string => `${side === 'buy' ? 'Buy' : 'Sell'} ${lots}`;

export function SideBySide({ pair, matches }: { pair: PairRow; matches: MatchRow[] }) {
  const more = pair.evidence_count - matches.length;
  return (
    <Panel
      flush
      title="Trade by trade"
      aside={
        more > 0 ? (
          <Link href={`/copy-trading/events?pair=${pair.id}`} className="text-accent underline">
            the newest {matches.length} of {pair.evidence_count}: see all
          </Link>
        ) : (
          countText(matches.length, 'match', 'matches')
        )
      }
    >
      <FigureTable
        caption={`Matched openings of ${pair.login_a} and ${pair.login_b}`}
        columns={[
          ...[{ name: 'Opened', words: true }, { name: 'Symbol', words: true }, { name: pair.login_a }, { name: pair.login_b }],
          ...[{ name: 'Apart', means: 'How long after the first account the second opened' }, { name: 'Volume ratio' }],
          ...[{ name: 'Stops', means: 'The stop of each, at closing' }, { name: 'Closed apart' }],
          { name: 'Others', means: 'Other accounts that opened the same within that moment: the more, the less it says' },
        ]}
        rows={matches.map((one) => ({
          key: `${one.id}`,
          cells: [
            <When key="at" at={one.opened_a} />,
            one.symbol,
            opening(one.side_a, one.lots_a),
            opening(one.side_b, one.lots_b),
            apartText(one.ms_apart),
            ratioText(one.volume_ratio),
            `${one.stop_a ?? 'none'} / ${one.stop_b ?? 'none'}`,
            one.close_ms_apart === null ? '' : apartText(one.close_ms_apart),
            one.crowd,
          ],
        }))}
      />
    </Panel>
  );
}
