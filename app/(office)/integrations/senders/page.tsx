// How to post: what a sender needs to know, with a signed message to copy, and what each answer means.
import type { Metadata } from 'next';
import Link from 'next/link';
import { CopyBlock } from '@/components/integrations/copy-block';
import { IntegrationTabs } from '@/components/integrations/integration-tabs';
import { Definition } from '@/components/ui/definition';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { reportsTrades } from '@/lib/connections/kinds';
import { readSources } from '@/lib/connections/read';
import { accessBody, nodeExample, shellExample } from '@/lib/connections/sender-example';
import { createClient } from '@/lib/db/server';
import { appUrl } from '@/lib/env';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { OUTCOME_WORDS } from '@/lib/trades/outcome-words';

export const metadata: Metadata = { title: 'How to post' };

const ANSWERS = [
  ['200', `Kept. Each event says its own outcome: ${Object.keys(OUTCOME_WORDS).join(', ')}`],
  [
    '401',
    'Not authentic: wrong signature, a clock more than five minutes off, or a source that is unknown or switched off. Nothing is kept',
  ],
  ['409', 'This id came before with other bytes. Send the new message under a new id'],
  ['413', 'More than 512 KiB. Send it in parts'],
  ['422', 'Authentic, but nothing in it could be taken; the answer names each code and path'],
  ['429', 'Too many in this minute. Retry-After says how long to wait'],
  ['503', 'Not kept. Send the same bytes again under the same id'],
] as const;

export default async function SendersPage({ searchParams }: PageProps<'/integrations/senders'>) {
  await requireStaff(readersOf('/integrations'));
  const asked = (await searchParams).source;
  const read = await readSources(await createClient()).catch(() => null);
  const sources = (read ?? []).filter((one) => reportsTrades(one.kind));
  const source = sources.find((one) => one.slug === asked) ?? sources[0];
  const platform = source?.platform ?? 'other';
  const example = {
    url: `${appUrl()}/api/webhooks/${source?.slug ?? 'your-source'}`,
    secret: 'whsec_PASTE_THE_SECRET_HERE',
    account: { platform, server: source?.settings.server || 'Your-Server', login: '85003439' },
  };
  const readAt = new Date().toISOString();
  return (
    <>
      <PageHeader title="How to post" question="What does a sender need to get right?" stamp={<FreshnessStamp at={readAt} />} />
      <IntegrationTabs current="senders" />
      <div className="flex flex-col gap-4">
        {!read && (
          <ErrorState code="sources-not-read" title="The sources could not be read" body="The example below names none of yours." />
        )}
        {sources.length > 1 && (
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-2">For</span>
            {sources.map((one) => (
              <Link
                key={one.id}
                href={`/integrations/senders?source=${one.slug}`}
                aria-current={one.slug === source?.slug ? 'true' : undefined}
                className="font-mono text-label text-accent underline aria-[current]:font-semibold aria-[current]:no-underline"
              >
                {one.slug}
              </Link>
            ))}
          </p>
        )}
        <Panel title="The signature">
          <p className="max-w-prose">
            Standard Webhooks: HMAC-SHA256, in base64, over the id, the timestamp and the raw body joined with dots. The key is what stands
            after <code>whsec_</code>, decoded from base64. Amounts are decimal text, instants carry their zone, ids are text.
          </p>
        </Panel>
        <CopyBlock title="In a shell, with curl and openssl" text={shellExample(example)} />
        <CopyBlock title="In Node, with nothing installed" text={nodeExample(example)} />
        <Panel title="What we answer">
          <Definition rows={ANSWERS.map(([term, value]) => ({ term, value }))} />
        </Panel>
        <Panel title="What each event is answered">
          <Definition rows={Object.entries(OUTCOME_WORDS).map(([term, value]) => ({ term: <code>{term}</code>, value }))} />
        </Panel>
        <Panel title="From where an account is reached">
          <p className="max-w-prose pb-2">
            Logins and terminals may be told in the same way, alone or in a batch with trades. The address is an IPv4 or IPv6 address; of
            the device only a digest is kept. It moves no figure, so it is answered with <code>noted</code>.
          </p>
          <CopyBlock title="A login, as the body of a message" text={accessBody(example)} />
        </Panel>
      </div>
    </>
  );
}
