// Groups of accounts: which accounts are looked at together, and by whom?
import type { Metadata } from 'next';
import { GroupsTable } from '@/components/accounts/groups-table';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readGroups } from '@/lib/accounts/group-read';
import { readStaffNames } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/accounts/groups');
export const metadata: Metadata = { title: HEAD.title };

export default async function GroupsPage() {
  await requireStaff(readersOf('/accounts'));
  const client = await createClient();
  const readAt = new Date();
  const groups = await readGroups(client).catch(() => null);
  const names = await readStaffNames(
    client,
    (groups ?? []).map((group) => group.made_by),
  );
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={readAt.toISOString()} />}
        actions={<LinkButton href="/accounts">All accounts</LinkButton>}
      />
      {groups === null && <ErrorState code="groups-not-read" title="The groups could not be read" />}
      {groups?.length === 0 && (
        <Empty
          title="No group yet"
          body="Choose accounts on the list and put them into a group: it then shows who left the pack, by trade, and which account breaks first."
          action={<LinkButton href="/accounts">Choose accounts</LinkButton>}
        />
      )}
      {groups && groups.length > 0 && <GroupsTable rows={groups} names={names} />}
    </>
  );
}
