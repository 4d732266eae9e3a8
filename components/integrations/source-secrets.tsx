'use client';
// The secrets of a source: when they were set and under which key, never what they are; a new one, shown once, with the old one valid for a while.
import { ChoiceField } from '@/components/ui/choice-field';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ReasonField } from '@/components/ui/reason-field';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { partyOf } from '@/lib/connections/kinds';
import type { Source } from '@/lib/connections/read';
import type { FormAction } from '@/lib/staff/form';
import { SecretOnce } from './secret-once';

type Props = { source: Source; refusedBecause: string | null; action: FormAction };

const OVERLAPS = [
  { value: '86400', label: 'one day' },
  { value: '3600', label: 'one hour' },
  { value: '604800', label: 'one week' },
  { value: '0', label: 'not at all: it is known to somebody it should not be' },
];

export function SourceSecrets({ source, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  const theirs = partyOf(source.kind, source.platform)?.secretFrom === 'them';
  return (
    <Panel title="Signing secret">
      <div className="flex flex-col gap-3">
        <ul className="flex flex-col gap-1">
          {source.secrets.map((one, index) => (
            <li key={index}>
              Set <When at={one.set_at ?? source.created_at} mode="minute" />, sealed under key {one.key_id ?? 'unknown'}
              {one.expires_at && (
                <>
                  , valid until <When at={one.expires_at} mode="minute" />
                </>
              )}
            </li>
          ))}
        </ul>
        {told.once?.secret && <SecretOnce secret={told.once?.secret} what="The new signing secret:" />}
        <form action={send} className="flex flex-col gap-3">
          <Refused told={told} beside={['reason']} />
          <input type="hidden" name="id" value={source.id} />
          {theirs ? (
            <Field
              label="Their new secret"
              name="given_secret"
              type="password"
              autoComplete="off"
              required
              maxLength={300}
              hint="They make it; paste it here"
              disabled={off}
            />
          ) : (
            <input type="hidden" name="given_secret" value="" />
          )}
          <ChoiceField
            label="The old one stays valid for"
            name="overlap_seconds"
            choices={OVERLAPS}
            defaultValue={told.values.overlap_seconds ?? '86400'}
            disabled={off}
          />
          <ReasonField id="rotate-reason" told={told} disabled={off} />
          {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
          <Button type="submit" className="self-start" disabled={off || isPending}>
            Rotate the secret
          </Button>
        </form>
      </div>
    </Panel>
  );
}
