// Staff: who works here, and what may they do?
import type { Metadata } from 'next';
import { CsvLink } from '@/components/lists/csv-link';
import { InvitePanel } from '@/components/staff/invite-panel';
import { OpenInvites } from '@/components/staff/open-invites';
import { TeamTable } from '@/components/staff/team-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { mailLeaves } from '@/lib/env';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { readOpenInvites, readTeam } from '@/lib/staff/team-read';
import { changeStaff, decideInvitation, inviteToOffice } from './actions';
import { StaffTabs } from './staff-tabs';

const HEAD = pageHead('/staff');
export const metadata: Metadata = { title: HEAD.title };

export default async function StaffPage() {
  const actor = await requireStaff(readersOf('/staff'));
  const client = await createClient();
  const readAt = new Date();
  const [team, invites] = await Promise.all([readTeam(client).catch(() => null), readOpenInvites(client).catch(() => null)]);
  const mayAct = actor.role === 'admin';
  const admins = team?.filter((one) => one.role === 'admin' && one.is_active).length ?? 0;
  const names = Object.fromEntries((team ?? []).map((one) => [one.id, one.full_name || one.email]));
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={readAt.toISOString()} />} actions={<CsvLink href="/staff/export" />} />
      <StaffTabs current="people" />
      <div className="flex flex-col gap-4">
        {team ? (
          <TeamTable rows={team} me={actor.id} refusedBecause={mayAct ? null : 'Admins change roles.'} action={changeStaff} />
        ) : (
          <ErrorState code="staff-not-read" title="The staff could not be read" />
        )}
        {invites ? (
          <OpenInvites rows={invites} names={names} me={actor.id} mayAct={mayAct} now={readAt.toISOString()} action={decideInvitation} />
        ) : (
          <ErrorState code="invites-not-read" title="The invitations could not be read" />
        )}
        <InvitePanel
          alone={admins <= 1}
          mailLeaves={mailLeaves()}
          refusedBecause={mayAct ? null : 'Admins invite colleagues.'}
          action={inviteToOffice}
        />
      </div>
    </>
  );
}
