'use client';
// A payout that came back and its second way: asked for here with a reason, or the way to the one that pays it again.
import Link from 'next/link';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import type { PayoutDetail } from '@/lib/payouts/office-read';
import type { Repayment } from '@/lib/payouts/repayment-read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  payout: PayoutDetail;
  version: number;
  repayment: Repayment;
  action: FormAction;
};

const WHY_NOT: Record<string, string> = {
  role: 'Finance and admin pay again what came back.',
  'payout-open': 'Another payout of this account is open. It has to be decided first.',
};

export function PayAgain({ payout, version, repayment, action }: Props) {
  const other = repayment.repays ?? repayment.repaid_by;
  if (payout.state !== 'returned' && other === null) return null;
  return (
    <Panel title="Paid again">
      {other !== null ? (
        <p className="text-ink-2">
          {repayment.repays === null ? 'It is paid again by ' : 'It pays again what came back of '}
          <Link href={`/payouts/${other}`} className="text-accent underline">
            another payout
          </Link>
          .
        </p>
      ) : repayment.is_kept ? (
        <Ask payout={payout} version={version} off={repayment.may_not} action={action} />
      ) : (
        <p className="text-ink-2">A later payout of this account has taken this sum along. Nothing of it is left to pay.</p>
      )}
    </Panel>
  );
}

type AskProps = Pick<Props, 'payout' | 'version' | 'action'> & { off: string | null };

function Ask({ payout, version, off, action }: AskProps) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <p className="text-ink-2">
        The sum is kept for the trader whatever the account does. Paying it again makes a new payout of the same sum to their newest
        destination. Another person signs it; only identity, destination, bars and open questions are checked.
      </p>
      {off && <p className="text-label text-ink-2">{WHY_NOT[off] ?? off}</p>}
      <input type="hidden" name="id" value={payout.id} />
      <input type="hidden" name="version" value={version} />
      <ReasonField label="Why it can be paid again" disabled={off !== null} told={told} />
      <div>
        <Button type="submit" variant="primary" disabled={off !== null || isPending}>
          Pay {moneyText(payout.requested_cents, payout.currency)} again
        </Button>
      </div>
    </form>
  );
}
