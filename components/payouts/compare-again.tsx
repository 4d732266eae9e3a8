'use client';
// Holds a statement against the ledger as it stands now.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';

export function CompareAgain({ id, action }: { id: string; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex items-center gap-2">
      <Refused told={told} />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" disabled={isPending}>
        Compare again
      </Button>
    </form>
  );
}
