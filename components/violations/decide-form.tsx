'use client';
// Confirm or withdraw, with a reason that survives a refusal. Says what will happen, not "are you sure".
import { refusalOf, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  id: string;
  state: string;
  consequence: string;
  /** Null when this person may decide; otherwise why not. */
  refusedBecause: string | null;
  action: FormAction;
};

const WITHDRAWING = 'Withdrawing voids what was not sent yet and lifts the stop on trading if nothing else holds it.';
const AFTERWARDS =
  'This verdict is confirmed and the trader may have been told. Asking to withdraw it opens a review, which another person decides.';

export function DecideForm({ id, state, consequence, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null || isPending;
  return (
    <form action={send} className="flex flex-col gap-2 border-t border-line pt-4">
      <h3 className="text-form font-semibold">Decide</h3>
      <p className="text-ink-2">
        {state === 'confirmed'
          ? AFTERWARDS
          : `Confirming lets the consequence stand: it ${consequence}, and the trader is told. ${WITHDRAWING}`}
      </p>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="seen" value={state} />
      <ReasonField disabled={refusedBecause !== null} told={told} error={refusalOf(told)} rows={3} />
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
      <div className="flex flex-wrap gap-2">
        {state !== 'confirmed' && (
          <Button type="submit" name="state" value="confirmed" variant="danger" disabled={off}>
            Confirm the verdict
          </Button>
        )}
        <Button type="submit" name="state" value="withdrawn" disabled={off}>
          Withdraw the verdict
        </Button>
      </div>
    </form>
  );
}
