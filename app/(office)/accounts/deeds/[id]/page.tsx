// What came of one deed on many accounts: to how many it was done, what was left out and why, each account by name.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DeedGroups } from '@/components/accounts/deed-groups';
import { DeedLines } from '@/components/accounts/deed-lines';
import { UndoDeed } from '@/components/accounts/undo-deed';
import { ErrorState } from '@/components/ui/error-state';
import { OffButton } from '@/components/ui/off-button';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { When } from '@/components/ui/when';
import { BULK_WORDS, listPathOf, manyText, resultText } from '@/lib/accounts/bulk';
import { readBulkDeed, readDeedLines } from '@/lib/accounts/bulk-read';
import { undoingOf } from '@/lib/accounts/bulk-write';
import { readStaffNames } from '@/lib/accounts/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { undoBulk } from '../../bulk-actions';

export const metadata: Metadata = { title: 'A deed on many accounts' };

export default async function BulkDeedPage({ params }: PageProps<'/accounts/deeds/[id]'>) {
  const actor = await requireStaff(readersOf('/accounts'));
  const { id } = await params;
  const client = await createClient();
  const readAt = new Date();
  const found = await readBulkDeed(client, id);
  if (!found) notFound();
  const { deed, groups } = found;
  const [lines, names, undone] = await Promise.all([
    readDeedLines(client, id).catch(() => null),
    readStaffNames(client, [deed.asked_by]).catch(() => ({}) as Record<string, string>),
    deed.deed === 'block' ? readBulkDeed(client, undoingOf(id)).catch(() => null) : null,
  ]);
  const isUndone = deed.deed !== 'block' || undone !== null || !groups.some((group) => group.code === 'done');
  const mayUndo = actor.role === 'risk' || actor.role === 'admin';
  return (
    <>
      <PageHeader
        title={`${BULK_WORDS[deed.deed].label}: ${manyText(deed.deed, deed.matching)}`}
        question="To which was it done, and what was left out?"
        stamp={<FreshnessStamp at={readAt.toISOString()} />}
        actions={
          !isUndone &&
          (mayUndo ? (
            <UndoDeed id={id} action={undoBulk} />
          ) : (
            <OffButton why="Risk and admin undo it.">Undo: unblock what it blocked</OffButton>
          ))
        }
      />
      <div className="flex flex-col gap-4">
        <Panel title={resultText(deed.deed, groups)}>
          <div className="flex flex-col gap-3">
            <p className="text-ink-2">
              {names[deed.asked_by] ?? 'Former staff'}, <When at={deed.asked_at} />: “{deed.reason}”
            </p>
            {deed.undoes_id && <DeedLink id={deed.undoes_id} words="It undoes an earlier block." />}
            {undone && <DeedLink id={undone.deed.id} words="It was undone." />}
            <DeedGroups deed={deed.deed} groups={groups} caption="What came of how many" isDone />
            <p>
              <Link
                href={deed.address.startsWith(listPathOf(deed.deed)) ? deed.address : listPathOf(deed.deed)}
                className="text-accent underline"
              >
                The list it was asked for, as it is now
              </Link>
            </p>
          </div>
        </Panel>
        {lines ? <DeedLines deed={deed.deed} lines={lines} matching={deed.matching} /> : <ErrorState code="accounts-not-read" />}
      </div>
    </>
  );
}

function DeedLink({ id, words }: { id: string; words: string }) {
  return (
    <p>
      <Link href={`/accounts/deeds/${id}`} className="text-accent underline">
        {words}
      </Link>
    </p>
  );
}
