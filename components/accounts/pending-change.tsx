'use client';
// A change somebody asked for that needs a second person: what, why, by whom, and the second person's answer.
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { When } from '@/components/ui/when';
import type { SecondPersonRequest } from '@/lib/reviews/read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  request: SecondPersonRequest;
  askedBy: string;
  /** Why it cannot be approved here; null when it can. */
  refusedBecause: string | null;
  mayReject: boolean;
  action: FormAction;
};

export function PendingChange({ request, askedBy, refusedBecause, mayReject, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <section aria-label="Waits for a second person" className="rounded-md border border-caution bg-caution-soft p-4">
      <p className="text-form">
        <span className="font-semibold">Waits for a second person: </span>
        {request.from_status} to {request.to_status}, asked for by {askedBy} on <When at={request.requested_at} mode="minute" />.
      </p>
      <p className="text-ink-2">{request.reason}</p>
      {refusedBecause && <p className="pt-1 text-label text-ink-2">{refusedBecause}</p>}
      {mayReject && (
        <form action={send} className="flex max-w-prose flex-col gap-2 pt-2">
          <input type="hidden" name="id" value={request.id} />
          <ReasonField label="Reason of your answer" id={`change-${request.id}`} told={told} error={refusalOf(told)} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" name="state" value="approved" variant="primary" disabled={refusedBecause !== null || isPending}>
              Approve the change
            </Button>
            <Button type="submit" name="state" value="rejected" disabled={isPending}>
              Turn it down
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
