'use client';
// Takes back a block of many: each account that was blocked by it, and not decided on since, is unblocked by a deed of its own.
import { useActionState } from 'react';
import { Button } from '@/components/ui/button';
import { announce } from '@/components/ui/toaster';
import type { FormAction } from '@/lib/staff/action';
import { UNTOUCHED, type ActionState } from '@/lib/staff/form';

export function UndoDeed({ id, action }: { id: string; action: FormAction }) {
  const answered = async (before: ActionState, form: FormData): Promise<ActionState> => {
    const told = await action(before, form);
    if (told.done) announce(told.done);
    return told;
  };
  const [told, send, isPending] = useActionState(answered, UNTOUCHED);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      {told.refusal && (
        <span role="alert" className="text-label text-critical">
          {told.refusal.message} ({told.refusal.code})
        </span>
      )}
      <Button type="submit" disabled={isPending}>
        Undo: unblock what it blocked
      </Button>
    </form>
  );
}
