// Payout files: what do people carry to a bank or Rise, and what came of it?
import type { Metadata } from 'next';
import { CarryForm } from '@/components/payouts/carry-form';
import { FileList } from '@/components/payouts/file-list';
import { PayoutTabs } from '@/components/payouts/payout-tabs';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { FILE_READERS } from '@/lib/payouts/desk-roles';
import { readPayoutFiles, readWaitingPayouts } from '@/lib/payouts/file-read';
import { requireStaff } from '@/lib/staff/gate';
import { makeFile } from './actions';

export const metadata: Metadata = { title: 'Payout files' };

export default async function PayoutFilesPage() {
  const actor = await requireStaff(FILE_READERS);
  const [client, at] = [await createClient(), new Date()];
  const [waiting, files] = await Promise.all([readWaitingPayouts(client, at).catch(() => null), readPayoutFiles(client).catch(() => null)]);
  const off = actor.role === 'auditor' ? 'Finance and admin make files.' : null;
  return (
    <>
      <PageHeader
        title="Payout files"
        question="What do people carry to a bank or to Rise, and what came of it?"
        stamp={<FreshnessStamp at={at.toISOString()} />}
      />
      <PayoutTabs at="/payouts/files" role={actor.role} />
      <div className="flex flex-col gap-4">
        {waiting === null && <ErrorState code="waiting-not-read" title="What waits to be carried could not be read" />}
        {waiting &&
          (['bank', 'rise'] as const).map((provider) => {
            const own = waiting.filter((one) => one.provider === provider);
            // The key drops what was chosen once the list is another one.
            return (
              own.length > 0 && (
                <CarryForm key={`${provider}:${own.length}`} provider={provider} waiting={own} off={off} action={makeFile} />
              )
            );
          })}
        {files === null && <ErrorState code="files-not-read" title="The files could not be read" />}
        {files && files.length > 0 && <FileList files={files} />}
        {waiting?.length === 0 && files?.length === 0 && (
          <Empty
            title="Nothing was carried yet"
            body="Payouts to a bank account or to Rise wait here once they are approved and their window has ended; one file takes several."
          />
        )}
      </div>
    </>
  );
}
