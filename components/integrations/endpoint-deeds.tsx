'use client';
// What may be done about a listener: a new secret, off and on, and everything since an instant once more.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { Panel } from '@/components/ui/panel';
import type { Endpoint } from '@/lib/outbound/read';
import type { FormAction } from '@/lib/staff/form';
import { SecretOnce } from './secret-once';

const Off = ({ why }: { why: string | null }) => (why ? <p className="text-label text-ink-3">{why}</p> : null);

export function SendAgainSince({ endpoint, off, action }: { endpoint: Endpoint; off: string | null; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <Panel title="Send again">
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} />
        <input type="hidden" name="endpoint_id" value={endpoint.id} />
        <p className="text-ink-2">Under the same ids: a listener that keeps them loses nothing by hearing twice.</p>
        <Field
          label="Everything since, UTC"
          name="from"
          required
          placeholder="2026-11-20T14:00"
          pattern="\d{4}-\d{2}-\d{2}T\d{2}:\d{2}"
          defaultValue={told.values.from ?? ''}
          disabled={off !== null}
        />
        <Off why={off} />
        <Button type="submit" className="self-start" disabled={off !== null || isPending}>
          Send again
        </Button>
      </form>
    </Panel>
  );
}

export function EndpointSecret({ endpoint, off, action }: { endpoint: Endpoint; off: string | null; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <Panel title="Signing secret">
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} />
        {told.once?.secret && <SecretOnce secret={told.once?.secret} what="The new signing secret:" />}
        <input type="hidden" name="id" value={endpoint.id} />
        <p className="text-ink-2">For a day after a rotation every message carries both signatures.</p>
        <Off why={off} />
        <Button type="submit" className="self-start" disabled={off !== null || isPending}>
          Rotate the secret
        </Button>
      </form>
    </Panel>
  );
}

export function SwitchEndpoint({ endpoint, off, action }: { endpoint: Endpoint; off: string | null; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  const goesOn = !endpoint.is_active || endpoint.paused_at !== null;
  return (
    <Panel title={goesOn ? 'Switch it on' : 'Switch it off'}>
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} beside={['reason']} />
        <input type="hidden" name="id" value={endpoint.id} />
        <input type="hidden" name="is_active" value={String(goesOn)} />
        <p className="text-ink-2">
          {goesOn
            ? 'What waits goes out in its order, with a day’s patience again.'
            : 'Nothing more is sent. What happens meanwhile can be sent again afterwards.'}
        </p>
        <ReasonField id="endpoint-reason" told={told} disabled={off !== null} />
        <Off why={off} />
        <Button type="submit" variant={goesOn ? 'primary' : 'danger'} className="self-start" disabled={off !== null || isPending}>
          {goesOn ? 'Switch on' : 'Switch off'}
        </Button>
      </form>
    </Panel>
  );
}
