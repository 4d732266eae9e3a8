'use client';
// Decides an identity check by hand, with a reason that survives a refusal. Only what may follow is offered.
import { ChoiceField } from '@/components/ui/choice-field';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { kycChoices, type KycStatus } from '@/lib/reviews/kyc-states';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  traderId: string;
  status: KycStatus;
  /** Null when this person may decide; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

const WORDS: Record<KycStatus, string> = {
  none: 'not asked yet',
  pending: 'pending: it is being checked',
  retry: 'retry: the trader is asked to send it in again',
  approved: 'approved: payouts no longer wait for it',
  rejected: 'rejected: for good, until a person opens it again',
  expired: 'expired: it has to be proven again',
};

export function KycForm({ traderId, status, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const choices = kycChoices(status).map((value) => ({ value, label: WORDS[value] }));
  return (
    <form action={send} className="mt-4 flex flex-col gap-2 border-t border-line pt-3">
      <h3 className="text-form font-semibold">Decide by hand</h3>
      <Refused told={told} beside={['status', 'reason']} />
      <input type="hidden" name="trader_id" value={traderId} />
      <input type="hidden" name="seen" value={status} />
      <ChoiceField
        id="kyc-status"
        label="It shall be"
        name="status"
        blank="Choose"
        choices={choices}
        defaultValue={told.values.status}
        error={errorAt(told, 'status')}
        disabled={off}
      />
      <ReasonField id="kyc-reason" disabled={off} told={told} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" disabled={off || isPending}>
          Decide the check
        </Button>
      </div>
    </form>
  );
}
