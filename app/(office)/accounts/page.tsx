// The accounts list: which living accounts are closest to a floor?
import type { Metadata } from 'next';
import { AccountsTable } from '@/components/accounts/accounts-table';
import { LinkButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readGroups } from '@/lib/accounts/group-read';
import { accountsList } from '@/lib/accounts/list';
import type { AccountRow } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { carryOutBulk, undoBulk } from './bulk-actions';
import { putIntoGroup } from './group-actions';

const HEAD = pageHead('/accounts');
export const metadata: Metadata = { title: HEAD.title };

export default async function AccountsPage({ searchParams }: PageProps<'/accounts'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const query = readQuery(accountsList, await searchParams);
  const client = await createClient();
  const mayDo = actor.role === 'risk' || actor.role === 'admin';
  const mayGroup = mayDo || actor.role === 'support';
  const [view, groups] = await Promise.all([
    readListView<AccountRow>(client, actor.id, accountsList, query),
    mayGroup ? readGroups(client).catch(() => []) : [],
  ]);
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
        actions={
          <>
            <LinkButton href="/accounts/endings">Endings</LinkButton>
            <LinkButton href="/accounts/groups">Groups</LinkButton>
          </>
        }
      />
      {view.page ? (
        <AccountsTable
          definition={accountsList}
          query={query}
          page={view.page}
          facets={view.facets}
          after={view.after}
          actions={{ carryOut: carryOutBulk, undo: undoBulk, group: putIntoGroup }}
          rights={{ mayDo, mayGroup, groups: groups.map(({ name }) => name) }}
        />
      ) : (
        <ErrorState code="list-not-read" title="The accounts could not be read" />
      )}
    </>
  );
}
