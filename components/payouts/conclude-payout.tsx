'use client';
// A payout whose provider does not tell what became of it: one person says it with evidence, another carries it out. What each finding
// does stands beside it before anybody chooses.
import { useState } from 'react';
import { errorAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { AreaField } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { HeldChoice } from '@/components/ui/held-choice';
import { OffButton } from '@/components/ui/off-button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { conclusionsOf, CONCLUSION_WORDS, effectWords } from '@/lib/payouts/conclusion';
import type { PayoutDeeds } from '@/lib/payouts/deeds-read';
import type { FormAction } from '@/lib/staff/form';

type Payout = { id: string; state: string };
type Props = { payout: Payout; deeds: PayoutDeeds; propose: FormAction; conclude: FormAction };

const WHY_NOT: Record<string, string> = {
  role: 'Finance and admin say what became of it.',
  'asked-yourself': 'You asked for it yourself: it needs another person.',
};

export function ConcludePayout({ payout, deeds, propose, conclude }: Props) {
  const [proposed, concluded] = [useSaidAction(propose), useSaidAction(conclude)];
  const { conclusion, may_not_conclude: no } = deeds;
  const off = no === null ? null : (WHY_NOT[no] ?? no);
  const isOpen = conclusionsOf(payout.state, deeds.is_automatic).length > 0;
  const isOffered = isOpen && (off === null || payout.state === 'unknown');
  if (!isOffered && !conclusion && !proposed[0].refusal && !concluded[0].refusal) return null;
  return (
    <Panel title="What became of it">
      <div className="flex flex-col gap-3">
        {conclusion ? (
          <Waiting payout={payout} conclusion={conclusion} off={off} deed={concluded} />
        ) : (
          isOffered && <Propose payout={payout} deeds={deeds} off={off} deed={proposed} />
        )}
        {/* Whoever was overtaken reads so where their form was. */}
        <Refused told={conclusion ? proposed[0] : concluded[0]} />
      </div>
    </Panel>
  );
}

type Deed = ReturnType<typeof useSaidAction>;

function Propose({ payout, deeds, off, deed }: { payout: Payout; deeds: PayoutDeeds; off: string | null; deed: Deed }) {
  const [told, send, isPending] = deed;
  const [chosen, choose] = useState('');
  return (
    <details open={payout.state === 'unknown' || told.refusal !== null}>
      <summary className="w-fit cursor-pointer text-accent">The provider does not tell: say it with evidence</summary>
      <form action={send} className="mt-2 flex flex-col gap-3">
        <Refused told={told} beside={['outcome', 'evidence']} />
        {deeds.absent_since && (
          <p className="text-label text-ink-2">
            The provider has known nothing under our key since <When at={deeds.absent_since} mode="minute" />.
          </p>
        )}
        <input type="hidden" name="id" value={payout.id} />
        <input type="hidden" name="state" value={payout.state} />
        <fieldset disabled={off !== null} className="flex flex-col gap-2">
          <legend className="pb-1 text-label font-medium text-ink-2">What became of it</legend>
          {conclusionsOf(payout.state, deeds.is_automatic).map((one) => (
            <label key={one} className="flex items-start gap-2">
              <HeldChoice
                type="radio"
                name="outcome"
                value={one}
                required
                checked={chosen === one}
                onChange={() => choose(one)}
                className="mt-1 accent-accent"
              />
              <span>
                <span className="font-medium">{CONCLUSION_WORDS[one]}</span>
                <span className="block text-label text-ink-2">{effectWords(one, payout.state)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <AreaField
          id={`evidence-${payout.id}`}
          name="evidence"
          label="Evidence"
          rows={3}
          required
          minLength={10}
          maxLength={500}
          disabled={off !== null}
          defaultValue={told.values.evidence ?? ''}
          error={errorAt(told, 'evidence')}
          hint="Where it can be looked at: their answer, the line of a statement. Nothing is booked until another person agrees."
        />
        {off === null ? (
          <div>
            <Button type="submit" variant="primary" disabled={isPending}>
              Say what became of it
            </Button>
          </div>
        ) : (
          <OffButton why={off}>Say what became of it</OffButton>
        )}
      </form>
    </details>
  );
}

type WaitingProps = { payout: Payout; conclusion: NonNullable<PayoutDeeds['conclusion']>; off: string | null; deed: Deed };

function Waiting({ payout, conclusion, off, deed }: WaitingProps) {
  const [told, send, isPending] = deed;
  const why = off ?? (conclusion.is_own ? 'You said so yourself: another person carries it out.' : null);
  return (
    <form action={send} className="flex flex-col gap-2 rounded-sm border border-caution bg-caution-soft p-3">
      <Refused told={told} beside={['reason']} />
      <p>
        <span className="font-medium">{CONCLUSION_WORDS[conclusion.outcome]}</span>, says {conclusion.by},{' '}
        <When at={conclusion.at} mode="minute" />: {conclusion.evidence}
      </p>
      <p className="text-label text-ink-2">{effectWords(conclusion.outcome, payout.state)}</p>
      <input type="hidden" name="id" value={conclusion.id} />
      {off === null && (
        <ReasonField
          id={`checked-${conclusion.id}`}
          label={conclusion.is_own ? 'Why it is dropped' : 'What you checked, or why it is dropped'}
          told={told}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {why === null ? (
          <Button type="submit" name="decision" value="concluded" variant="danger" disabled={isPending}>
            Carry it out: {CONCLUSION_WORDS[conclusion.outcome].toLowerCase()}
          </Button>
        ) : (
          <OffButton why={why} variant="danger">
            Carry it out
          </OffButton>
        )}
        {off === null && (
          <Button type="submit" name="decision" value="refused" disabled={isPending}>
            Drop it
          </Button>
        )}
      </div>
    </form>
  );
}
