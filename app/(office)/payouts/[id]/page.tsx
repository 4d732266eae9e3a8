// One payout: the sum as a formula, every check with its numbers, what it does to the account, what an approval signs, and what was booked.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { HistoryList } from '@/components/history/history-list';
import { ConcludePayout } from '@/components/payouts/conclude-payout';
import { DecidePayout } from '@/components/payouts/decide-payout';
import { PayAgain } from '@/components/payouts/pay-again';
import { PayoutChecks } from '@/components/payouts/payout-checks';
import { PayoutEffect } from '@/components/payouts/payout-effect';
import { PayoutFacts } from '@/components/payouts/payout-facts';
import { PayoutFormula } from '@/components/payouts/payout-formula';
import { PayoutLedger } from '@/components/payouts/payout-ledger';
import { PayoutNames } from '@/components/payouts/payout-names';
import { PayoutState } from '@/components/payouts/payout-state';
import { StopPayout } from '@/components/payouts/stop-payout';
import { ErrorState } from '@/components/ui/error-state';
import { Money } from '@/components/ui/money';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { readPayoutDeeds, type PayoutDeeds } from '@/lib/payouts/deeds-read';
import { readPayout, type OpenedPayout } from '@/lib/payouts/office-read';
import { readRepayment } from '@/lib/payouts/repayment-read';
import { formulaOf, toldChecks } from '@/lib/payouts/told';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { approveOne, rejectOne } from '../actions';
import { concludeOne, letGoOn, proposeOne, stopOne } from '../deeds-actions';
import { payOneAgain } from '../again-actions';

export const metadata: Metadata = { title: 'Payout' };

export default async function PayoutPage({ params, searchParams }: PageProps<'/payouts/[id]'>) {
  await requireStaff(readersOf('/payouts'));
  const at = new Date();
  const client = await createClient();
  const opened = await readPayout(client, (await params).id, at);
  if (!opened) notFound();
  const [repayment, deeds] = await Promise.all([readRepayment(client, opened.payout.id), readPayoutDeeds(client, opened.payout.id)]);
  const { payout, seen } = opened;
  const { events } = await searchParams;
  return (
    <>
      <PageHeader
        title={
          <>
            Payout <Money cents={payout.requested_cents} currency={payout.currency} /> <PayoutState state={payout.state} />
          </>
        }
        question="May it leave, and if not, what blocks it?"
        stamp={<FreshnessStamp at={at.toISOString()} />}
        actions={
          <Link href="/payouts" className="text-accent underline">
            All payouts
          </Link>
        }
      />
      <Loud opened={opened} deeds={deeds} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="What is asked for">
            <PayoutFacts payout={payout} />
          </Panel>
          <Judged opened={opened} />
          <Panel title="What was booked" flush>
            <PayoutLedger ledger={seen.ledger} />
          </Panel>
          <Panel title="What happened" flush>
            <HistoryList
              events={seen.events}
              narrowed={{ path: `/payouts/${payout.id}`, kind: typeof events === 'string' ? events : '' }}
            />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <DecidePayout key={payout.id} payout={payout} seen={seen} blocked={blockerOf(opened)} approve={approveOne} reject={rejectOne} />
          <ConcludePayout payout={payout} deeds={deeds} propose={proposeOne} conclude={concludeOne} />
          <StopPayout payout={payout} version={seen.version} deeds={deeds} hold={stopOne} release={letGoOn} />
          {repayment && <PayAgain payout={payout} version={seen.version} repayment={repayment} action={payOneAgain} />}
          <Panel title="Whose names are on it">
            <PayoutNames payout={payout} seen={seen} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function blockerOf({ payout, now }: OpenedPayout): string | null {
  if (now === null) return null;
  if (now === 'failed') return 'it could not be worked out what is owed now';
  const first = toldChecks(now.checks, payout.currency).find(({ state }) => state !== 'passed');
  return first ? `“${first.words}” is ${first.state === 'failed' ? 'not kept' : 'not known'}` : null;
}

/** What may have gone wrong with money is said first, before any figure. */
function Loud({ opened: { payout }, deeds }: { opened: OpenedPayout; deeds: PayoutDeeds }) {
  const style = 'mb-4 rounded-md border px-4 py-3';
  if (payout.state === 'unknown')
    return (
      <p role="alert" className={`${style} border-critical bg-critical-soft`}>
        Nobody knows yet whether this money left. The provider is asked again{' '}
        {payout.next_check_at ? <When at={payout.next_check_at} mode="minute" /> : 'soon'}; it is never sent a second time under another
        key.
        {payout.hold_reason && ` It said: ${payout.hold_reason}.`}
      </p>
    );
  if (payout.state === 'returned' || payout.state === 'failed')
    return (
      <p role="alert" className={`${style} border-critical bg-critical-soft`}>
        {payout.state === 'returned' ? 'This payout came back after it was paid.' : 'This payout did not leave.'} The sum is the trader’s
        again; the reason is under “What happened”.
      </p>
    );
  const why = payout.state === 'held' ? payout.hold_reason : payout.rejection_reason;
  if (!why && !payout.is_twin) return null;
  return (
    <p role="status" className={`${style} border-caution bg-caution-soft`}>
      {payout.state === 'held' &&
        (deeds.stop
          ? 'On hold: a person stopped it, and another person lets it go on.'
          : `On hold: ${why}. It is worked out again by itself; when every check is kept it asks for fresh names.`)}
      {payout.state === 'rejected' && `Rejected: ${why}`}
      {payout.is_twin && ' This trader asked for the same sum more than once within a week.'}
    </p>
  );
}

function Judged({ opened: { payout, now } }: { opened: OpenedPayout }) {
  if (now === 'failed') return <ErrorState code="payout-not-judged" title="It could not be worked out what is owed now" />;
  const effect = now?.effect ?? payout.effect;
  return (
    <>
      {now && (
        <Panel title="How the sum is worked out" aside="as it stands now, without this payout">
          <PayoutFormula formula={formulaOf(now, payout.currency)} currency={payout.currency} />
        </Panel>
      )}
      <Panel title="Checks" aside={now ? 'as they stand now' : 'as they stood when it was last worked out'}>
        <PayoutChecks checks={toldChecks(now?.checks ?? payout.checks, payout.currency)} currency={payout.currency} />
      </Panel>
      {effect && (
        <Panel title="What it does to the account">
          <PayoutEffect effect={effect} currency={payout.currency} />
        </Panel>
      )}
    </>
  );
}
