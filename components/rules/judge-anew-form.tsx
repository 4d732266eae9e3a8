'use client';
// What was learnt of the market too late is brought to bear: running accounts are folded again, with the reason.
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/lib/staff/form';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';

type JudgeAnewFormProps = {
  refusedBecause: string | null;
  action: FormAction;
};

export function JudgeAnewForm({ refusedBecause, action }: JudgeAnewFormProps) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const kept = (name: string) => ({
    name,
    defaultValue: told.values[name] ?? '',
    error: messageAt(told, name),
    disabled: off,
    required: true,
  });
  return (
    <form action={send} className="flex flex-col gap-3">
      <Refused told={told} />
      <p className="max-w-prose text-ink-2">
        What is changed here counts from each account&rsquo;s next event on. Running accounts whose rules read the market can be judged
        again over their whole history: open questions are answered, and verdicts that hold no more are withdrawn or come to a review.
      </p>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Active since" type="date" {...kept('since')} />
        <Field label="Reason" {...kept('reason')} />
      </div>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div>
        <Button type="submit" variant="danger" disabled={off || isPending}>
          Judge these accounts again
        </Button>
      </div>
    </form>
  );
}
