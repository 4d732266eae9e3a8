// Every login, terminal and portal sign-in that was heard of: who, from where, on what, and by whose word.
import type { Metadata } from 'next';
import { EventsTable, type AccessRow } from '@/components/ip/events-table';
import { IpTabs } from '@/components/ip/ip-tabs';
import { SilentSources } from '@/components/ip/places-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { eventsList } from '@/lib/abuse/shared-ip-lists';
import { readPlaces } from '@/lib/abuse/shared-ip-read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { seesPlain } from '../who-acts';

export const metadata: Metadata = { title: 'Access events' };

export default async function AccessEventsPage({ searchParams }: PageProps<'/ip-analysis/events'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const query = readQuery(eventsList, await searchParams);
  const client = await createClient();
  const [view, places] = await Promise.all([
    readListView<AccessRow>(client, actor.id, eventsList, query),
    readPlaces(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader
        title="IP analysis"
        question="Who came in, from where, and who told us?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
      />
      <IpTabs current="events" seesAllowances={seesPlain(actor.role)} />
      {places && (
        <div className="pb-3">
          <SilentSources heard={places.heard} until={places.until} />
        </div>
      )}
      {view.page ? (
        <EventsTable
          definition={eventsList}
          query={query}
          page={view.page}
          facets={view.facets}
          heard={places && { heard: places.heard, until: places.until }}
        />
      ) : (
        <ErrorState code="list-not-read" title="The events could not be read" />
      )}
    </>
  );
}
