// Places: which lines and machines are shared, by how many, and what does that weigh?
import type { Metadata } from 'next';
import { IpTabs } from '@/components/ip/ip-tabs';
import { HeardPanel, PlacesPanel } from '@/components/ip/places-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { FreshnessStamp } from '@/components/ui/stamp';
import { readPlaces } from '@/lib/abuse/shared-ip-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { seesPlain } from '../who-acts';

export const metadata: Metadata = { title: 'Shared places' };

export default async function PlacesPage() {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const view = await readPlaces(await createClient()).catch(() => null);
  return (
    <>
      <PageHeader
        title="IP analysis"
        question="Which lines and machines are shared, by how many, and what does that weigh?"
        stamp={view && <FreshnessStamp at={view.until} />}
      />
      <IpTabs current="places" seesAllowances={seesPlain(actor.role)} />
      {view ? (
        <div className="flex flex-col gap-4">
          <Panel title="Heard in thirty days">
            <HeardPanel heard={view.heard} until={view.until} />
          </Panel>
          <Panel
            title="Shared places"
            aside={view.total > view.places.length ? `${view.places.length} of ${view.total}, crowds last` : `${view.total} in thirty days`}
            flush
          >
            <PlacesPanel places={view.places} />
          </Panel>
        </div>
      ) : (
        <ErrorState code="places-not-read" title="The places could not be read" />
      )}
    </>
  );
}
