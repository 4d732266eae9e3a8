// Payouts of one funded account: what may be asked for, why not more, where it goes, and what became of earlier ones.
import { Destinations } from '@/components/portal/destinations';
import { PayoutHistory } from '@/components/portal/payout-history';
import { PayoutRequest } from '@/components/portal/payout-request';
import { DayCounts } from '@/components/payouts/day-counts';
import { PayoutChecks } from '@/components/payouts/payout-checks';
import { Scaling } from '@/components/payouts/scaling';
import { PayoutFormula } from '@/components/payouts/payout-formula';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { methodOf } from '@/lib/payouts/pay-methods';
import { readOwnPayouts } from '@/lib/payouts/own-read';
import { cancelOwnPayout, requestOwnPayout, saveOwnDestination } from './payout-actions';

export async function Payouts({ accountId }: { accountId: string }) {
  const own = await readOwnPayouts(accountId, new Date()).catch((trouble: unknown) => {
    console.error('Own payouts could not be read.', trouble);
    return 'failed' as const;
  });
  if (own === null) return null;
  if (own === 'failed') return <ErrorState code="payouts-not-read" title="Your payouts could not be read" />;
  const methods = own.methods.flatMap((code) => methodOf(code) ?? []);
  return (
    <>
      <Panel title="Payout" id="payout">
        <PayoutRequest key={own.history[0]?.id ?? 'first'} accountId={accountId} own={own} action={requestOwnPayout} />
        <details className="mt-4">
          <summary className="w-fit cursor-pointer text-accent">How the sum is worked out</summary>
          <div className="mt-3">
            <PayoutFormula formula={own.formula} currency={own.currency} />
          </div>
        </details>
        {own.days.length > 0 && (
          <div className="mt-4">
            <DayCounts counts={own.days} />
          </div>
        )}
        <h3 className="mt-4 text-form font-semibold">What a payout asks for</h3>
        <PayoutChecks checks={own.checks} currency={own.currency} />
      </Panel>
      {own.scaling && (
        <Panel title="The next size">
          <Scaling standing={own.scaling} currency={own.currency} />
        </Panel>
      )}
      <Panel title="Where you are paid">
        <Destinations destinations={own.destinations} methods={methods} holder={own.holder} action={saveOwnDestination} />
      </Panel>
      <Panel title="Your payouts" flush>
        <PayoutHistory history={own.history} action={cancelOwnPayout} />
      </Panel>
    </>
  );
}
