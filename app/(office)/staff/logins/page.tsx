// Logins: who signed in, who tried to, when and from where; and who is shut out for a while.
import type { Metadata } from 'next';
import { Lockouts } from '@/components/staff/lockouts';
import { LoginsTable } from '@/components/staff/logins-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { loginsList } from '@/lib/staff/logins-list';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { readLockouts } from '@/lib/staff/team-read';
import type { LoginRow } from '@/lib/traders/office-read';
import { StaffTabs } from '../staff-tabs';

const HEAD = pageHead('/staff/logins');
export const metadata: Metadata = { title: HEAD.title };

export default async function LoginsPage({ searchParams }: PageProps<'/staff/logins'>) {
  const actor = await requireStaff(readersOf('/staff'));
  const query = readQuery(loginsList, await searchParams);
  const client = await createClient();
  const [view, lockouts] = await Promise.all([
    readListView<LoginRow>(client, actor.id, loginsList, query),
    readLockouts(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader title="Staff" question={HEAD.question} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <StaffTabs current="logins" />
      <div className="flex flex-col gap-4">
        <Lockouts rows={lockouts} />
        {view.page ? (
          <LoginsTable definition={loginsList} query={query} page={view.page} facets={view.facets} />
        ) : (
          <ErrorState code="list-not-read" title="The sign-ins could not be read" />
        )}
      </div>
    </>
  );
}
