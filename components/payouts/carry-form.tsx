'use client';
// What waits to be carried, one provider at a time: choose, and make one file of it. What is chosen is counted by currency before anything happens.
import Link from 'next/link';
import { useState } from 'react';
import { loginText } from '@/lib/accounts/login-text';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Money } from '@/components/ui/money';
import { moneyText } from '@/components/ui/money-text';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { WaitingPayout } from '@/lib/payouts/file-read';
import { methodName } from '@/lib/payouts/pay-methods';
import { sumsByCurrency } from '@/lib/payouts/sums';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  provider: string;
  waiting: WaitingPayout[];
  /** Why this person makes no file; null where they may. */
  off: string | null;
  action: FormAction;
};

export function CarryForm({ provider, waiting, off, action }: Props) {
  const due = waiting.filter(({ is_due }) => is_due);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [told, send, isPending] = useSaidAction(action);
  const chosen = due.filter(({ id }) => !left.has(id));
  const sums = sumsByCurrency(chosen).map(({ currency, cents }) => moneyText(cents, currency));
  const toggle = (id: string) => setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <Panel
      title={`To be carried: ${methodName(provider)}`}
      flush
      aside={`${due.length} due, ${waiting.length - due.length} still in their window`}
    >
      <ul className="divide-y divide-line">
        {waiting.map((one) => (
          <li key={one.id} className="flex items-center gap-3 px-4 py-2">
            <input
              type="checkbox"
              aria-label={`${moneyText(one.requested_cents, one.currency)} to ${one.holder}`}
              checked={one.is_due && !left.has(one.id)}
              disabled={!one.is_due || off !== null}
              onChange={() => toggle(one.id)}
              className="block size-4 shrink-0 accent-(--accent)"
            />
            <Line payout={one} />
          </li>
        ))}
      </ul>
      <form action={send} className="flex flex-col gap-2 border-t border-line p-4">
        <Refused told={told} />
        <input type="hidden" name="provider" value={provider} />
        <input type="hidden" name="payouts" value={chosen.map(({ id }) => id).join(',')} />
        <p className="text-label text-ink-2">
          {off ??
            'Every check is done once more. What no longer passes is held and stays out of the file. Another person says later that the money arrived.'}
        </p>
        <div>
          <Button type="submit" variant="primary" disabled={off !== null || isPending || chosen.length === 0}>
            {chosen.length === 0 ? 'Nothing chosen' : `Make a file of ${chosen.length}: ${sums.join(' and ')}`}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Line({ payout }: { payout: WaitingPayout }) {
  return (
    <div className="grid min-w-0 flex-1 gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)_max-content]">
      <Link href={`/payouts/${payout.id}`} className="font-medium text-accent hover:underline">
        <Money cents={payout.requested_cents} currency={payout.currency} />
      </Link>
      <span className="truncate text-ink-2">
        {payout.holder}, <span className="font-mono text-label">{payout.masked}</span>, account{' '}
        <span className="font-mono text-label">{loginText(payout.login)}</span>
      </span>
      <span className="text-label text-ink-2">
        {payout.state === 'sending' ? (
          <span className="text-caution">begun, in no file yet</span>
        ) : payout.is_due ? (
          'due'
        ) : (
          <>
            window ends <When at={payout.hold_until} mode="minute" />
          </>
        )}
      </span>
    </div>
  );
}
