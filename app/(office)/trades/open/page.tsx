// Open positions: what is at stake right now, as last reported?
import type { Metadata } from 'next';
import { PositionsTable } from '@/components/trades/positions-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { positionsList } from '@/lib/trades/list';
import type { PositionRow } from '@/lib/trades/read';
import { TradeTabs } from '../trade-tabs';

const HEAD = pageHead('/trades/open');
export const metadata: Metadata = { title: HEAD.title };

export default async function OpenTradesPage({ searchParams }: PageProps<'/trades/open'>) {
  const actor = await requireStaff(readersOf('/trades'));
  const query = readQuery(positionsList, await searchParams);
  const view = await readListView<PositionRow>(await createClient(), actor.id, positionsList, query);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <TradeTabs current="open" account={query.facets.account ?? []} />
      {view.page ? (
        <PositionsTable definition={positionsList} query={query} page={view.page} facets={view.facets} after={view.after} />
      ) : (
        <ErrorState code="list-not-read" title="The open positions could not be read" />
      )}
    </>
  );
}
