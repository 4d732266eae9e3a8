// One pair: are these two one hand? The score in parts, the openings side by side, what was decided, and the cases it was filed with.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { PairAccounts } from '@/components/abuse/cluster-panel';
import { directionText } from '@/components/abuse/copy-words';
import { DecideSignal } from '@/components/abuse/decide-signal';
import { ScoreParts } from '@/components/abuse/score-parts';
import { SideBySide } from '@/components/abuse/side-by-side';
import { SignalChip } from '@/components/abuse/signal-chip';
import { LinkButton } from '@/components/ui/button';
import { Definition } from '@/components/ui/definition';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { readCases, readMatches, readPair, type CaseRow, type PairRow } from '@/lib/abuse/copy-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { UUID } from '@/lib/uuid';
import { decidePairs } from '../actions';

export const metadata: Metadata = { title: 'Two accounts side by side' };
const DAY_SECONDS = 86_400;

export default async function PairPage({ params }: PageProps<'/copy-trading/[id]'>) {
  const actor = await requireStaff(readersOf('/copy-trading'));
  const { id } = await params;
  const client = await createClient();
  const pair = UUID.test(id) ? await readPair(client, id) : null;
  if (pair === null) notFound();
  const [matches, cases] = await Promise.all([readMatches(client, id).catch(() => null), readCases(client, id).catch(() => null)]);
  const isRisk = actor.role === 'risk' || actor.role === 'admin';
  const refusedBecause =
    pair.state === 'confirmed' ? 'It is a case; its reviews answer it.' : isRisk ? null : 'Only risk and administrators decide pairs.';
  return (
    <>
      <PageHeader
        title={
          <>
            {pair.login_a} and {pair.login_b} <SignalChip state={pair.state} />
          </>
        }
        question="Are these two one hand?"
        stamp={<FreshnessStamp at={pair.seen_at} staleAfterSeconds={DAY_SECONDS} />}
        actions={<LinkButton href="/copy-trading/pairs">Back to the pairs</LinkButton>}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <PairFacts pair={pair} />
          <ScoreParts score={pair.score} parts={pair.parts} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Decide">
            <DecideSignal pairs={[{ id: pair.id, version: pair.version }]} refusedBecause={refusedBecause} hasKeys action={decidePairs} />
          </Panel>
          <Cases cases={cases} />
        </div>
        <div className="min-w-0 lg:col-span-2">
          {matches ? (
            <SideBySide pair={pair} matches={matches} />
          ) : (
            <ErrorState code="matches-not-read" title="The matched openings could not be read" body="Decide once they can be seen." />
          )}
        </div>
      </div>
    </>
  );
}

function PairFacts({ pair }: { pair: PairRow }) {
  const rows = [
    { term: 'Accounts', value: <PairAccounts pair={pair} /> },
    { term: 'Direction', value: directionText(pair.kind) },
    { term: 'Relation', value: pair.relation === 'own' ? 'Both belong to one trader: no case by itself.' : 'Two different traders.' },
    { term: 'Found', value: pair.summary },
    {
      term: 'Matches',
      value: (
        <>
          {pair.evidence_count}, <When at={pair.first_at} mode="minute" /> to <When at={pair.last_at} mode="minute" />
        </>
      ),
    },
    ...(pair.decided_at === null
      ? []
      : [
          {
            term: 'Decided',
            value: (
              <>
                {pair.decided_by_name ?? 'Former staff'}, <When at={pair.decided_at} mode="minute" />: {pair.decision_reason}
              </>
            ),
          },
        ]),
  ];
  return (
    <Panel title="What was found">
      <Definition rows={rows} />
    </Panel>
  );
}

function Cases({ cases }: { cases: CaseRow[] | null }) {
  if (cases === null) return <ErrorState code="cases-not-read" title="The cases could not be read" />;
  if (cases.length === 0) return null;
  return (
    <Panel title="Cases">
      <ul className="flex flex-col gap-1">
        {cases.map((one) => (
          <li key={one.id} className="flex flex-wrap gap-x-2">
            <Link href={`/reviews?kind=abuse&review=${one.id}`} className="text-accent underline">
              Case about {one.login ?? 'the trader'}
            </Link>
            <span>
              {one.state}
              {one.choice ? `, ${one.choice.replaceAll('-', ' ')}` : ''}
              {one.decided_by_name ? ` by ${one.decided_by_name}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
