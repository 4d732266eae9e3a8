'use client';
// Asking for a payout: what may be asked for, the sum, where it goes, and when it arrives. A refusal stands at the sum, and the sum stays.
import { useState } from 'react';
import { ChoiceField } from '@/components/ui/choice-field';
import { PayoutCheckFigures } from '@/components/payouts/payout-checks';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import type { OwnPayouts } from '@/lib/payouts/own-read';
import type { FormAction } from '@/lib/staff/form';

type Props = { accountId: string; own: OwnPayouts; action: FormAction };

export function PayoutRequest({ accountId, own, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  // Kept while the page refreshes itself under what is being typed; the next payout begins with a key of its own.
  const [requestKey] = useState(own.request_key);
  const { withdrawable_cents: most, currency, destinations } = own;
  const failing = own.checks.find(({ check }) => check === own.refusal);
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="text-label text-ink-3">You may ask for </span>
        <Money cents={most} currency={currency} className="block text-figure font-semibold" />
      </p>
      {failing && (
        <p role="status" className="rounded-sm border border-caution bg-caution-soft px-3 py-2">
          Not yet: “{failing.words}” is not kept
          {failing.measured !== null && (
            <>
              {' ('}
              <PayoutCheckFigures told={failing} currency={currency} />)
            </>
          )}
          .
        </p>
      )}
      {destinations.length === 0 ? (
        <p className="text-ink-2">Add where you are paid below; then you can ask here.</p>
      ) : (
        <form action={send} className="flex flex-col gap-3">
          {told.refusal && told.refusal.path !== 'amount' && <Refused told={told} />}
          <input type="hidden" name="account_id" value={accountId} />
          <input type="hidden" name="request_key" value={requestKey} />
          <Field
            id="payout-amount"
            label={`You receive, in ${currency}`}
            name="amount"
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={told.values.amount ?? ''}
            error={errorAt(told, 'amount')}
          />
          <ChoiceField
            id="payout-destination"
            label="Paid to"
            name="beneficiary_id"
            choices={destinations.map(({ id, method, masked, name }) => ({ value: id, label: `${method} ${masked}, ${name}` }))}
            defaultValue={told.values.beneficiary_id ?? destinations[0]?.id}
          />
          <p className="text-label text-ink-2">
            Nothing leaves before its window ends on <When at={own.window_ends} mode="minute" />. If it is approved it should arrive by{' '}
            <When at={`${own.arrives}T00:00:00Z`} mode="date" />.
          </p>
          <div>
            <Button type="submit" variant="primary" size="large" disabled={isPending || most === 0 || own.refusal === 'payout-open'}>
              {isPending ? 'Asking' : 'Ask for this payout'}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
