// Two traders: are they one person? Every link with its points, everything that speaks against it, and what was decided.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DecisionChip } from '@/components/ip/access-chips';
import { DecidePairForm } from '@/components/ip/decide-pair-form';
import { ScoreParts } from '@/components/ip/score-parts';
import { PlainTable } from '@/components/ui/plain-table';
import { Definition } from '@/components/ui/definition';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { ASK_FROM } from '@/lib/abuse/identity';
import { scorePart } from '@/lib/abuse/part-words';
import { readPair, type PairView } from '@/lib/abuse/shared-ip-read';
import { partsOf } from '@/lib/abuse/shared-ip-signals';
import { loginText } from '@/lib/accounts/login-text';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { decideAccessPair } from '../../../actions';
import { mayAct, REFUSED } from '../../../who-acts';

export const metadata: Metadata = { title: 'One person?' };

export default async function PairPage({ params }: PageProps<'/ip-analysis/pairs/[a]/[b]'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const { a, b } = await params;
  const view = await readPair(await createClient(), a, b);
  if (!view) notFound();
  const { identity, evidence } = view;
  const refusedBecause = mayAct(actor.role) ? null : REFUSED;
  return (
    <>
      <PageHeader
        title={`${evidence.a.name} and ${evidence.b.name}`}
        question="Are these two one person, and what speaks against it?"
        stamp={<FreshnessStamp at={view.until} />}
      />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="The score, part by part" aside="Thirty days, judged as you read it">
            <ScoreParts
              parts={partsOf(identity).map(({ part, points, words }, place) => ({
                key: `${part}-${place}`,
                points,
                name: scorePart(part),
                words,
              }))}
              total={identity.score}
              totalWords={
                identity.score >= ASK_FROM
                  ? `of 100 that they are one person. From ${ASK_FROM} on, somebody is asked.`
                  : `of 100 that they are one person. Below ${ASK_FROM} nobody is asked; the pair is listed.`
              }
            />
          </Panel>
          <Panel title="Places of the two" flush>
            <Places view={view} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <People view={view} />
          <Decisions view={view} refusedBecause={refusedBecause} />
          {view.reviews.length > 0 && (
            <Panel title="One trader, one challenge">
              {view.reviews.map((review) => (
                <p key={review.id}>
                  <Link href={`/reviews?review=${review.id}`} className="text-accent underline">
                    The question
                  </Link>{' '}
                  is {review.state}. While it is open, the later of the two is approved by nobody.
                </p>
              ))}
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function People({ view }: { view: PairView }) {
  const { a, b } = view.evidence;
  return (
    <Panel title="The two">
      <div className="flex flex-col gap-4">
        {[a, b].map((person) => (
          <Definition
            key={person.id}
            rows={[
              {
                term: 'Trader',
                value: (
                  <Link href={`/traders/${person.id}`} className="text-accent underline">
                    {person.name}
                  </Link>
                ),
              },
              { term: 'Identity', value: person.kyc_status },
              { term: 'Country', value: person.country ?? 'not told' },
              { term: 'Trades', value: `${person.trades} closed in thirty days` },
              { term: 'Accounts', value: <Accounts view={view} trader={person.id} /> },
            ]}
          />
        ))}
      </div>
    </Panel>
  );
}

function Accounts({ view, trader }: { view: PairView; trader: string }) {
  const own = view.accounts.filter(({ trader_id }) => trader_id === trader);
  if (own.length === 0) return 'none';
  return (
    <ul>
      {own.map(({ id, login, status, challenge }) => (
        <li key={id}>
          <Link href={`/accounts/${id}`} className="font-mono text-label text-accent underline">
            {loginText(login)}
          </Link>{' '}
          {challenge}, {status}
        </li>
      ))}
    </ul>
  );
}

function Places({ view: { evidence } }: { view: PairView }) {
  const rows = [...evidence.visits].sort((x, y) => Math.min(y.a.length, y.b.length) - Math.min(x.a.length, x.b.length));
  return (
    <PlainTable
      caption="Lines and machines of the two"
      head={['Place', 'Shared', `Days of ${evidence.a.name}`, `Days of ${evidence.b.name}`, 'Last']}
      numeric={[2, 3]}
      rows={rows.slice(0, 100).map(({ place, a, b }) => ({
        key: place.id,
        cells: [
          <Link key="place" href={`/ip-analysis/places/${place.id}`} className="font-mono text-label text-accent underline">
            {place.label}
          </Link>,
          a.length > 0 && b.length > 0 ? 'both' : <span className="text-ink-3">one alone</span>,
          a.length,
          b.length,
          <When key="last" at={new Date(Math.max(...a, ...b) * 86_400_000).toISOString()} mode="date" />,
        ],
      }))}
    />
  );
}

function Decisions({ view, refusedBecause }: { view: PairView; refusedBecause: string | null }) {
  return view.signals.map((signal) => (
    <Panel
      key={signal.id}
      title={signal.kind === 'shared_device' ? 'Shared machine' : 'Shared line'}
      aside={<DecisionChip state={signal.state} />}
    >
      {signal.reason && <p className="mb-3 text-ink-2">{signal.reason}</p>}
      {signal.state === 'confirmed' ? (
        <p>
          A case is open or was decided in{' '}
          <Link href="/reviews?kind=abuse" className="text-accent underline">
            reviews
          </Link>
          .
        </p>
      ) : (
        <DecidePairForm signal={signal} refusedBecause={refusedBecause} action={decideAccessPair} />
      )}
    </Panel>
  ));
}
