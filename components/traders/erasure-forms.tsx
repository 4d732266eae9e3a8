'use client';
// The deeds of forgetting a person: ask, agree or withdraw, and the legal hold. Each with a reason that outlives the person.
import { RefreshWhile } from '@/components/live/refresh-while';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { Refused, useSaidAction } from '@/components/ui/told';
import { When } from '@/components/ui/when';
import type { FormAction } from '@/lib/staff/form';
import { CONSEQUENCES } from '@/lib/traders/erasure';
import type { Erasure } from '@/lib/traders/erasure-read';

const NAMELESS = 'Refer to a letter or a case and name nobody: it stays when the person is gone.';

const Consequences = () => (
  <ul aria-label="What it does" className="list-disc pl-5 text-ink-2">
    {CONSEQUENCES.map((sentence) => (
      <li key={sentence}>{sentence}.</li>
    ))}
  </ul>
);

/** `may` says who of the staff is looking. */
export function ErasureForms({
  traderId,
  erasure,
  may,
  actions,
}: {
  traderId: string;
  erasure: Pick<Erasure, 'asked' | 'hold' | 'refusals'>;
  may: { erase: boolean; hold: boolean };
  actions: { ask: FormAction; decide: FormAction; hold: FormAction };
}) {
  const { asked, hold, refusals } = erasure;
  return (
    <>
      {asked?.state === 'agreed' && (
        <p>
          Two admins agreed: the person is being erased. <RefreshWhile on />
        </p>
      )}
      {asked?.state === 'asked' && <Decide asked={asked} mayDecide={may.erase} isFree={refusals.length === 0} action={actions.decide} />}
      {asked?.state !== 'asked' && asked?.state !== 'agreed' && may.erase && refusals.length === 0 && (
        <Ask traderId={traderId} action={actions.ask} />
      )}
      {!may.erase && <p className="text-label text-ink-3">Admins ask for it, and another admin agrees.</p>}
      {may.hold && asked?.state !== 'agreed' && (
        <Hold key={hold === null ? 'set' : 'lift'} traderId={traderId} isHeld={hold !== null} action={actions.hold} />
      )}
    </>
  );
}

function Ask({ traderId, action }: { traderId: string; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <details open={told.refusal !== null}>
      <summary className="w-fit cursor-pointer text-accent">Ask to erase this person</summary>
      <form action={send} className="mt-2 flex flex-col gap-3">
        <input type="hidden" name="trader" value={traderId} />
        <Consequences />
        <Refused told={told} beside={['reason']} />
        <ReasonField id="erasure-reason" told={told} hint={NAMELESS} />
        <Button type="submit" variant="danger" disabled={isPending} className="self-start">
          Ask to erase
        </Button>
      </form>
    </details>
  );
}

type Asked = NonNullable<Erasure['asked']>;

function Decide({ asked, mayDecide, isFree, action }: { asked: Asked; mayDecide: boolean; isFree: boolean; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-3">
      <p>
        <span className="font-medium">Erasure asked for</span> by {asked.is_own ? 'you' : asked.by}, <When at={asked.at} mode="minute" />:{' '}
        {asked.reason}
      </p>
      {mayDecide && (
        <>
          <input type="hidden" name="id" value={asked.id} />
          <Consequences />
          <Refused told={told} beside={['reason']} />
          <ReasonField id="erasure-reason" told={told} hint={NAMELESS} />
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" name="decision" value="agree" variant="danger" disabled={isPending || asked.is_own || !isFree}>
              Agree and erase
            </Button>
            <Button type="submit" name="decision" value="withdraw" disabled={isPending}>
              Withdraw
            </Button>
            {asked.is_own && <span className="text-label text-ink-3">You asked for it: another admin agrees.</span>}
          </div>
        </>
      )}
    </form>
  );
}

function Hold({ traderId, isHeld, action }: { traderId: string; isHeld: boolean; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <details open={told.refusal !== null}>
      <summary className="w-fit cursor-pointer text-accent">{isHeld ? 'Lift the legal hold' : 'Set a legal hold'}</summary>
      <form action={send} className="mt-2 flex flex-col gap-3">
        <input type="hidden" name="trader" value={traderId} />
        <input type="hidden" name="holds" value={isHeld ? 'no' : 'yes'} />
        <Refused told={told} beside={['reason']} />
        <ReasonField id="hold-reason" told={told} hint={NAMELESS} />
        <Button type="submit" disabled={isPending} className="self-start">
          {isHeld ? 'Lift the hold' : 'Hold'}
        </Button>
      </form>
    </details>
  );
}
