// Every pair that trades alike, decided or not, in a list that can be narrowed, sorted, linked and exported.
import type { Metadata } from 'next';
import { CopyTabs } from '@/components/abuse/copy-tabs';
import { PairsTable } from '@/components/abuse/pairs-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { copyPairsList } from '@/lib/abuse/copy-list';
import type { PairRow } from '@/lib/abuse/copy-read';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/copy-trading/pairs');
export const metadata: Metadata = { title: HEAD.title };

export default async function CopyPairsPage({ searchParams }: PageProps<'/copy-trading/pairs'>) {
  const actor = await requireStaff(readersOf('/copy-trading'));
  const query = readQuery(copyPairsList, await searchParams);
  const view = await readListView<PairRow>(await createClient(), actor.id, copyPairsList, query);
  return (
    <>
      <PageHeader title="Copy trading" question={HEAD.question} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <CopyTabs current="pairs" />
      {view.page ? (
        <PairsTable definition={copyPairsList} query={query} page={view.page} facets={view.facets} />
      ) : (
        <ErrorState code="list-not-read" title="The pairs could not be read" />
      )}
    </>
  );
}
