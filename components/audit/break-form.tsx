'use client';
// What happened, in the words of whoever found out: until it is written here, the alarm stands.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  anchorId: number;
  refusedBecause: string | null;
  action: FormAction;
};

export function BreakForm({ anchorId, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex max-w-prose flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <input type="hidden" name="anchor_id" value={anchorId} />
      <ReasonField
        label="What happened"
        rows={3}
        hint="From then on the history is held against the head it had at this check."
        told={told}
        disabled={off}
      />
      <Button type="submit" disabled={off || isPending} className="self-start">
        The change is explained
      </Button>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
    </form>
  );
}
