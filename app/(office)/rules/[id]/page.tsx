// One version: what it says, how it differs from another, what it would change, and who stays on what.
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DifferenceTable } from '@/components/rules/difference-table';
import { MigrateForm } from '@/components/rules/migrate-form';
import { PublishPanel } from '@/components/rules/publish-panel';
import { RulesText } from '@/components/rules/rules-text';
import { VersionChip } from '@/components/rules/version-chip';
import { LinkButton } from '@/components/ui/button';
import { OffButton } from '@/components/ui/off-button';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { documentDifference } from '@/lib/challenges/difference';
import { checkPublishable, soldAs } from '@/lib/challenges/publishable';
import { readInForce, readRuleSet, readVersions, type RuleSetRow } from '@/lib/challenges/read';
import { rulesInWords } from '@/lib/challenges/rule-sentences';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { NobodyElse } from '../../nobody-else';
import { migrateAccounts, publishVersion } from '../actions';
import { FactsOfVersion } from './facts-of-version';
import { choicesFor, comparedWith, keepingOlder, publishingEffect, whyNoMigration, whyNoPreview, whyNoPublishing } from './version-words';

export const metadata: Metadata = { title: 'Rule set' };

export default async function RuleSetPage({ params, searchParams }: PageProps<'/rules/[id]'>) {
  const actor = await requireStaff(readersOf('/rules'));
  const client = await createClient();
  const held = await readRuleSet(client, (await params).id);
  if (!held) notFound();
  const versions = await readVersions(client, held.phase_id);
  const other = comparedWith(held, versions, (await searchParams).against);
  const against = other ? await readRuleSet(client, other.id) : null;
  const readAt = new Date().toISOString();
  const isDraft = held.state === 'draft';
  const neighbours = isDraft ? (await readInForce(client, held.challenge_type_id)).filter((one) => one.phase_id !== held.phase_id) : [];
  const checked = isDraft ? checkPublishable(held.document, soldAs(held, neighbours), readAt.slice(0, 10)) : null;
  const product = `${held.challenge_title}, ${held.phase_name}`;
  return (
    <>
      <PageHeader
        title={
          <>
            Version {held.version} <VersionChip version={held} readAt={readAt} />
          </>
        }
        question={product}
        stamp={<FreshnessStamp at={readAt} />}
        actions={
          isDraft &&
          (actor.role === 'config' || actor.role === 'admin' ? (
            <LinkButton href={`/rules/${held.id}/edit`}>Edit the draft</LinkButton>
          ) : (
            <OffButton why="Config and admin write rules.">Edit the draft</OffButton>
          ))
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-[3fr_2fr]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={`Changed from ${against ? `version ${against.version}` : 'nothing'}`}>
            <DifferenceTable
              rows={against ? documentDifference(against.document, held.document) : []}
              against={against && { name: `Version ${against.version}` }}
              choices={choicesFor(held, versions, against?.id ?? null)}
            />
          </Panel>
          <Panel title="What it says">
            <RulesText rules={rulesInWords(held.document)} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Who, and since when">
            <FactsOfVersion version={held} document={held.document} today={readAt.slice(0, 10)} />
          </Panel>
          <PublishPanel
            id={held.id}
            checksum={held.checksum}
            product={product}
            isDraft={isDraft}
            previewRefused={whyNoPreview(actor)}
            publishRefused={whyNoPublishing(actor, held, checked && !checked.ok ? checked.refusal.message : null)}
            warnings={checked?.ok ? checked.value.warnings : []}
            effect={publishingEffect(held, versions, readAt)}
            alone={isDraft && held.created_by === actor.id && <NobodyElse actor={actor} roles={['config', 'admin']} />}
            action={publishVersion}
          />
          {held.is_in_force && <RunningAccounts held={held} versions={versions} refusedBecause={whyNoMigration(actor)} />}
        </div>
      </div>
    </>
  );
}

function RunningAccounts({ held, versions, refusedBecause }: { held: RuleSetRow; versions: RuleSetRow[]; refusedBecause: string | null }) {
  return (
    <Panel title="Running accounts">
      <MigrateForm
        phaseId={held.phase_id}
        versionId={held.id}
        version={held.version}
        count={keepingOlder(held, versions)}
        refusedBecause={refusedBecause}
        action={migrateAccounts}
      />
    </Panel>
  );
}
