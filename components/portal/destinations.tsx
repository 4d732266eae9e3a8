'use client';
// Where a trader is paid: only its mask is shown. A new or changed destination waits before anything is paid to it, so that nobody who
// got hold of an account can send its money away.
import { useState } from 'react';
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { When } from '@/components/ui/when';
import type { PayMethod } from '@/lib/payouts/pay-methods';
import type { OwnDestination } from '@/lib/payouts/own-read';
import type { FormAction } from '@/lib/staff/form';

type Props = { destinations: OwnDestination[]; methods: PayMethod[]; holder: string; action: FormAction };

export function Destinations({ destinations, methods, holder, action }: Props) {
  const [changed, setChanged] = useState<string | null>(null);
  const one = destinations.find(({ id }) => id === changed);
  const known = one && methods.find(({ code }) => code === one.provider);
  return (
    <div className="flex flex-col gap-4">
      {destinations.length === 0 && <p className="text-ink-2">No destination yet.</p>}
      {destinations.length > 0 && (
        <ul className="divide-y divide-line">
          {destinations.map((each) => (
            <li key={each.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
              <span className="min-w-0">
                {each.method} <span className="font-mono text-label">{each.masked}</span>, {each.name}
                <span className="block text-label text-ink-2">
                  {each.awaits_link ? (
                    <span className="text-caution">Confirm this change by the link we mailed you; nothing is paid before.</span>
                  ) : (
                    <>
                      Payable from <When at={each.payableFrom} mode="minute" />
                    </>
                  )}
                </span>
              </span>
              {methods.some(({ code }) => code === each.provider) && <Button onClick={() => setChanged(each.id)}>Change</Button>}
            </li>
          ))}
        </ul>
      )}
      {one && known && (
        <section aria-label={`Change ${one.masked}`} className="flex flex-col gap-2 border-l-2 border-caution pl-3">
          <p>
            Change {one.method} <span className="font-mono text-label">{one.masked}</span>. What waits to be paid to it is held and worked
            out again.
          </p>
          <DestinationForm key={one.id} id={one.id} method={known} holder={one.name} action={action} />
          <Button className="self-start" onClick={() => setChanged(null)}>
            Leave it as it is
          </Button>
        </section>
      )}
      {methods.map((method) => (
        <details key={method.code} open={destinations.length === 0}>
          <summary className="w-fit cursor-pointer text-accent">Add {method.label.toLowerCase()}</summary>
          <div className="mt-3">
            <DestinationForm id="" method={method} holder={holder} action={action} />
          </div>
        </details>
      ))}
    </div>
  );
}

function DestinationForm({ id, method, holder, action }: { id: string; method: PayMethod; holder: string; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  const prefix = `${id || 'new'}-${method.code}`;
  const wrong = (name: string) => messageAt(told, name);
  return (
    <form action={send} className="flex flex-col gap-3">
      {told.refusal && !told.refusal.path && <Refused told={told} />}
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="provider" value={method.code} />
      <Field
        id={`${prefix}-name`}
        label="Name on the account"
        name="name"
        required
        maxLength={120}
        defaultValue={told.values.name ?? holder}
        error={wrong('name')}
        hint="As on your identity papers: we pay nobody else."
      />
      {method.fields.map((field) => (
        <Field
          key={field.name}
          id={`${prefix}-${field.name}`}
          label={field.label}
          name={field.name}
          required
          maxLength={120}
          autoComplete="off"
          defaultValue={told.values[field.name] ?? ''}
          error={wrong(field.name)}
          hint={field.hint}
        />
      ))}
      <div>
        <Button type="submit" disabled={isPending}>
          {id ? 'Change destination' : 'Add destination'}
        </Button>
      </div>
    </form>
  );
}
