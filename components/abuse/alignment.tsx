// Two accounts aligned: the score in parts, and every opening of both, the ones that go together on one line and the lonely ones with a gap.
import { FigureTable } from '@/components/ui/figure-table';
import { Definition } from '@/components/ui/definition';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { Comparison, Opening } from '@/lib/abuse/compare-scan';
import type { Named } from '@/lib/abuse/compare-read';
import { apartText, countText, ratioText } from './copy-words';
import { ScoreParts } from './score-parts';

/** A page shows so many lines; the figures above count all. */
const SHOWN = 500;
const opening = (one: Opening | null): string => (one ? `${one.side === 'buy' ? 'Buy' : 'Sell'} ${one.lots}` : '–');

export function Alignment({ first, second, compared }: { first: Named; second: Named; compared: Comparison }) {
  const { lines, matched } = compared;
  const alone = { a: lines.filter(({ b }) => b === null).length, b: lines.filter(({ a }) => a === null).length };
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Panel title="What goes together">
        <Definition
          rows={[
            { term: 'Direction', value: compared.direction === 'same' ? 'Same side' : 'Opposite sides' },
            { term: 'In short', value: compared.summary },
            { term: 'Matched', value: countText(matched, 'pair of openings', 'pairs of openings') },
            { term: 'Alone', value: `${alone.a} of ${first.login}, ${alone.b} of ${second.login}` },
            {
              term: 'By the search',
              value: compared.isAlike ? 'Alike: the search tells of such a pair.' : 'Not alike enough to be told of.',
            },
            {
              term: 'Window',
              value: (
                <>
                  <When at={compared.from.toISOString()} mode="minute" /> to <When at={compared.to.toISOString()} mode="minute" />
                </>
              ),
            },
          ]}
        />
      </Panel>
      <ScoreParts score={compared.score} parts={compared.parts} />
      <div className="min-w-0 lg:col-span-2">
        <Panel
          flush
          title="Trade by trade"
          aside={lines.length > SHOWN ? `the newest ${SHOWN} of ${lines.length}` : countText(lines.length, 'line', 'lines')}
        >
          <FigureTable
            caption={`Openings of ${first.login} and ${second.login}, newest first`}
            columns={[
              ...[{ name: 'Opened', words: true }, { name: 'Symbol', words: true }, { name: first.login }, { name: second.login }],
              ...[{ name: 'Apart', means: 'How long after the first account the second opened' }, { name: 'Volume ratio' }],
            ]}
            rows={lines.slice(0, SHOWN).map(({ a, b }, index) => ({
              key: `${index}`,
              cells: [
                <When key="at" at={new Date((a ?? b)?.at ?? 0).toISOString()} />,
                (a ?? b)?.symbol ?? '',
                opening(a),
                opening(b),
                a && b ? apartText(b.at - a.at) : '',
                a && b && a.lots > 0 ? ratioText(b.lots / a.lots) : '',
              ],
            }))}
          />
        </Panel>
      </div>
    </div>
  );
}
