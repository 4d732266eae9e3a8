// What a case rests on, as it was filed: who, how strongly, why, and the newest matches. Where it stands today is a link away.
import Link from 'next/link';
import { FigureTable } from '@/components/ui/figure-table';
import { When } from '@/components/ui/when';
import type { FiledSignal } from '@/lib/abuse/filed';
import { scorePart } from '@/lib/abuse/part-words';
import { AccountLink } from './account-link';
import { apartText, ratioText, scoreText } from './copy-words';

export function FiledSignals({ signals }: { signals: FiledSignal[] }) {
  return (
    <section aria-label="What was filed" className="flex flex-col gap-4">
      {signals.map((signal) => (
        <div key={signal.signal_id} className="flex flex-col gap-2">
          <h3 className="flex flex-wrap items-baseline justify-between gap-2 text-form font-semibold">
            <span>What was filed: score {scoreText(signal.score)}</span>
            {['copy_trade', 'hedge'].includes(signal.kind) && (
              <Link href={`/copy-trading/${signal.signal_id}`} className="text-label font-normal text-accent underline">
                As it is today
              </Link>
            )}
          </h3>
          {signal.accounts && (
            <p className="flex flex-wrap gap-x-4">
              {signal.accounts.map((one) => (
                <AccountLink key={one.id} {...one} />
              ))}
            </p>
          )}
          {signal.summary && <p>{signal.summary}</p>}
          <ul className="text-ink-2">
            {signal.parts.map((one) => (
              <li key={one.part}>
                {scorePart(one.part)}
                {one.points !== undefined && `, ${pointsText(one.points, one.most)}`}: {one.words}
              </li>
            ))}
          </ul>
          {signal.matches.length > 0 && <Matches signal={signal} />}
        </div>
      ))}
    </section>
  );
}

/** What only keeps the sum within its bounds has no most of its own. */
const pointsText = (points: number, most = 0): string =>
  most > 0 ? `${points} of ${most} points` : `${points < 0 ? '\u2212' : ''}${Math.abs(points)} points`;

function Matches({ signal }: { signal: FiledSignal }) {
  return (
    <details>
      <summary className="cursor-pointer py-1 font-medium">
        The newest {signal.matches.length} of {signal.evidence_count} matches
      </summary>
      <FigureTable
        caption="Matches as they were filed"
        columns={[
          { name: 'Opened', words: true },
          { name: 'Symbol', words: true },
          { name: 'Sides', words: true },
          { name: 'Apart' },
          { name: 'Volume ratio' },
        ]}
        rows={signal.matches.map((one, place) => ({
          key: `${place}`,
          cells: [
            <When key="at" at={one.opened_a} />,
            one.symbol,
            `${one.side_a} / ${one.side_b}`,
            apartText(one.ms_apart),
            ratioText(one.volume_ratio),
          ],
        }))}
      />
    </details>
  );
}
