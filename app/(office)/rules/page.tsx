// Rules: which apply to whom, and what would change? Every version of every phase that is sold, and where a new one begins.
import type { Metadata } from 'next';
import { NewDraftForm } from '@/components/rules/new-draft-form';
import { PresetsPanel } from '@/components/rules/presets-panel';
import { VersionsTable } from '@/components/rules/versions-table';
import { LinkButton } from '@/components/ui/button';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Tabs } from '@/components/ui/tabs';
import { presetFacts } from '@/lib/challenges/presets-told';
import { readPhases, readRuleSets, type RuleSetRow } from '@/lib/challenges/read';
import { staleSources } from '@/lib/challenges/warnings';
import { createClient } from '@/lib/db/server';
import { PRESETS } from '@/lib/rules/presets/register';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { beginDraft } from './actions';

const HEAD = pageHead('/rules');
export const metadata: Metadata = { title: HEAD.title };

export default async function RulesPage() {
  const actor = await requireStaff(readersOf('/rules'));
  const client = await createClient();
  const [rows, phases] = await Promise.all([readRuleSets(client).catch(() => null), readPhases(client).catch(() => null)]);
  const readAt = new Date().toISOString();
  const mayWrite = actor.role === 'config' || actor.role === 'admin';
  return (
    <>
      <PageHeader
        {...HEAD}
        stamp={<FreshnessStamp at={readAt} />}
        actions={mayWrite && phases && <LinkButton href="#begin">Begin a draft</LinkButton>}
      />
      <div className="flex flex-col gap-4">
        <Tabs
          label="Rules"
          items={[
            { href: '/rules', label: 'Versions', current: true },
            { href: '/rules/market', label: 'Market', current: false },
          ]}
        />
        {rows ? <Versions rows={rows} readAt={readAt} /> : <ErrorState code="versions-not-read" title="The versions could not be read" />}
        <Panel title="Begin a draft" id="begin">
          {phases ? (
            <NewDraftForm
              phases={phases.map((phase) => ({ value: phase.id, label: `${phase.challenge_title}: ${phase.name}` }))}
              presets={PRESETS.map(({ code, title }) => ({ value: code, label: title }))}
              refusedBecause={mayWrite ? null : 'Only config and admin write rules.'}
              action={beginDraft}
            />
          ) : (
            <ErrorState code="phases-not-read" title="The phases a draft could be for could not be read" />
          )}
        </Panel>
        <PresetsPanel presets={presetFacts(readAt.slice(0, 10))} />
      </div>
    </>
  );
}

/** Every version of every phase. */
function Versions({ rows, readAt }: { rows: RuleSetRow[]; readAt: string }) {
  if (rows.length === 0)
    return <Empty title="No rules yet" body="Begin with a preset below: each says where its numbers were read, and when." />;
  const stale = Object.fromEntries(rows.map((row) => [row.id, staleSources(row.sources, readAt.slice(0, 10))]));
  return (
    <Panel title="Versions" flush>
      <VersionsTable rows={rows} readAt={readAt} stale={stale} />
    </Panel>
  );
}
