// Mail: what will the trader read, and did it arrive? Every message with the words in force, and how its letters fared.
import type { Metadata } from 'next';
import { MessagesList } from '@/components/mail/messages-list';
import { PolicyPanel } from '@/components/mail/policy-panel';
import { QueuePanel } from '@/components/mail/queue-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { resendApiKey } from '@/lib/env';
import { readMailPolicies } from '@/lib/mail/policy-read';
import { readOverview } from '@/lib/mail/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { NobodyElse } from '../nobody-else';
import { proposePolicy, publishPolicy } from './actions';
import { MailTabs } from './mail-tabs';

const HEAD = pageHead('/mail');
export const metadata: Metadata = { title: HEAD.title };

export default async function MailPage() {
  const actor = await requireStaff(readersOf('/mail'));
  const now = new Date();
  const client = await createClient();
  const [overview, policies] = await Promise.all([readOverview(client, now).catch(() => null), readMailPolicies(client).catch(() => null)]);
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={now.toISOString()} />} />
      <MailTabs current="/mail" />
      {overview ? (
        <div className="flex flex-col gap-4">
          <QueuePanel overview={overview} hasProvider={resendApiKey() !== null} />
          {policies && (
            <PolicyPanel
              policies={policies}
              me={actor.id}
              refusedBecause={actor.role === 'config' || actor.role === 'admin' ? null : 'Config and admin propose and publish this.'}
              propose={proposePolicy}
              publish={publishPolicy}
              alone={policies.proposed?.by === actor.id && <NobodyElse actor={actor} roles={['config', 'admin']} />}
            />
          )}
          <MessagesList rows={overview.messages} />
        </div>
      ) : (
        <ErrorState code="mail-not-read" title="Mail could not be read" />
      )}
    </>
  );
}
