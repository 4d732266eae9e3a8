// Settings: what holds for the whole firm, since when, and who signed it? Policies with a page of their own are linked.
import type { Metadata } from 'next';
import Link from 'next/link';
import { PublishSetting, SettingForm } from '@/components/settings/setting-form';
import { VersionList } from '@/components/settings/version-list';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readColleagues } from '@/lib/events/audit-read';
import { readVersions, type SettingVersions } from '@/lib/settings/read';
import { SETTING_KEYS, settingLines, settingOf, writtenSetting, type SettingKey } from '@/lib/settings/schema';
import { shownVersions } from '@/lib/settings/versions';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { NobodyElse } from '../nobody-else';
import { propose, publish } from './actions';

const WRITERS = ['config', 'finance', 'admin'] as const;
const HEAD = pageHead('/settings');
export const metadata: Metadata = { title: HEAD.title };

export default async function SettingsPage() {
  const actor = await requireStaff(readersOf('/settings'));
  const client = await createClient();
  const readAt = new Date().toISOString();
  const [read, names] = await Promise.all([
    readVersions(client, SETTING_KEYS).catch(() => null),
    // Without them an id stands where a name would.
    readColleagues(client).catch((): Record<string, string> => ({})),
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={readAt} />} />
      <p className="mb-4 max-w-prose text-ink-2">
        Two people sign each change: one proposes, another publishes. The{' '}
        <Link href="/payouts/policy" className="text-accent underline">
          payout policy
        </Link>{' '}
        and the{' '}
        <Link href="/mail" className="text-accent underline">
          mail policy
        </Link>{' '}
        have pages of their own.
      </p>
      {read === null ? (
        <ErrorState code="settings-not-read" title="The settings could not be read" />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {SETTING_KEYS.map((key) => (
            <SettingPanel key={key} of={key} actor={actor} versions={read[key] ?? { published: [], proposed: null }} names={names} />
          ))}
        </div>
      )}
    </>
  );
}

type PanelProps = { of: SettingKey; actor: StaffActor; versions: SettingVersions; names: Record<string, string> };

function SettingPanel({ of, actor, versions: { published, proposed }, names }: PanelProps) {
  const { title, says, fields, usual } = settingOf(of);
  const inForce = published[0]?.value ?? usual;
  const [old, next] = [settingLines(of, inForce), settingLines(of, proposed?.value)];
  const changes = next.flatMap(({ label, text }, place) =>
    old[place]?.text === text ? [] : [{ label, old: old[place]?.text ?? '', new: text }],
  );
  const mayWrite = WRITERS.some((role) => role === actor.role);
  const refused = mayWrite ? null : 'Config, finance and admin write settings.';
  return (
    <Panel title={title} id={of}>
      <div className="flex flex-col gap-4">
        <p className="max-w-prose text-ink-2">{says}</p>
        {proposed && (
          <PublishSetting
            setting={of}
            version={proposed.version}
            changes={changes}
            refusedBecause={refused ?? (proposed.published_by === actor.id ? 'You proposed it: another person publishes it.' : null)}
            action={publish}
          />
        )}
        {mayWrite && proposed?.published_by === actor.id && <NobodyElse actor={actor} roles={WRITERS} />}
        <SettingForm setting={of} fields={fields} inForce={writtenSetting(of, inForce)} refusedBecause={refused} action={propose} />
        <VersionList of={of} versions={shownVersions(published, names, (value) => settingLines(of, value))} />
      </div>
    </Panel>
  );
}
