// One group: who left the pack, by trade, and which account breaks first at the same loss?
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Divergence } from '@/components/accounts/divergence';
import { GroupMembers } from '@/components/accounts/group-members';
import { GroupSettings } from '@/components/accounts/group-settings';
import { Weakest } from '@/components/accounts/weakest';
import { LinkButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { divergence } from '@/lib/accounts/divergence';
import { GROUP_WORDS, weakest, type Member } from '@/lib/accounts/group';
import { MOST_TRADES, readGroup, readGroupTrades, readMembers, type GroupRow } from '@/lib/accounts/group-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { archiveGroup, saveGroup, takeOutOfGroup } from '../../group-actions';

export const metadata: Metadata = { title: 'Group of accounts' };

export default async function GroupPage({ params }: PageProps<'/accounts/groups/[id]'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const { id } = await params;
  const client = await createClient();
  const now = new Date();
  const group = await readGroup(client, id);
  if (!group) notFound();
  const [members, trades] = await Promise.all([
    readMembers(client, group).catch(() => null),
    readGroupTrades(actor.id, id, now).catch(() => null),
  ]);
  const mayAct = ['support', 'risk', 'admin'].includes(actor.role);
  const logins = Object.fromEntries((members ?? []).map((member) => [member.id, member.login]));
  const spans = (members ?? []).flatMap(spanOf);
  return (
    <>
      <PageHeader
        title={group.name}
        question="Who left the pack, and which account breaks first at the same loss?"
        stamp={<FreshnessStamp at={now.toISOString()} />}
        actions={
          <>
            <LinkButton href="/accounts/groups">All groups</LinkButton>
            <LinkButton href={`/accounts?scope=all&group=${encodeURIComponent(group.name)}`}>As a list</LinkButton>
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <Told group={group} />
        {members === null ? (
          <ErrorState code="members-not-read" title="The accounts of the group could not be read" />
        ) : (
          <>
            <Weakest standing={weakest(members)} />
            {trades === null ? (
              <ErrorState code="trades-not-read" title="The trades of the group could not be read" />
            ) : (
              <Divergence {...divergence(spans, trades)} logins={logins} isCut={trades.length === MOST_TRADES} />
            )}
            <GroupMembers id={id} version={group.version} members={members} mayAct={mayAct} action={takeOutOfGroup} />
          </>
        )}
        {mayAct && <GroupSettings group={group} save={saveGroup} archive={archiveGroup} />}
      </div>
    </>
  );
}

const spanOf = ({ id, activated_at, closed_at }: Member) =>
  activated_at === null ? [] : [{ id, from: Date.parse(activated_at), until: closed_at === null ? null : Date.parse(closed_at) }];

function Told({ group }: { group: GroupRow }) {
  return (
    <Panel>
      <p>
        {GROUP_WORDS[group.kind]}; {group.members === 1 ? '1 account' : `${group.members} accounts`}, {group.living} living;{' '}
        {group.is_shared ? 'shared with all staff' : 'seen by you alone'}.
      </p>
      {group.note && <p className="mt-1 text-ink-2">{group.note}</p>}
    </Panel>
  );
}
