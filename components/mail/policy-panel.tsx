'use client';
// When letters that only help are written, in one sentence; proposed by one person and published by another.
import type { ReactNode } from 'react';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { policyWords } from '@/lib/mail/policy';
import type { MailPolicies } from '@/lib/mail/policy-read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  policies: MailPolicies;
  me: string;
  refusedBecause: string | null;
  propose: FormAction;
  publish: FormAction;
  alone?: ReactNode;
};

export function PolicyPanel({ policies: { inForce, proposed }, me, refusedBecause, propose, publish, alone }: Props) {
  return (
    <Panel title="Warnings and reminders">
      <div className="flex flex-col gap-3">
        <p>{policyWords(inForce)}</p>
        {proposed && (
          <Proposal
            version={proposed.version}
            words={policyWords(proposed.value)}
            isMine={proposed.by === me}
            off={refusedBecause}
            action={publish}
          />
        )}
        {alone}
        {refusedBecause === null ? (
          <details>
            <summary className="w-fit cursor-pointer text-accent">Propose something else</summary>
            <Propose bps={inForce.warn_from_bps} days={inForce.inactivity_days} action={propose} />
          </details>
        ) : (
          <p className="text-label text-ink-3">{refusedBecause}</p>
        )}
      </div>
    </Panel>
  );
}

function Proposal({
  version,
  words,
  isMine,
  off,
  action,
}: {
  version: number;
  words: string;
  isMine: boolean;
  off: string | null;
  action: FormAction;
}) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2 rounded-sm border border-caution bg-caution-soft px-3 py-2">
      <Refused told={told} />
      <p>Proposed: {words}</p>
      <input type="hidden" name="version" value={version} />
      {isMine && <p className="text-label">You proposed it, so another person publishes it.</p>}
      <div>
        <Button type="submit" disabled={isMine || off !== null || isPending}>
          Publish it
        </Button>
      </div>
    </form>
  );
}

function Propose({ bps, days, action }: { bps: number; days: number; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="mt-2 flex flex-col gap-2">
      <Refused told={told} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label="Warn of a floor from, in percent used"
          name="warn_from_percent"
          inputMode="numeric"
          required
          defaultValue={told.values.warn_from_percent ?? String(Math.floor(bps / 100))}
          hint="0 warns of none."
        />
        <Field
          label="Days before inactivity ends an account"
          name="inactivity_days"
          inputMode="numeric"
          required
          defaultValue={told.values.inactivity_days ?? String(days)}
          hint="0 reminds of none."
        />
      </div>
      <div>
        <Button type="submit" disabled={isPending}>
          Propose
        </Button>
      </div>
    </form>
  );
}
