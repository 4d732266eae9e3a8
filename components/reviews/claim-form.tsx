'use client';
// Taking a review so that nobody else decides it at the same time, and letting it go again.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import type { FormAction } from '@/lib/staff/form';
import { refusalOf } from '@/components/ui/told';

type Props = {
  id: string;
  /** Where this very review is found, whatever comes first in the queue. */
  href: string;
  isMine: boolean;
  claimedUntil: string | null;
  claim: FormAction;
  release: FormAction;
};

export function ClaimForm({ id, href, isMine, claimedUntil, claim, release }: Props) {
  const [told, send, isPending] = useFormAction(isMine ? release : claim);
  return (
    <form
      action={send}
      // The queue may move while somebody is at it; what they took stays open.
      onSubmit={() => {
        if (window.location.pathname + window.location.search !== href) window.history.replaceState(null, '', href);
      }}
      data-form="claim"
      className="flex flex-wrap items-center gap-3"
    >
      <input type="hidden" name="id" value={id} />
      <Button type="submit" disabled={isPending}>
        {isMine ? 'Let it go' : 'Claim it'}
      </Button>
      {isMine && (
        <span className="text-label text-ink-2">
          Yours until <When at={claimedUntil} mode="minute" />
        </span>
      )}
      {told.refusal && (
        <p role="alert" className="text-label text-critical">
          {refusalOf(told)}
        </p>
      )}
    </form>
  );
}
