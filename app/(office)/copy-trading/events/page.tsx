// The events log: every matched pair of openings with symbol, sides, seconds apart and volume ratio.
import type { Metadata } from 'next';
import { CopyTabs } from '@/components/abuse/copy-tabs';
import { EventsTable } from '@/components/abuse/events-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { copyEventsList } from '@/lib/abuse/copy-list';
import type { MatchRow } from '@/lib/abuse/copy-read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';

export const metadata: Metadata = { title: 'Matched openings' };

export default async function CopyEventsPage({ searchParams }: PageProps<'/copy-trading/events'>) {
  const actor = await requireStaff(readersOf('/copy-trading'));
  const query = readQuery(copyEventsList, await searchParams);
  const view = await readListView<MatchRow>(await createClient(), actor.id, copyEventsList, query);
  return (
    <>
      <PageHeader
        title="Copy trading"
        question="Which accounts trade as one?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
      />
      <CopyTabs current="events" />
      {view.page ? (
        <EventsTable definition={copyEventsList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The matches could not be read" />
      )}
    </>
  );
}
