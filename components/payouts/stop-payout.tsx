'use client';
// A person stops a payout that has not left, and only another person lets it go on. Who stopped it and why is shown to staff alone.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { ReasonField } from '@/components/ui/reason-field';
import { OffButton } from '@/components/ui/off-button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { PayoutDeeds } from '@/lib/payouts/deeds-read';
import type { FormAction } from '@/lib/staff/form';

type Props = { payout: { id: string; state: string }; version: number; deeds: PayoutDeeds; hold: FormAction; release: FormAction };

const MAY_STOP = ['requested', 'approved', 'held'];

export function StopPayout({ payout, version, deeds: { stop, may_stop: may }, hold, release }: Props) {
  const [held, released] = [useSaidAction(hold), useSaidAction(release)];
  const isOpen = MAY_STOP.includes(payout.state);
  const [told, send, isPending] = stop ? released : held;
  const [overtaken] = stop ? held : released;
  if (!(isOpen && (may || stop)) && !overtaken.refusal) return null;
  const why = may
    ? stop?.is_own
      ? 'You stopped it yourself: another person lets it go on.'
      : null
    : 'Finance, risk and admin let it go on.';
  return (
    <Panel title={stop ? 'Stopped by a person' : 'Stop it'}>
      {stop && (
        <p className="pb-2">
          {stop.by}, <When at={stop.at} mode="minute" />: {stop.reason}
        </p>
      )}
      {isOpen && (
        <form action={send} className="flex flex-col gap-2">
          <Refused told={told} beside={['reason']} />
          <input type="hidden" name="id" value={payout.id} />
          <input type="hidden" name="version" value={version} />
          {why === null && (
            <ReasonField
              id={`stop-${payout.id}`}
              label={stop ? 'Why it may go on' : 'Why it is stopped'}
              told={told}
              hint={
                stop
                  ? 'It is worked out again, and asks for names where it is still owed in full.'
                  : 'It is held until another person lets it go on. The trader reads that a person stopped it, not why.'
              }
            />
          )}
          {why === null ? (
            <div>
              <Button type="submit" variant={stop ? 'primary' : 'danger'} disabled={isPending}>
                {stop ? 'Let it go on' : 'Stop this payout'}
              </Button>
            </div>
          ) : (
            <OffButton why={why}>Let it go on</OffButton>
          )}
        </form>
      )}
      <Refused told={overtaken} />
    </Panel>
  );
}
