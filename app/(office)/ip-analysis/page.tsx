// IP analysis: which people share access, and is it innocent? The likeliest pairs first.
import type { Metadata } from 'next';
import { IpTabs } from '@/components/ip/ip-tabs';
import { PairsTable, type PairRow } from '@/components/ip/pairs-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { pairsList } from '@/lib/abuse/shared-ip-lists';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf } from '@/lib/staff/roles';
import { seesPlain } from './who-acts';

export const metadata: Metadata = { title: 'IP analysis' };

export default async function IpAnalysisPage({ searchParams }: PageProps<'/ip-analysis'>) {
  const actor = await requireStaff(readersOf('/ip-analysis'));
  const query = readQuery(pairsList, await searchParams);
  const view = await readListView<PairRow>(await createClient(), actor.id, pairsList, query);
  return (
    <>
      <PageHeader
        title="IP analysis"
        question="Which people share access, and is it innocent?"
        stamp={view.page && <FreshnessStamp at={view.page.readAt} />}
      />
      <IpTabs current="pairs" seesAllowances={seesPlain(actor.role)} />
      {view.page ? (
        <PairsTable definition={pairsList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The pairs could not be read" />
      )}
    </>
  );
}
