// The accounts list: which living accounts are closest to a floor?
import type { Metadata } from 'next';
import { AccountsTable } from '@/components/accounts/accounts-table';
import { ErrorState } from '@/components/ui/empty';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { accountsList } from '@/lib/accounts/list';
import type { AccountRow } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export const metadata: Metadata = { title: 'Accounts' };

export default async function AccountsPage({ searchParams }: PageProps<'/accounts'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const query = readQuery(accountsList, await searchParams);
  const view = await readListView<AccountRow>(await createClient(), actor.id, accountsList, query);
  return (
    <>
      <PageHeader
        title="Accounts"
        question="Which live accounts are closest to a floor?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
      />
      {view.page ? (
        <AccountsTable definition={accountsList} query={query} page={view.page} facets={view.facets} after={view.after} />
      ) : (
        <ErrorState code="list-not-read" title="The accounts could not be read" />
      )}
    </>
  );
}
