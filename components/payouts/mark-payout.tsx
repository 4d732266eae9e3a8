'use client';
// Says what the bank or Rise did with one payout. What proves it is written beside it; who made the file is not who says so.
import { useState } from 'react';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { FormAction } from '@/lib/staff/form';

type Props = { payout: { id: string; version: number; state: string; may_not: string | null }; sum: string; action: FormAction };

const WHY_NOT: Record<string, string> = {
  role: 'Finance and admin say what came of it.',
  'made-the-file': 'You made this file: another person says what came of it.',
  'asked-yourself': 'You asked for it yourself: another person says what came of it.',
};

export function MarkPayout({ payout, sum, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const [isOpen, setOpen] = useState(false);
  const isOut = payout.state === 'sent';
  // Whoever was overtaken reads so where their form was.
  if (!isOut && payout.state !== 'paid') return <Refused told={told} />;
  if (payout.may_not) return <p className="text-label text-ink-2">{WHY_NOT[payout.may_not] ?? payout.may_not}</p>;
  if (!isOut && told.refusal === null && !isOpen)
    return (
      <Button size="small" className="self-start" onClick={() => setOpen(true)}>
        It came back…
      </Button>
    );
  return (
    <form action={send} className="flex max-w-form flex-col gap-2">
      <Refused told={told} beside={['reference']} />
      <input type="hidden" name="id" value={payout.id} />
      <input type="hidden" name="version" value={payout.version} />
      <Field
        id={`reference-${payout.id}`}
        name="reference"
        label={isOut ? 'Reference on the statement, or why it did not arrive' : 'Why it came back'}
        required
        minLength={3}
        maxLength={200}
        defaultValue={told.values.reference ?? ''}
        error={errorAt(told, 'reference')}
      />
      <div className="flex flex-wrap gap-2">
        {isOut ? (
          <>
            <Button type="submit" variant="primary" name="outcome" value="paid" disabled={isPending}>
              Mark {sum} as paid
            </Button>
            <Button type="submit" variant="danger" name="outcome" value="failed" disabled={isPending}>
              It did not leave
            </Button>
          </>
        ) : (
          <Button type="submit" variant="danger" name="outcome" value="returned" disabled={isPending}>
            {sum} came back
          </Button>
        )}
      </div>
    </form>
  );
}
