'use client';
// Approving and rejecting a payout. The button says the sum and who is told; what this person may not do is shown with the reason.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import type { PayoutDetail, PayoutSeen } from '@/lib/payouts/office-read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  payout: PayoutDetail;
  seen: PayoutSeen;
  /** The check that keeps it from leaving now, in words. */
  blocked: string | null;
  approve: FormAction;
  reject: FormAction;
};

const WHY_NOT: Record<string, string> = {
  role: 'Finance and admin decide payouts.',
  'asked-yourself': 'You asked for it yourself: it needs another person.',
  'edited-the-destination': 'You changed its destination within the last week: it needs another person.',
  'signed-already': 'You have signed it. It needs another person.',
};

export function DecidePayout({ payout, seen, blocked, approve, reject }: Props) {
  const off = seen.may_not === null ? null : (WHY_NOT[seen.may_not] ?? seen.may_not);
  const isWaiting = payout.state === 'requested';
  if (!isWaiting && payout.state !== 'held') return null;
  return (
    <Panel title="Decide">
      <div className="flex flex-col gap-5">
        {off && <p className="text-label text-ink-2">{off}</p>}
        {isWaiting && blocked && <p className="text-label text-caution">Approving is off: {blocked}.</p>}
        {isWaiting ? (
          <Approve payout={payout} seen={seen} off={off !== null || blocked !== null} action={approve} />
        ) : (
          <p className="text-ink-2">A held payout cannot be approved. It asks again by itself once every check is kept.</p>
        )}
        <Reject payout={payout} seen={seen} off={off !== null && seen.may_not !== 'signed-already'} action={reject} />
      </div>
    </Panel>
  );
}

type DeedProps = { payout: PayoutDetail; seen: PayoutSeen; off: boolean; action: FormAction };

function Approve({ payout, seen, off, action }: DeedProps) {
  const [told, send, isPending] = useSaidAction(action);
  const missing = payout.approvals_required - seen.valid_approvals;
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} />
      <p className="text-ink-2">
        {missing > 1
          ? `Puts your name on it; ${missing - 1} more is needed.`
          : 'It is sent when its window has ended, after every check is done once more. The trader is told.'}
      </p>
      <input type="hidden" name="id" value={payout.id} />
      <input type="hidden" name="version" value={seen.version} />
      <input type="hidden" name="digest" value={seen.digest} />
      <div>
        <Button type="submit" variant="primary" disabled={off || isPending}>
          Approve payout {moneyText(payout.requested_cents, payout.currency)}
        </Button>
      </div>
    </form>
  );
}

function Reject({ payout, seen, off, action }: DeedProps) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <input type="hidden" name="id" value={payout.id} />
      <input type="hidden" name="version" value={seen.version} />
      <ReasonField label="Reason of a rejection" disabled={off} hint="The trader reads it, and may ask for the sum again." told={told} />
      <div>
        <Button type="submit" variant="danger" disabled={off || isPending}>
          Reject payout {moneyText(payout.requested_cents, payout.currency)}
        </Button>
      </div>
    </form>
  );
}
