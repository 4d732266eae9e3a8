'use client';
// Connect somebody who posts: a name that becomes the address, who they are, and the secret where they make it.
import Link from 'next/link';
import { ChoiceField } from '@/components/ui/choice-field';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { KIND_WORDS, PARTIES } from '@/lib/connections/kinds';
import type { FormAction } from '@/lib/staff/form';
import { SecretOnce } from './secret-once';

type Props = { refusedBecause: string | null; action: FormAction };

const GROUPS = Object.entries(KIND_WORDS).map(([kind, label]) => ({
  label,
  choices: PARTIES.filter((one) => one.kind === kind).map((one) => ({ value: `${one.kind}:${one.platform}`, label: one.name })),
}));

export function CreateSource({ refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <Panel title="Connect a source" id="connect">
      <form action={send} className="flex max-w-prose flex-col gap-3">
        <Refused told={told} />
        {told.once?.secret && <SecretOnce secret={told.once?.secret} what="The source is connected. Its signing secret:" />}
        {told.once?.id && (
          <Link href={`/integrations/${told.once?.id}`} className="text-accent underline">
            Open the new source
          </Link>
        )}
        <ChoiceField
          label="Who posts"
          name="party"
          blank="Choose"
          choices={[]}
          groups={GROUPS}
          defaultValue={told.values.party ?? ''}
          disabled={off}
        />
        <Field
          label="Name in the address"
          name="slug"
          required
          maxLength={63}
          hint="Small letters, digits and hyphens. It is posted to at /api/webhooks/ and this name, and never changes."
          defaultValue={told.values.slug ?? ''}
          disabled={off}
        />
        <Field
          label="Signing secret"
          name="secret"
          type="password"
          autoComplete="off"
          maxLength={300}
          hint="Empty: we make one and show it once. Stripe, Sumsub, Veriff, NOWPayments and Resend make their own: paste it."
          disabled={off}
        />
        {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
        <Button type="submit" variant="primary" className="self-start" disabled={off || isPending}>
          Connect
        </Button>
      </form>
    </Panel>
  );
}
