'use client';
// One button for one deed on a run, with what it does beside it and the refusal where it was refused.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import type { ActionState, FormAction } from '@/lib/staff/form';
import { refusalOf } from '@/components/ui/told';

type Props = {
  id: string;
  label: string;
  explains: string;
  /** Null when this person may act; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

export function RunDeed({ id, label, explains, refusedBecause, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <form action={send} className="flex flex-wrap items-center gap-3 rounded-md border border-line bg-surface px-4 py-3">
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="primary" disabled={refusedBecause !== null || isPending}>
        {label}
      </Button>
      <span className="text-label text-ink-2">{refusedBecause ?? explains}</span>
      <Told told={told} />
    </form>
  );
}

export function Told({ told }: { told: ActionState }) {
  if (told.refusal) {
    return (
      <p role="alert" className="text-label text-critical">
        {refusalOf(told)}
      </p>
    );
  }
  return told.done ? (
    <p role="status" className="text-label text-ink-2">
      {told.done}
    </p>
  ) : null;
}
