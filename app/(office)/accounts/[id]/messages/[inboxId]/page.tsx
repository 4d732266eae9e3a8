// One raw message, untouched as it came in: where every dispute about a verdict ends.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Definition } from '@/components/ui/definition';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { readAccount, readMessage } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { MESSAGE_READERS } from '../readers';

export const metadata: Metadata = { title: 'Raw message' };

export default async function MessagePage({ params }: PageProps<'/accounts/[id]/messages/[inboxId]'>) {
  await requireStaff(MESSAGE_READERS);
  const { id, inboxId } = await params;
  const client = await createClient();
  const [account, message] = await Promise.all([readAccount(client, id), readMessage(client, id, inboxId)]);
  if (!account || !message) notFound();
  return (
    <>
      <PageHeader
        title="Raw message"
        question="What exactly did the broker send?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
        actions={
          <Link href={`/accounts/${id}`} className="text-accent underline">
            Back to <span className="font-mono">{account.login}</span>
          </Link>
        }
      />
      <div className="flex flex-col gap-4">
        <Panel title="Received">
          <Definition
            rows={[
              { term: 'At', value: <When at={message.received_at} /> },
              { term: 'Message id', value: <code className="text-label break-all">{message.webhook_id}</code> },
              { term: 'Proved by', value: message.auth },
              { term: 'State', value: message.state },
              { term: 'SHA-256 of the body', value: <code className="text-label break-all">{message.body_sha256}</code> },
            ]}
          />
        </Panel>
        <Panel title={message.body === null ? 'Body, untouched, in base64' : 'Body, untouched'} flush>
          <pre
            tabIndex={0}
            role="region"
            aria-label="Body"
            className="max-h-[60vh] overflow-auto p-4 font-mono text-label break-all whitespace-pre-wrap"
          >
            {message.body ?? message.body_base64}
          </pre>
        </Panel>
      </div>
    </>
  );
}
