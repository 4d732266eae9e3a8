// The payout policy: what may leave without a person, who signs what, and how long everything waits. Two people publish it.
import type { Metadata } from 'next';
import { PayoutTabs } from '@/components/payouts/payout-tabs';
import { PolicyForm, PublishPolicy } from '@/components/payouts/policy-form';
import { VersionList } from '@/components/settings/version-list';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { POLICY_FIELDS, policyChanges, policyLines, writtenPolicy } from '@/lib/payouts/policy';
import { readPayoutPolicy, readProposedPolicy } from '@/lib/payouts/policy-read';
import { readColleagues } from '@/lib/events/audit-read';
import { readVersions } from '@/lib/settings/read';
import { shownVersions } from '@/lib/settings/versions';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { NobodyElse } from '../../nobody-else';
import { proposePayoutPolicy, publishPayoutPolicy } from './actions';

const HEAD = pageHead('/payouts/policy');
export const metadata: Metadata = { title: HEAD.title };

export default async function PayoutPolicyPage() {
  const actor = await requireStaff(readersOf('/payouts'));
  const client = await createClient();
  const read = await Promise.all([readPayoutPolicy(client), readProposedPolicy(client), readVersions(client, ['payout_policy'])]).catch(
    () => null,
  );
  const names = await readColleagues(client).catch((): Record<string, string> => ({}));
  const mayWrite = actor.role === 'finance' || actor.role === 'admin';
  const readAt = new Date().toISOString();
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={readAt} />} />
      <PayoutTabs at="/payouts/policy" role={actor.role} />
      {read === null ? (
        <ErrorState code="policy-not-read" title="The payout policy could not be read" />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Panel
            title={read[0].version === null ? 'No policy is published: everything waits for a person' : `Version ${read[0].version}`}
            aside={read[0].published_at && <When at={read[0].published_at} mode="minute" />}
          >
            <PolicyForm fields={POLICY_FIELDS} inForce={writtenPolicy(read[0].value)} mayWrite={mayWrite} action={proposePayoutPolicy} />
          </Panel>
          {read[1] && (
            <Panel title={`Proposed: version ${read[1].version}`}>
              <PublishPolicy
                version={read[1].version}
                changes={policyChanges(read[0].value, read[1].value)}
                off={
                  !mayWrite
                    ? 'Finance and admin publish it.'
                    : read[1].proposed_by === actor.id
                      ? 'You proposed it: another person publishes it.'
                      : null
                }
                action={publishPayoutPolicy}
              />
              {mayWrite && read[1].proposed_by === actor.id && <NobodyElse actor={actor} roles={['finance', 'admin']} />}
            </Panel>
          )}
          <Panel title="Every version that was published" id="versions">
            <VersionList versions={shownVersions(read[2].payout_policy?.published ?? [], names, policyLines)} />
          </Panel>
        </div>
      )}
    </>
  );
}
