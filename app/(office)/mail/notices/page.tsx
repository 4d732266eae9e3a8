// Notices the firm owes its traders: one person writes, another sends, and every letter can be shown afterwards.
import type { Metadata } from 'next';
import { NoticeCard } from '@/components/mail/notice-card';
import { NoticeForm } from '@/components/mail/notice-form';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readChallengeChoices, readNotices } from '@/lib/mail/notices-read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { decideLegalNotice, proposeLegalNotice } from '../actions';
import { MailTabs } from '../mail-tabs';

export const metadata: Metadata = { title: 'Notices' };

export default async function NoticesPage() {
  const actor = await requireStaff(readersOf('/mail'));
  const client = await createClient();
  const maySend = actor.role === 'config' || actor.role === 'admin';
  const [notices, challenges] = await Promise.all([
    readNotices(client, maySend).catch(() => null),
    readChallengeChoices(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader
        title="Notices"
        question="What do we owe our traders to know, and whom did it reach?"
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
      />
      <MailTabs current="/mail/notices" />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(280px,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          {notices === null && <ErrorState code="notices-not-read" title="The notices could not be read" />}
          {notices?.length === 0 && (
            <Empty
              title="No notice yet"
              body="New terms, or a change of rules: written by one person, sent by another to those it touches."
            />
          )}
          {notices?.map((notice) => (
            <NoticeCard key={notice.id} notice={notice} me={actor.id} maySend={maySend} action={decideLegalNotice} />
          ))}
        </div>
        <Panel title="Write a notice" className="self-start">
          {challenges === null && <ErrorState code="choices-not-read" title="The products a notice could be about could not be read" />}
          <NoticeForm
            challenges={challenges ?? []}
            refusedBecause={maySend ? null : 'Config and admin write notices.'}
            action={proposeLegalNotice}
          />
        </Panel>
      </div>
    </>
  );
}
