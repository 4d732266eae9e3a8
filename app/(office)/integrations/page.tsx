// Integrations: is the data I judge on true and fresh? Every source with its figures, the stale ones first.
import type { Metadata } from 'next';
import { CopyBlock } from '@/components/integrations/copy-block';
import { CreateSource } from '@/components/integrations/create-source';
import { IntegrationTabs } from '@/components/integrations/integration-tabs';
import { KeyNotice } from '@/components/integrations/key-notice';
import { SourceCard } from '@/components/integrations/source-card';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readKeyCounts, readSources } from '@/lib/connections/read';
import { shellExample } from '@/lib/connections/sender-example';
import { createClient } from '@/lib/db/server';
import { appUrl, credentialsKey, oldCredentialsKeys } from '@/lib/env';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { connectSource } from './actions';

const HEAD = pageHead('/integrations');
export const metadata: Metadata = { title: HEAD.title };

/** The first source has no name, server or secret yet; the sample says where each goes. */
const firstSample = () => ({
  url: `${appUrl()}/api/webhooks/your-source`,
  secret: 'whsec_PASTE_THE_SECRET_HERE',
  account: { platform: 'other', server: 'Your-Server', login: '85003439' },
});

export default async function IntegrationsPage() {
  const actor = await requireStaff(readersOf('/integrations'));
  const client = await createClient();
  const readAt = new Date().toISOString();
  const mayAct = actor.role === 'config' || actor.role === 'admin';
  const [sources, keys] = await Promise.all([
    readSources(client).catch(() => null),
    mayAct ? readKeyCounts(client).catch(() => null) : Promise.resolve([]),
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={readAt} />} />
      <IntegrationTabs current="sources" />
      <div className="flex flex-col gap-4">
        {keys === null && <ErrorState code="keys-not-read" title="Which key stored secrets are sealed with could not be read" />}
        {keys && <KeyNotice counts={keys} current={credentialsKey().id} older={oldCredentialsKeys().map(({ id }) => id)} />}
        {sources === null && <ErrorState code="sources-not-read" title="The sources could not be read" />}
        {sources?.length === 0 && (
          <>
            <Empty
              title="Connect a broker"
              body={`Whoever reports trades posts signed messages to ${appUrl()}/api/webhooks/ and the source’s name.`}
              action={<LinkButton href="/integrations/senders">What a sender needs to know</LinkButton>}
            />
            <CopyBlock title="A signed sample, with curl and openssl" text={shellExample(firstSample())} />
          </>
        )}
        {sources && sources.length > 0 && (
          <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
            {sources.map((source) => (
              <SourceCard key={source.id} source={source} />
            ))}
          </div>
        )}
        <CreateSource refusedBecause={mayAct ? null : 'Config and admin connect sources.'} action={connectSource} />
      </div>
    </>
  );
}
