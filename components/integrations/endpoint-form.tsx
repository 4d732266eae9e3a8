'use client';
// Who hears from us: an address and the topics it asks for. A new one is shown its secret once.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { Endpoint } from '@/lib/outbound/read';
import type { FormAction } from '@/lib/staff/form';
import { SecretOnce } from './secret-once';

type Props = { topics: readonly string[]; endpoint?: Endpoint; refusedBecause: string | null; action: FormAction };

export function EndpointForm({ topics, endpoint, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const kept = Object.keys(told.values).flatMap((name) => (name.startsWith('topic:') ? [name.slice(6)] : []));
  const chosen = told.refusal ? kept : (endpoint?.topics ?? topics);
  return (
    <Panel title={endpoint ? 'What it hears' : 'Add a listener'} id="listener">
      <form action={send} className="flex max-w-prose flex-col gap-3">
        <Refused told={told} />
        {told.once?.secret && (
          <SecretOnce secret={told.once?.secret} what="The listener is kept. It checks our signature with this secret:" />
        )}
        {endpoint && <input type="hidden" name="id" value={endpoint.id} />}
        <Field label="Name" name="name" required maxLength={80} defaultValue={told.values.name ?? endpoint?.name ?? ''} disabled={off} />
        <Field
          label="Address"
          name="url"
          type="url"
          required
          maxLength={500}
          hint="https only, and nothing inside a private network; redirects are not followed"
          defaultValue={told.values.url ?? endpoint?.url ?? ''}
          disabled={off}
        />
        <fieldset className="flex flex-col gap-1" disabled={off} key={chosen.join()}>
          <legend className="pb-1 text-label font-medium text-ink-2">Topics</legend>
          <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
            {topics.map((topic) => (
              <label key={topic} className="flex min-h-6 items-center gap-2">
                <input
                  type="checkbox"
                  name={`topic:${topic}`}
                  value="on"
                  defaultChecked={chosen.includes(topic)}
                  className="size-4 accent-(--accent)"
                />
                <span className="font-mono text-label">{topic}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
        <Button type="submit" variant="primary" className="self-start" disabled={off || isPending}>
          {endpoint ? 'Save' : 'Add the listener'}
        </Button>
      </form>
    </Panel>
  );
}
