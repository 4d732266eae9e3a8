'use client';
// Holds a statement against the ledger as it stands now.
import { useActionState } from 'react';
import { Refused, useAnnounced } from '@/components/rules/told';
import { Button } from '@/components/ui/button';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';

export function CompareAgain({ id, action }: { id: string; action: (before: ActionState, form: FormData) => Promise<ActionState> }) {
  const [told, send, isPending] = useActionState(action, UNTOUCHED);
  useAnnounced(told);
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
