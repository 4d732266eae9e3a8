// IP analysis: which people share access, and is it innocent? The likeliest pairs first.
import type { Metadata } from 'next';
import { IpTabs } from '@/components/ip/ip-tabs';
import { PairsTable, type PairRow } from '@/components/ip/pairs-table';
import { SilentSources } from '@/components/ip/places-panel';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { pairsList } from '@/lib/abuse/shared-ip-lists';
import { readPlaces } from '@/lib/abuse/shared-ip-read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { seesPlain } from './who-acts';

const HEAD = pageHead('/ip-analysis');
export const metadata: Metadata = { title: HEAD.title };

export default async function IpAnalysisPage({ searchParams }: PageProps<'/ip-analysis'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const query = readQuery(pairsList, await searchParams);
  const client = await createClient();
  const [view, places] = await Promise.all([
    readListView<PairRow>(client, actor.id, pairsList, query),
    readPlaces(client).catch(() => null),
  ]);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <IpTabs current="pairs" seesAllowances={seesPlain(actor.role)} />
      {places && (
        <div className="pb-3">
          <SilentSources heard={places.heard} until={places.until} />
        </div>
      )}
      {view.page ? (
        <PairsTable
          definition={pairsList}
          query={query}
          page={view.page}
          facets={view.facets}
          heard={places && { heard: places.heard, until: places.until }}
        />
      ) : (
        <ErrorState code="list-not-read" title="The pairs could not be read" />
      )}
    </>
  );
}
