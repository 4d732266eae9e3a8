'use client';
// Takes back a block of many: each account that was blocked by it, and not decided on since, is unblocked by a deed of its own.
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';

export function UndoDeed({ id, action }: { id: string; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      {told.refusal && (
        <span role="alert" className="text-label text-critical">
          {refusalOf(told)}
        </span>
      )}
      <Button type="submit" disabled={isPending}>
        Undo: unblock what it blocked
      </Button>
    </form>
  );
}
