// The traders list: who is this person to us, and may they be paid?
import type { Metadata } from 'next';
import { TradersTable } from '@/components/traders/traders-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { tradersList } from '@/lib/traders/list';
import type { TraderRow } from '@/lib/traders/office-read';

const HEAD = pageHead('/traders');
export const metadata: Metadata = { title: HEAD.title };

export default async function TradersPage({ searchParams }: PageProps<'/traders'>) {
  const actor = await requireStaff(readersOf('/traders'));
  const query = readQuery(tradersList, await searchParams);
  const view = await readListView<TraderRow>(await createClient(), actor.id, tradersList, query);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      {view.page ? (
        <TradersTable definition={tradersList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The traders could not be read" />
      )}
    </>
  );
}
