'use client';
// Sends one letter once more, with the reason; where it may not be, the reason for that.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonLine } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = { id: string; refusedBecause: string | null; action: FormAction };

export function SendAgain({ id, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const isOff = refusedBecause !== null;
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <p className="text-ink-2">It is written anew with what is true now, and goes to where its reader is reached now.</p>
      <input type="hidden" name="id" value={id} />
      <ReasonLine disabled={isOff} told={told} />
      {isOff && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" disabled={isOff || isPending}>
          Send again
        </Button>
      </div>
    </form>
  );
}
