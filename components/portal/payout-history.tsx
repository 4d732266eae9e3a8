'use client';
// What became of the trader's payouts, newest first: where each stands, why, and what comes next. One that has not left may be taken back.
import { PayoutState } from '@/components/payouts/payout-state';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { moneyText } from '@/components/ui/money-text';
import { When } from '@/components/ui/when';
import type { OwnPayout } from '@/lib/payouts/own-read';
import { payoutNext } from '@/lib/payouts/told';
import type { FormAction } from '@/lib/staff/form';

const MAY_GO_BACK = ['requested', 'held', 'approved'];
const ON_ITS_WAY = [...MAY_GO_BACK, 'sending', 'sent'];

export function PayoutHistory({ history, action }: { history: OwnPayout[]; action: FormAction }) {
  if (history.length === 0) return <p className="p-4 text-ink-2">Nothing has been paid out yet.</p>;
  return (
    <ol className="divide-y divide-line px-4">
      {history.map((one) => (
        <li key={one.id} className="flex flex-col gap-1 py-3" data-testid="own-payout">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="num font-medium">{moneyText(one.requested_cents, one.currency)}</span>
            <PayoutState state={one.state} />
          </div>
          <p className="text-ink-2">
            {payoutNext(one.state)}
            {ON_ITS_WAY.includes(one.state) && (
              <>
                {' '}
                {MAY_GO_BACK.includes(one.state) && (
                  <>
                    Its window ends on <When at={one.hold_until} mode="minute" />.{' '}
                  </>
                )}
                It should arrive by <When at={`${one.arrives}T00:00:00Z`} mode="date" />.
              </>
            )}
          </p>
          {(one.rejection_reason ?? (one.state === 'held' ? one.hold_reason : null)) && (
            <p className="break-words">Reason: {one.rejection_reason ?? one.hold_reason}</p>
          )}
          <div className="flex flex-wrap items-center justify-between gap-2 text-label text-ink-3">
            <span>
              Asked for <When at={one.requested_at} mode="minute" />
              {one.settled_at && (
                <>
                  , settled <When at={one.settled_at} mode="minute" />
                </>
              )}
              {one.provider_ref && (
                <>
                  , reference <code className="break-all">{one.provider_ref}</code>
                </>
              )}
            </span>
            {MAY_GO_BACK.includes(one.state) && <TakeBack payout={one} action={action} />}
          </div>
        </li>
      ))}
    </ol>
  );
}

function TakeBack({ payout, action }: { payout: OwnPayout; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} />
      <input type="hidden" name="id" value={payout.id} />
      <Button type="submit" disabled={isPending}>
        Take back {moneyText(payout.requested_cents, payout.currency)}
      </Button>
    </form>
  );
}
