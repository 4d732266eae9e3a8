// One cluster: whose accounts, how strongly alike, each pair by its score, and the decision on all that is still open.
import { FigureTable } from '@/components/ui/figure-table';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { Cluster } from '@/lib/abuse/clusters';
import type { PairRow } from '@/lib/abuse/copy-read';
import type { FormAction } from '@/lib/staff/form';
import { AccountLink } from './account-link';
import type { ClusterSymbol } from '@/lib/abuse/exposure-read';
import { ClusterExposure } from './cluster-exposure';
import { countText, directionText, scoreText } from './copy-words';
import { DecideSignal } from './decide-signal';
import { PairLink } from './pair-link';
import { SignalChip } from './signal-chip';

type Props = {
  cluster: Cluster<PairRow>;
  number: number;
  /** What its accounts hold together; undefined where that could not be read. */
  exposure?: ClusterSymbol[] | undefined;
  /** Null where this person decides; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};
const SHOWN = 12;

export function ClusterPanel({ cluster, number, exposure, refusedBecause, action }: Props) {
  const { pairs, accounts } = cluster;
  const open = pairs.filter(({ state }) => state === 'open');
  const traders = new Set(pairs.flatMap(({ trader_a, trader_b }) => [trader_a, trader_b]));
  return (
    <Panel
      flush
      title={`Cluster ${number}: ${countText(accounts.length, 'account', 'accounts')} of ${countText(traders.size, 'trader', 'traders')}`}
      aside={<span className="num">score {scoreText(cluster.score)}</span>}
    >
      <FigureTable
        caption={`Pairs of cluster ${number}`}
        columns={[
          ...[
            { name: 'Score', means: 'Of 100; its parts are on the page of the pair' },
            { name: 'Accounts', words: true },
          ],
          ...[
            { name: 'Direction', words: true },
            { name: 'Matches', means: 'Openings that go together, in 30 days' },
          ],
          ...[
            { name: 'Last', words: true },
            { name: 'State', words: true },
          ],
        ]}
        rows={pairs.slice(0, SHOWN).map((pair) => ({
          key: pair.id,
          cells: [
            <PairLink key="score" pair={pair} />,
            <PairAccounts key="who" pair={pair} />,
            directionText(pair.kind),
            pair.evidence_count,
            <When key="last" at={pair.last_at} mode="minute" />,
            <SignalChip key="state" state={pair.state} />,
          ],
        }))}
      />
      {pairs.length > SHOWN && <p className="px-4 py-2 text-label text-ink-2">and {pairs.length - SHOWN} pairs more, under Pairs.</p>}
      <ClusterExposure symbols={exposure} />
      {open.length > 0 && (
        <details className="border-t border-line px-4 py-2">
          <summary className="cursor-pointer py-1 font-medium">
            Decide {open.length === 1 ? 'the open pair' : `all ${open.length} open pairs`}
          </summary>
          <div className="pt-2 pb-2">
            <DecideSignal
              pairs={open.map(({ id, version }) => ({ id, version }))}
              refusedBecause={refusedBecause}
              hasKeys={false}
              action={action}
            />
          </div>
        </details>
      )}
    </Panel>
  );
}

export function PairAccounts({ pair }: { pair: PairRow }) {
  return (
    <span className="flex flex-col">
      <AccountLink id={pair.account_a} login={pair.login_a} trader={pair.trader_name_a} status={pair.status_a} />
      <AccountLink id={pair.account_b} login={pair.login_b} trader={pair.trader_name_b} status={pair.status_b} />
    </span>
  );
}
