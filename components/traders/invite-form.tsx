'use client';
// One button: mail a fresh link to the portal. The link mailed before ends with it.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';
import { refusalOf } from '@/components/ui/told';

type Props = { traderId: string; again: boolean; action: FormAction };

export function InviteForm({ traderId, again, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="trader" value={traderId} />
      <Button type="submit" disabled={isPending}>
        {again ? 'Mail a fresh invitation' : 'Invite to the portal'}
      </Button>
      {told.refusal && (
        <span role="alert" className="text-label text-critical">
          {refusalOf(told)}
        </span>
      )}
      {told.done && (
        <span role="status" className="text-label text-ink-2">
          {told.done}
        </span>
      )}
    </form>
  );
}
