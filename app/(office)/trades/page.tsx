// Closed trades: what exactly was traded?
import type { Metadata } from 'next';
import { TradeFlags } from '@/components/trades/trade-flag';
import { TradesTable } from '@/components/trades/trades-table';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { createClient } from '@/lib/db/server';
import { readQuery } from '@/lib/lists/query';
import { readListView } from '@/lib/lists/read';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';
import { tradesList } from '@/lib/trades/list';
import type { TradeRow } from '@/lib/trades/read';
import { flagOneTrade } from './actions';
import { TradeTabs } from './trade-tabs';

const HEAD = pageHead('/trades');
export const metadata: Metadata = { title: HEAD.title };

export default async function TradesPage({ searchParams }: PageProps<'/trades'>) {
  const actor = await requireStaff(readersOf('/trades'));
  const query = readQuery(tradesList, await searchParams);
  const view = await readListView<TradeRow>(await createClient(), actor.id, tradesList, query);
  return (
    <>
      <PageHeader {...HEAD} stamp={view.page && <FreshnessStamp at={view.page.readAt} />} />
      <TradeTabs current="closed" account={query.facets.account ?? []} />
      {view.page ? (
        <TradeFlags action={actor.role === 'risk' || actor.role === 'admin' ? flagOneTrade : null}>
          <TradesTable definition={tradesList} query={query} page={view.page} facets={view.facets} after={view.after} />
        </TradeFlags>
      ) : (
        <ErrorState code="list-not-read" title="The trades could not be read" />
      )}
    </>
  );
}
