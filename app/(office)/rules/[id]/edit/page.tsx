// The editor of one draft. A published version never changes, so it has no editor: a new draft begins from it.
import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { DraftForm } from '@/components/rules/draft-form';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { headerFields, payoutFields, ruleGroups } from '@/lib/challenges/draft-fields';
import { readRuleSet } from '@/lib/challenges/read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { editDraft } from '../../actions';

export const metadata: Metadata = { title: 'Edit rules' };

export default async function EditRulesPage({ params }: PageProps<'/rules/[id]/edit'>) {
  await requireStaff(['config', 'admin']);
  const held = await readRuleSet(await createClient(), (await params).id);
  if (!held) notFound();
  if (held.state !== 'draft') redirect(`/rules/${held.id}`);
  const { document } = held;
  return (
    <>
      <PageHeader
        title={`Draft, version ${held.version}`}
        question={`${held.challenge_title}: ${held.phase_name}. Shares are fractions: 0.05 is 5 %.`}
        stamp={<FreshnessStamp at={new Date().toISOString()} />}
      />
      <DraftForm
        id={held.id}
        checksum={held.checksum}
        name={held.code}
        note={held.note}
        effective={held.effective_from ? new Date(held.effective_from).toISOString().slice(0, 16) : ''}
        header={headerFields(document)}
        groups={ruleGroups(document)}
        payout={payoutFields(document)}
        action={editDraft}
      />
    </>
  );
}
