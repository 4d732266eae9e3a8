// How long an account lasts: from its first trade to the breach that ended it or to the pass, by phase. Unfinished accounts have no
// time yet; leaving them out shortens what is left, so they are counted beside it.
import { durationText } from '@/components/ui/duration-text';
import { Panel } from '@/components/ui/panel';
import { BUCKETS, riskAccountsHref, STAGE_WORDS } from '@/lib/stats/risk-figures';
import type { RiskAnalysis } from '@/lib/stats/risk-read';
import { FEWEST } from '@/lib/stats/wilson';
import { FigureAsTable } from '@/components/ui/figure-as-table';
import { Histogram } from './histogram';
import { CountLink } from './share-figure';

type Times = RiskAnalysis['times'][number];
const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

export function TimesPanel({ rows }: { rows: RiskAnalysis['times'] }) {
  return (
    <Panel title="Time to breach and to pass" aside={<span>From the first trade to the decision</span>} flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.phase_id} className="flex flex-col gap-3 px-4 py-3">
            <h3 className="text-form font-medium">
              {row.challenge}, {row.phase}
            </h3>
            <div className="grid gap-4 sm:grid-cols-2">
              <TimeTo row={row} kind="breach" />
              <TimeTo row={row} kind="pass" />
            </div>
            <p className="text-label text-ink-2">
              Left out:{' '}
              <CountLink count={row.unfinished} href={riskAccountsHref({ stage: 'unfinished', phase_id: row.phase_id })}>
                {row.unfinished} unfinished
              </CountLink>
              {', '}
              <CountLink count={row.untimed} href={riskAccountsHref({ stage: 'untimed', phase_id: row.phase_id })}>
                {row.untimed} decided without a trade
              </CountLink>
              .
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function TimeTo({ row, kind }: { row: Times; kind: 'breach' | 'pass' }) {
  const stage = kind === 'breach' ? 'timed-failed' : 'timed-passed';
  const words = STAGE_WORDS[stage];
  const count = sum(row[kind]);
  const median = kind === 'breach' ? row.breach_median : row.pass_median;
  const isThin = count < FEWEST;
  return (
    <figure data-thin={isThin} className={isThin ? 'flex flex-col gap-1 text-ink-3' : 'flex flex-col gap-1'}>
      <figcaption title={words.means} className="flex items-baseline justify-between gap-2">
        <span className="text-label">{words.name}</span>
        <span className="num text-label">
          {median === null ? 'nobody yet' : `median ${durationText(median)}`}
          {', '}
          <CountLink count={count} href={riskAccountsHref({ stage, phase_id: row.phase_id })} thin={isThin}>
            n {count}
          </CountLink>
        </span>
      </figcaption>
      {count > 0 && (
        <>
          <p className="text-label text-ink-2">{sentence(row[kind], kind)}</p>
          <Histogram
            counts={row[kind]}
            name={`${words.name}, ${row.phase}`}
            isThin={isThin}
            fill={kind === 'breach' ? 'fill-violated' : 'fill-accent'}
          />
          <FigureAsTable
            caption={`${words.name}, ${row.phase}: accounts by time`}
            columns={[{ name: 'Time', words: true }, { name: 'Accounts' }]}
            rows={BUCKETS.map((bucket, place) => ({ key: bucket, cells: [bucket, row[kind][place] ?? 0] }))}
          />
        </>
      )}
    </figure>
  );
}

/** What the drawing shows, in one sentence. */
function sentence(counts: number[], kind: 'breach' | 'pass'): string {
  const most = Math.max(...counts);
  const place = counts.indexOf(most);
  const all = sum(counts);
  return `${kind === 'breach' ? 'Of the accounts that broke a rule' : 'Of the accounts that passed'}, most (${most} of ${all}) took ${BUCKETS[place] ?? ''}.`;
}
