// The log of letters: did it arrive?
import type { Metadata } from 'next';
import { DeliveriesTable } from '@/components/mail/deliveries-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { deliveriesList } from '@/lib/mail/list';
import type { DeliveryRow } from '@/lib/mail/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { MailTabs } from '../mail-tabs';

const HEAD = pageHead('/mail/deliveries');
export const metadata: Metadata = { title: HEAD.title };

export default async function DeliveriesPage({ searchParams }: PageProps<'/mail/deliveries'>) {
  const actor = await requireStaff(readersOf('/mail'));
  const query = readQuery(deliveriesList, await searchParams);
  const view = await readListView<DeliveryRow>(await createClient(), actor.id, deliveriesList, query);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <MailTabs current="/mail/deliveries" />
      {view.page ? (
        <DeliveriesTable definition={deliveriesList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The letters could not be read" />
      )}
    </>
  );
}
