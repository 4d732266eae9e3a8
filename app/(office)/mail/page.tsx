// Mail: what will the trader read, and did it arrive? Every message with the words in force, and how its letters fared.
import type { Metadata } from 'next';
import { MessagesList } from '@/components/mail/messages-list';
import { QueuePanel } from '@/components/mail/queue-panel';
import { ErrorState } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { resendApiKey } from '@/lib/env';
import { readOverview } from '@/lib/mail/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { MailTabs } from './mail-tabs';

export const metadata: Metadata = { title: 'Mail' };

export default async function MailPage() {
  await requireStaff(readersOf('/mail'));
  const now = new Date();
  const overview = await readOverview(await createClient(), now).catch(() => null);
  return (
    <>
      <PageHeader title="Mail" question="What will the trader read, and did it arrive?" stamp={<FreshnessStamp at={now.toISOString()} />} />
      <MailTabs current="/mail" />
      {overview ? (
        <div className="flex flex-col gap-4">
          <QueuePanel overview={overview} hasProvider={resendApiKey() !== null} />
          <MessagesList rows={overview.messages} />
        </div>
      ) : (
        <ErrorState code="mail-not-read" title="Mail could not be read" />
      )}
    </>
  );
}
