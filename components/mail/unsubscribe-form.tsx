'use client';
// One press stops the letters, another takes it back; what was done is said in place.
import { useFormAction } from '@/components/ui/form-action';
import { Refused } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import type { FormAction } from '@/lib/staff/form';

type Props = { link: string; action: FormAction };

export function UnsubscribeForm({ link, action }: Props) {
  const [told, send, isPending] = useFormAction(action);
  return (
    <form action={send} className="flex flex-col gap-3">
      <input type="hidden" name="link" value={link} />
      <Refused told={told} />
      {told.done && <p role="status">{told.done}</p>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="to" value="off" variant="primary" size="large" disabled={isPending}>
          Stop these letters
        </Button>
        <Button type="submit" name="to" value="on" size="large" disabled={isPending}>
          Keep them
        </Button>
      </div>
    </form>
  );
}
