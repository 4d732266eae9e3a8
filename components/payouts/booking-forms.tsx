'use client';
// The two ways to end a difference: a note that says why nothing is booked, or a booking that another person signs.
import { ChoiceField } from '@/components/ui/choice-field';
import { errorAt, Refused, type SaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ReasonField, ReasonLine } from '@/components/ui/reason-field';
import { moneyText } from '@/components/ui/money-text';
import { cents, formatMoney, minorDigits } from '@/lib/money';
import { DECISIONS, LEDGER_WORDS } from '@/lib/payouts/difference-words';
import type { AdjustmentRow, DifferenceRow } from '@/lib/payouts/statement-read';

const choicesOf = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }));

/** The deeds belong to the card: what became of one is still told where its form is gone. */
export function BookingForms({ difference, deeds }: { difference: DifferenceRow; deeds: { decide: SaidAction; propose: SaidAction } }) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2 text-label">
      <details className="min-w-0 flex-1 basis-64">
        <summary className="w-fit cursor-pointer text-accent">Decide with a note</summary>
        <Decide difference={difference} deed={deeds.decide} />
      </details>
      {difference.effect.length > 0 && (
        <details className="min-w-0 flex-1 basis-64">
          <summary className="w-fit cursor-pointer text-accent">Propose a booking</summary>
          <Propose difference={difference} deed={deeds.propose} />
        </details>
      )}
    </div>
  );
}

function Decide({ difference, deed }: { difference: DifferenceRow; deed: SaidAction }) {
  const [told, send, isPending] = deed;
  return (
    <form action={send} className="mt-2 flex max-w-form flex-col gap-2">
      <Refused told={told} beside={['decision', 'note']} />
      <input type="hidden" name="id" value={difference.id} />
      <input type="hidden" name="version" value={difference.version} />
      <ChoiceField
        id={`decision-${difference.id}`}
        name="decision"
        label="Why they differ"
        choices={choicesOf(DECISIONS).filter(({ value }) => value !== 'booked')}
        defaultValue={told.values.decision}
        error={errorAt(told, 'decision')}
      />
      <ReasonField id={`note-${difference.id}`} name="note" label="Note" told={told} hint="Nothing is booked by this." />
      <div>
        <Button type="submit" variant="primary" disabled={isPending}>
          Decide
        </Button>
      </div>
    </form>
  );
}

function Propose({ difference, deed }: { difference: DifferenceRow; deed: SaidAction }) {
  const [told, send, isPending] = deed;
  const [part] = difference.effect;
  if (part === undefined) return null;
  const most = cents(Math.abs(part.cents));
  return (
    <form action={send} className="mt-2 flex max-w-form flex-col gap-2">
      <Refused told={told} beside={['amount', 'ledger_account', 'reason']} />
      <input type="hidden" name="difference_id" value={difference.id} />
      <input type="hidden" name="version" value={difference.version} />
      <input type="hidden" name="currency" value={part.currency} />
      <input type="hidden" name="direction" value={part.cents > 0 ? 'out' : 'back'} />
      <Field
        id={`amount-${difference.id}`}
        name="amount"
        label={`Sum, ${part.currency} ${part.cents > 0 ? 'that left them besides' : 'that did not leave them'}`}
        inputMode="decimal"
        required
        defaultValue={told.values.amount ?? formatMoney(most, minorDigits(part.currency))}
        error={errorAt(told, 'amount')}
      />
      <ChoiceField
        id={`account-${difference.id}`}
        name="ledger_account"
        label="It is"
        choices={choicesOf(LEDGER_WORDS)}
        defaultValue={told.values.ledger_account}
        error={errorAt(told, 'ledger_account')}
      />
      <ReasonField id={`reason-${difference.id}`} label="Why" told={told} hint="Another person books it. No trader’s balance moves." />
      <div>
        <Button type="submit" variant="primary" disabled={isPending}>
          Propose the booking
        </Button>
      </div>
    </form>
  );
}

type WaitingProps = { adjustment: AdjustmentRow; me: string; off: string | null; deed: SaidAction };

export function WaitingBooking({ adjustment, me, off, deed }: WaitingProps) {
  const [told, send, isPending] = deed;
  const isOwn = adjustment.proposed_by === me;
  const why = off ?? (isOwn ? 'You proposed it: another person books it.' : null);
  return (
    <form action={send} className="flex max-w-form flex-col gap-2 rounded-sm border border-caution bg-caution-soft p-3 text-label">
      <Refused told={told} beside={['reason']} />
      <p>
        Proposed by {adjustment.proposed_by_name ?? 'former staff'}:{' '}
        <span className="num">{moneyText(adjustment.amount_cents, adjustment.currency, { signed: true })}</span>,{' '}
        {(LEDGER_WORDS[adjustment.ledger_account] ?? adjustment.ledger_account).toLowerCase()}. {adjustment.reason}
      </p>
      <input type="hidden" name="id" value={adjustment.id} />
      {why ? (
        <p className="text-ink-2">{why}</p>
      ) : (
        <>
          <ReasonLine id={`why-${adjustment.id}`} label="What you looked at" told={told} />
          <div className="flex gap-2">
            <Button type="submit" name="decision" value="booked" variant="primary" disabled={isPending}>
              Book {moneyText(adjustment.amount_cents, adjustment.currency, { signed: true })}
            </Button>
            <Button type="submit" name="decision" value="refused" disabled={isPending}>
              Refuse it
            </Button>
          </div>
        </>
      )}
    </form>
  );
}
