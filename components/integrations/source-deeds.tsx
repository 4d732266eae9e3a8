'use client';
// What may be done about a source at once: ask it again, try it out, keep its credentials, switch it off or on.
import { messageAt, Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { CREDENTIALS, partyOf, type CredentialName } from '@/lib/connections/kinds';
import type { Source } from '@/lib/connections/read';
import type { FormAction } from '@/lib/staff/form';

type DeedProps = { source: Source; off: string | null; action: FormAction };

function useDeed(action: FormAction) {
  const [told, send, isPending] = useSaidAction(action);
  return { told, send, isPending };
}
const Off = ({ why }: { why: string | null }) => (why ? <p className="text-label text-ink-3">{why}</p> : null);

export function AskAgain({ source, off, action, tryOut, offTry }: DeedProps & { tryOut: FormAction; offTry: string | null }) {
  const again = useDeed(action);
  const test = useDeed(tryOut);
  const pull = source.last_pull;
  return (
    <Panel title="Ask it">
      <div className="flex flex-col gap-3">
        {pull ? (
          <p>
            Last asked <When at={pull.at} />:{' '}
            {pull.failed ? `it failed, ${pull.failed.message}` : `${pull.messages ?? 0} messages, ${pull.recorded ?? 0} of them new`}
          </p>
        ) : (
          <p className="text-ink-2">
            It was never asked: {source.settings.resync_url ? 'the first time is within five minutes.' : 'it has no resync address.'}
          </p>
        )}
        <Refused told={again.told} />
        <Refused told={test.told} />
        {test.told.done && <p role="status">{test.told.done}</p>}
        <div className="flex flex-wrap gap-2">
          <form action={again.send}>
            <input type="hidden" name="id" value={source.id} />
            <Button type="submit" disabled={off !== null || again.isPending}>
              Ask for what was missed
            </Button>
          </form>
          <form action={test.send}>
            <input type="hidden" name="id" value={source.id} />
            <Button type="submit" disabled={offTry !== null || test.isPending}>
              Test the connection
            </Button>
          </form>
        </div>
        <Off why={off ?? offTry} />
      </div>
    </Panel>
  );
}

const FIELD_TYPES: Partial<Record<CredentialName, string>> = { base_url: 'url', email: 'email' };

export function Credentials({ source, off, action }: DeedProps) {
  const { told, send, isPending } = useDeed(action);
  const needed = partyOf(source.kind, source.platform)?.credentials ?? [];
  if (needed.length === 0) return null;
  const kept = source.credentials_set;
  return (
    <Panel title="Credentials">
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} />
        <input type="hidden" name="id" value={source.id} />
        {kept ? (
          <p>
            Set on <When at={kept.at} mode="minute" /> by {kept.by_name ?? 'somebody'}, key {kept.key_id}. Nobody can read them here.
          </p>
        ) : (
          <p className="text-ink-2">None are kept.</p>
        )}
        {source.kind === 'payout' && (
          <p className="text-ink-2">These win over keys the server was started with. Real money moves by them.</p>
        )}
        {needed.map((name) => (
          <Field
            key={name}
            id={`credential-${name}`}
            label={CREDENTIALS[name]}
            name={name}
            type={FIELD_TYPES[name] ?? 'password'}
            autoComplete="off"
            maxLength={500}
            hint={name === 'base_url' ? 'Empty: the provider’s own. Another one is heard on the demo stack only.' : undefined}
            defaultValue={told.values[name] ?? ''}
            error={messageAt(told, name)}
            disabled={off !== null}
          />
        ))}
        <Off why={off} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="deed" value="keep" variant="primary" disabled={off !== null || isPending}>
            Keep, sealed
          </Button>
          {kept && (
            <Button type="submit" name="deed" value="forget" variant="danger" disabled={off !== null || isPending}>
              Forget them
            </Button>
          )}
        </div>
      </form>
    </Panel>
  );
}

export function SwitchOver({ source, off, action }: DeedProps) {
  const { told, send, isPending } = useDeed(action);
  const isOn = source.status !== 'disabled';
  return (
    <Panel title={isOn ? 'Switch it off' : 'Switch it on'}>
      <form action={send} className="flex flex-col gap-3">
        <Refused told={told} beside={['reason']} />
        <input type="hidden" name="id" value={source.id} />
        <input type="hidden" name="status" value={isOn ? 'disabled' : 'active'} />
        <p className="text-ink-2">
          {isOn
            ? 'The very next message is refused as not authentic; nothing of it is kept. What came before stays.'
            : 'The next message is heard again. What was posted meanwhile is gone unless the source can be asked for it.'}
        </p>
        <ReasonField id="switch-reason" told={told} disabled={off !== null} />
        <Off why={off} />
        <Button type="submit" variant={isOn ? 'danger' : 'primary'} className="self-start" disabled={off !== null || isPending}>
          {isOn ? `Switch ${source.slug} off` : `Switch ${source.slug} on`}
        </Button>
      </form>
    </Panel>
  );
}
