// One message: its words, what they may name, and the letter as its reader sees it, written from a real record.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { MailDesk } from '@/components/mail/mail-desk';
import { RecordPicker } from '@/components/mail/record-picker';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { appUrl } from '@/lib/env';
import { previewContext } from '@/lib/mail/compose';
import { findRecords, readPreview, readVersions } from '@/lib/mail/read';
import { findMessage } from '@/lib/mail/register';
import { messageWords } from '@/lib/mail/states';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { restoreTemplate, saveTemplate, testTemplate } from '../actions';

export const metadata: Metadata = { title: 'Message' };

const one = (value: string | string[] | undefined): string => (typeof value === 'string' ? value.slice(0, 100) : '');

export default async function MessagePage({ params, searchParams }: PageProps<'/mail/[message]'>) {
  const actor = await requireStaff(readersOf('/mail'));
  const message = findMessage((await params).message);
  if (!message) notFound();
  const asked = await searchParams;
  const [q, account] = [one(asked.q), one(asked.account)];
  const client = await createClient();
  const [versions, records, real] = await Promise.all([
    readVersions(client, message.name).catch(() => null),
    findRecords(client, q).catch(() => null),
    account ? readPreview(client, message.name, account).catch(() => null) : null,
  ]);
  const shown = previewContext(message, real);
  const inForce = versions?.find(({ is_active }) => is_active);
  return (
    <>
      <PageHeader
        title={
          <>
            <Link href="/mail" className="text-accent hover:underline">
              Mail
            </Link>
            <span aria-hidden="true" className="text-ink-3">
              /
            </span>
            {messageWords(message.name)}
          </>
        }
        question={message.when}
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
      />
      {versions === null ? (
        <ErrorState
          code="words-not-read"
          title="Its words could not be read"
          body="Nothing can be written over words that are not known."
        />
      ) : (
        <MailDesk
          key={`${message.name}:${inForce?.version ?? 0}`}
          name={message.name}
          origin={appUrl()}
          inForce={inForce ? { version: inForce.version, subject: inForce.subject, body: inForce.body } : { ...house(message), version: 0 }}
          versions={versions}
          account={real ? account : ''}
          shown={shown}
          refusedBecause={actor.role === 'config' || actor.role === 'admin' ? null : 'Config and admin write what traders read.'}
          actions={{ save: saveTemplate, restore: restoreTemplate, test: testTemplate }}
        >
          {records === null && <ErrorState code="records-not-read" title="The records to choose from could not be read" />}
          {account && real === null && (
            <p className="text-label text-caution">The record that was chosen could not be read: this is the example.</p>
          )}
          {records && <RecordPicker path={`/mail/${message.name}`} q={q} records={records} chosen={real ? account : ''} />}
        </MailDesk>
      )}
    </>
  );
}

const house = ({ subject, body }: { subject: string; body: string }) => ({ subject, body });
