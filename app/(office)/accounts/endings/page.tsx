// Endings: which accounts were passed, failed or closed, when and why? The rows behind the dashboard's days.
import type { Metadata } from 'next';
import { EndingsTable } from '@/components/accounts/endings-table';
import { LinkButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { endingsList, type EndingRow } from '@/lib/accounts/endings-list';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/accounts/endings');
export const metadata: Metadata = { title: HEAD.title };

export default async function EndingsPage({ searchParams }: PageProps<'/accounts/endings'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const query = readQuery(endingsList, await searchParams);
  const view = await readListView<EndingRow>(await createClient(), actor.id, endingsList, query);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
        actions={<LinkButton href="/accounts">Accounts</LinkButton>}
      />
      {view.page ? (
        <EndingsTable definition={endingsList} query={query} page={view.page} facets={view.facets} after={view.after} />
      ) : (
        <ErrorState code="list-not-read" title="The endings could not be read" />
      )}
    </>
  );
}
