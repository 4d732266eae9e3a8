// One line or machine: who was there, with which accounts, what the network is, and what it weighs.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { NetworkChip } from '@/components/ip/access-chips';
import { ReasonForm } from '@/components/ui/reason-form';
import { PlainTable } from '@/components/ui/plain-table';
import { Definition } from '@/components/ui/definition';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { networkWords, weighPlace } from '@/lib/abuse/shared-ip';
import { readPlace, type PlaceView } from '@/lib/abuse/shared-ip-read';
import { loginText } from '@/lib/accounts/login-text';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { allowLine, revealLine } from '../../actions';
import { mayAct, REFUSED, seesPlain } from '../../who-acts';

export const metadata: Metadata = { title: 'Shared place' };

export default async function PlacePage({ params }: PageProps<'/ip-analysis/places/[id]'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const { id } = await params;
  const view = await readPlace(await createClient(), decodeURIComponent(id));
  if (!view) notFound();
  const { place } = view;
  const line = place.kind === 'address' ? place.id.slice('address:'.length) : null;
  return (
    <>
      <PageHeader
        title={<span className="font-mono">{place.label}</span>}
        question={place.kind === 'address' ? 'Who came from this line, and is that innocent?' : 'Who used this machine?'}
        stamp={<FreshnessStamp at={view.until} />}
      />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        <Panel title="Who was here in thirty days" aside={`${view.visitors.length} of ${place.traders}`} flush>
          <Visitors view={view} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="What it is">
            <Facts view={view} line={line} />
          </Panel>
          {line && !seesPlain(actor.role) && (
            <Panel title="Uncover the address">
              <ReasonForm
                id="reveal"
                deed="Show the address"
                reasonHint="That you saw it, and why, is kept for those who audit."
                hidden={{ line }}
                refusedBecause={null}
                action={revealLine}
              />
            </Panel>
          )}
          {line && seesPlain(actor.role) && (
            <Panel title="Allow this line">
              <ReasonForm
                id="allow"
                deed="Allow it"
                hidden={{ line }}
                fields={[
                  { name: 'days', label: 'For how many days', type: 'number', defaultValue: '90', hint: 'Then it counts again by itself' },
                ]}
                refusedBecause={mayAct(actor.role) ? null : REFUSED}
                action={allowLine}
              />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function Facts({ view: { place }, line }: { view: PlaceView; line: string | null }) {
  const { points, why } = weighPlace(place);
  return (
    <Definition
      rows={[
        {
          term: 'Weighs',
          value: `${points} points between two traders who were both here`,
          hint: 'Part of the score that two are one person',
        },
        { term: 'Because', value: why },
        ...(line
          ? [
              {
                term: 'Network',
                value: place.network ? networkWords(place.network) : <NetworkChip key="none" kind="unmarked" owner={null} source={null} />,
              },
              {
                term: 'Timeline',
                value: (
                  <Link key="events" href={`/ip-analysis/events?line=${line}`} className="text-accent underline">
                    Every event from this line
                  </Link>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Visitors({ view: { visitors } }: { view: PlaceView }) {
  return (
    <PlainTable
      caption="Traders seen here"
      head={['Trader', 'Accounts', 'Visits', 'Days', 'First', 'Last']}
      numeric={[2, 3]}
      rows={visitors.map(({ trader_id, name, accounts, visits, days, first_at, last_at }) => ({
        key: trader_id,
        cells: [
          <Link key="trader" href={`/traders/${trader_id}`} className="text-accent underline">
            {name}
          </Link>,
          accounts.length === 0 ? (
            <span className="text-ink-3">portal only</span>
          ) : (
            <span key="accounts" className="inline-flex gap-2">
              {accounts.map((account) => (
                <Link key={account.id} href={`/accounts/${account.id}`} className="font-mono text-label text-accent underline">
                  {loginText(account.login)}
                </Link>
              ))}
            </span>
          ),
          visits,
          days,
          <When key="first" at={first_at} mode="minute" />,
          <When key="last" at={last_at} mode="minute" />,
        ],
      }))}
    />
  );
}
