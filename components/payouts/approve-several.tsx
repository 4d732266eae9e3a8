'use client';
// The one button of a bulk approval: it says how many and what they come to, and carries exactly what was shown.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { moneyText } from '@/components/ui/money-text';
import type { DryRun } from '@/lib/payouts/bulk-write';
import type { FormAction } from '@/lib/staff/form';

type Props = { run: DryRun; action: FormAction };

export function ApproveSeveral({ run, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const chosen = [...run.released, ...run.signed];
  const sums = run.sums.map(({ cents, currency }) => moneyText(cents, currency)).join(' and ');
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} />
      {told.done && (
        <p role="status" className="rounded-sm border border-safe bg-safe-soft px-3 py-2">
          {told.done}
        </p>
      )}
      <input type="hidden" name="seen" value={chosen.map(({ id, version, digest }) => `${id}:${version}:${digest}`).join(',')} />
      {chosen.length > 0 && (
        <div>
          <Button type="submit" variant="primary" size="large" disabled={isPending}>
            {isPending ? 'Approving…' : `Approve ${chosen.length} ${chosen.length === 1 ? 'payout' : 'payouts'}, ${sums}`}
          </Button>
        </div>
      )}
    </form>
  );
}
