'use client';
// "I did it there myself": closes an order the platform would not carry out, with the reason that is kept.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { refusalOf } from '@/components/ui/told';
import { ReasonLine } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = { orderId: string; action: FormAction };

export function ConfirmOrderForm({ orderId, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <details>
      <summary className="w-fit cursor-pointer text-label text-accent">I have done this on the platform</summary>
      <form action={send} className="mt-2 flex flex-col gap-2">
        <input type="hidden" name="order" value={orderId} />
        <ReasonLine label="How, and where you saw that it is done" id={`reason-${orderId}`} told={told} error={refusalOf(told)} />
        <Button type="submit" className="w-fit" disabled={isPending}>
          Confirm as done by hand
        </Button>
      </form>
    </details>
  );
}
